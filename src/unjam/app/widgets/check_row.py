# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One line of the live checklist: a spinner while it is looked at, then how that ended."""

from __future__ import annotations

from gi.repository import GObject, Gtk, Pango

from unjam.app.store.checks import CheckItem, GroupItem
from unjam.app.widgets.roomy import roomy
from unjam.app.widgets.status_icon import StatusIcon


class CheckRow(Gtk.Grid):
    """Shows a check or a group of checks, and follows it.

    A grid, because a box would lay the title out some ten times to place it.
    """

    __gtype_name__ = "UnjamCheckRow"

    def __init__(self) -> None:
        super().__init__(
            column_spacing=12, margin_top=6, margin_bottom=6, margin_end=6, vexpand=False
        )
        self._spinner = Gtk.Spinner(spinning=True)
        self._icon = StatusIcon()
        self._signs = Gtk.Stack()
        self._signs.add_named(self._spinner, "running")
        self._signs.add_named(self._icon, "done")
        self._title = Gtk.Label(
            xalign=0, hexpand=True, vexpand=True, wrap=True, wrap_mode=Pango.WrapMode.WORD_CHAR
        )
        self._note = Gtk.Label(xalign=1)
        for css in ("dim-label", "caption", "numeric"):
            self._note.add_css_class(css)
        for column, widget in enumerate((self._signs, self._title, self._note)):
            self.attach(roomy(widget), column, 0, 1, 1)
        self._bindings: list[GObject.Binding] = []

    def show_item(self, item: CheckItem | GroupItem) -> None:
        """Follow `item` from now on."""
        self.forget()
        bind = GObject.BindingFlags.SYNC_CREATE
        self._bindings = [
            item.bind_property("title", self._title, "label", bind),
            item.bind_property("note", self._note, "label", bind),
            item.bind_property("level", self._icon, "level", bind),
            item.bind_property("running", self._spinner, "spinning", bind),
            item.bind_property(
                "running",
                self._signs,
                "visible-child-name",
                bind,
                lambda _binding, running: "running" if running else "done",
            ),
        ]
        if isinstance(item, GroupItem):
            self._title.add_css_class("heading")
        else:
            self._title.remove_css_class("heading")

    def forget(self) -> None:
        """Follow nothing any more."""
        for binding in self._bindings:
            binding.unbind()
        self._bindings = []
        self._spinner.set_spinning(False)
