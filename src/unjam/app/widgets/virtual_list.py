# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A list of any length that makes only the rows near those on show, and those bit by bit.

GTK binds some two hundred rows at once whenever a long list is laid out or jumps, and lays all of
them out whenever the window changes its width. A row of ours costs a millisecond; so a cell is an
empty place first, and rows are put into the places while the window lives on, slice by slice: those
on show, then a few around them. The other places stay empty until they come near.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol

from gi.repository import Adw, Gio, GLib, Gtk

SLICE = 0.004
"""Seconds of filling between two turns of the main loop."""
PAUSE_MS = 12
"""Between two slices, so that one frame has the new rows of one slice to lay out: not when the loop
is idle, for a slowly animating window never is."""
NEAR = 12
"""Rows before and behind those on show that are made, too: no gap is seen while one scrolls."""
HEIGHT = 52
"""Pixels that an empty place takes, about those of a row."""
STEP = 16
"""Cells that are made for one frame."""
CELLS = 250
"""More than GTK makes, however long a list is."""


class Row(Protocol):
    """A row that shows one item at a time."""

    def show_item(self, item: Any, /) -> None:  # noqa: ANN401 - each row knows its items
        """Follow `item` from now on."""

    def forget(self) -> None:
        """Follow nothing any more."""


class Place(Adw.Bin):
    """Where a row will be."""

    __gtype_name__ = "UnjamPlace"

    def __init__(self, make: Callable[[], Any], height: int) -> None:
        super().__init__()
        self.set_size_request(-1, height)
        self._make = make
        self._row: Any = None
        self.item: object = None
        self.position = 0

    def fill(self) -> None:
        """Show the row."""
        if self._row is None:
            self._row = self._make()
            self.set_child(self._row)
        self._row.show_item(self.item)
        self._row.set_visible(True)

    def empty(self) -> None:
        """Show nothing until it is filled again."""
        self.item = None
        if self._row is not None:
            self._row.forget()


class Filler:
    """Fills places bit by bit."""

    def __init__(self) -> None:
        self._waiting: dict[Place, None] = {}
        self._middle = 0
        """The position of a place that is on show."""
        self._source = 0

    def put(self, place: Place, item: object, position: int) -> None:
        """Have `place` show `item` when it is near."""
        place.item, place.position = item, position
        self._waiting[place] = None
        self._begin(1)

    def drop(self, place: Place) -> None:
        """Have `place` show nothing."""
        self._waiting.pop(place, None)
        place.empty()

    def seen(self, place: Place) -> None:
        """`place` comes into view, perhaps with others."""
        self._middle = place.position
        self._begin(1)

    def _begin(self, milliseconds: int) -> None:
        if not self._source and self._waiting:
            self._source = GLib.timeout_add(milliseconds, self._fill)

    def _fill(self) -> bool:
        end = monotonic() + SLICE
        next_ones = self._next_ones()
        for place in next_ones:
            del self._waiting[place]
            place.fill()
            if monotonic() > end:
                break
        self._source = 0
        if next_ones:
            self._begin(PAUSE_MS)
        return GLib.SOURCE_REMOVE

    def _next_ones(self) -> list[Place]:
        on_show = [place for place in self._waiting if place.get_mapped()]
        if on_show:
            self._middle = on_show[len(on_show) // 2].position
        return on_show or [p for p in self._waiting if abs(p.position - self._middle) <= NEAR]


class LongList:
    """Has a view show of a model what it has cells for: more with each frame, and soon everything.

    GTK makes two hundred cells as soon as there are as many items, and none for those beyond; all
    at once they cost two frames. A list in which little was left begins anew.
    """

    def __init__(self, view: Gtk.ListView, model: Gio.ListModel) -> None:
        self._view, self._model = view, model
        self._shown = Gtk.SliceListModel(model=model, offset=0, size=0)
        self._tick = 0
        self._handler = model.connect("items-changed", self._on_items)
        view.set_model(Gtk.NoSelection.new(self._shown))
        self._on_items()

    def close_some(self) -> bool:
        """Take some cells away for good; False once there is none.

        A list that leaves the window with all of its cells takes some three frames for it.
        """
        self._stop_growing()
        place = self._view.get_vadjustment()
        if place is not None and place.get_value() > 0:
            place.set_value(0)  # cells move with it; far down they would all be new ones
            return True
        left = min(self._shown.get_n_items(), CELLS)
        self._shown.set_size(max(left - STEP, 0))
        return left > 0

    def close(self) -> None:
        """Let model and view go: they would keep each other."""
        self._stop_growing()
        self._view.set_model(None)

    def _on_items(self, *_args: object) -> None:
        length, size = self._model.get_n_items(), self._shown.get_size()
        if length < size:
            self._shown.set_size(max(length, STEP))
        elif length > size and not self._tick:
            self._tick = self._view.add_tick_callback(self._widen)

    def _widen(self, *_args: object) -> bool:
        size = self._shown.get_size() + STEP
        self._shown.set_size(size if size < CELLS else GLib.MAXUINT)
        if self._model.get_n_items() > size < CELLS:
            return GLib.SOURCE_CONTINUE
        self._tick = 0
        return GLib.SOURCE_REMOVE

    def _stop_growing(self) -> None:
        if self._handler:
            self._model.disconnect(self._handler)
        if self._tick:
            self._view.remove_tick_callback(self._tick)
        self._handler = self._tick = 0


def show_rows(
    view: Gtk.ListView,
    model: Gio.ListModel,
    make: Callable[[], Row],
    activate: Callable[[Any], object] | None = None,
    *,
    height: int = HEIGHT,
) -> LongList:
    """Have `view` show `model`, with rows that `make` makes and that are used again.

    `activate` is called with the item that the person opens; `height` is about that of a row.
    """
    filler, factory = Filler(), Gtk.SignalListItemFactory()

    def set_up(_factory: Gtk.SignalListItemFactory, cell: Gtk.ListItem) -> None:
        place = Place(make, height)
        place.connect("map", filler.seen)
        cell.set_child(place)

    def bind(_factory: Gtk.SignalListItemFactory, cell: Gtk.ListItem) -> None:
        if isinstance(place := cell.get_child(), Place):
            filler.put(place, cell.get_item(), cell.get_position())

    factory.connect("setup", set_up)
    factory.connect("bind", bind)
    factory.connect("unbind", lambda _factory, cell: filler.drop(cell.get_child()))
    view.set_factory(factory)
    view.add_css_class("rows")
    if activate is not None:
        view.set_single_click_activate(True)
        view.connect("activate", lambda _view, position: activate(model.get_item(position)))
    return LongList(view, model)
