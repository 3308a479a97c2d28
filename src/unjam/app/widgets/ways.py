# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The ways on at the foot of a page: side by side where there is room, else stacked."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Adw, Gtk

from unjam.app.trouble import Step
from unjam.app.widgets.step_button import step_button


class Ways(Adw.Bin):
    """Offers some steps, in one row or in two columns; the last one has a whole line if need be."""

    __gtype_name__ = "UnjamWays"

    def __init__(self) -> None:
        super().__init__()
        self._squeezer = Adw.Squeezer(homogeneous=False)
        self._arrangements: list[Gtk.Widget] = []
        self.set_child(self._squeezer)

    def offer(self, steps: Sequence[Step]) -> None:
        """Offer `steps` in place of those before."""
        for arrangement in self._arrangements:
            self._squeezer.remove(arrangement)
        self._arrangements = [in_columns(steps, len(steps)), in_columns(steps, 2)]
        for arrangement in self._arrangements:
            self._squeezer.add(arrangement)

    def grab_first(self) -> Gtk.Widget | None:
        """Have the step that suggests itself under the keyboard, or else the first; return it."""
        shown = self._squeezer.get_visible_child()
        buttons = []
        child = shown.get_first_child() if shown is not None else None
        while child is not None:
            buttons.append(child)
            child = child.get_next_sibling()
        suggested = [b for b in buttons if b.has_css_class("suggested-action")]
        first = next(iter([*suggested, *buttons]), None)
        if first is not None:
            first.grab_focus()
        return first


def in_columns(steps: Sequence[Step], columns: int) -> Gtk.Grid:
    """All steps in a grid; what would stand alone in the last line has all of it."""
    grid = Gtk.Grid(
        column_homogeneous=True,
        column_spacing=9,
        row_spacing=9,
        halign=Gtk.Align.FILL,
        hexpand=True,
    )
    if len(steps) == 1:
        grid.set_halign(Gtk.Align.CENTER)
    for position, step in enumerate(steps):
        alone = position == len(steps) - 1 and position % columns == 0
        width = columns if alone else 1
        grid.attach(step_button(step), position % columns, position // columns, width, 1)
    return grid
