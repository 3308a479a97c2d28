# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A list of any length that makes only the rows near those on show, and those bit by bit.

GTK binds some two hundred rows at once whenever a long list is laid out or jumps. A row of ours
costs a millisecond; so a cell is an empty place first, and the rows are put into the places while
the window lives on, slice by slice, those on show before the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from gi.repository import Adw, Gio, GLib, Gtk

SLICE = 0.004
"""Seconds of filling between two turns of the main loop."""
PAUSE_MS = 3
"""Between two slices: not when the loop is idle, for a slowly animating window never is."""
HEIGHT = 52
"""Pixels that an empty place takes, about those of a row."""


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
        super().__init__(height_request=height)
        self._make = make
        self._row: Any = None
        self.item: object = None

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
        self._source = 0

    def put(self, place: Place, item: object) -> None:
        """Have `place` show `item` soon."""
        place.item = item
        self._waiting[place] = None
        if not self._source:
            self._source = GLib.timeout_add(1, self._fill)

    def drop(self, place: Place) -> None:
        """Have `place` show nothing."""
        self._waiting.pop(place, None)
        place.empty()

    def _fill(self) -> bool:
        end = time.monotonic() + SLICE
        on_show = [place for place in self._waiting if place.get_mapped()]
        for place in on_show or list(self._waiting):
            del self._waiting[place]
            place.fill()
            if time.monotonic() > end:
                break
        self._source = GLib.timeout_add(PAUSE_MS, self._fill) if self._waiting else 0
        return GLib.SOURCE_REMOVE


def show_rows(
    view: Gtk.ListView,
    model: Gio.ListModel,
    make: Callable[[], Row],
    activate: Callable[[Any], object] | None = None,
    *,
    height: int = HEIGHT,
) -> None:
    """Have `view` show `model`, with rows that `make` makes and that are used again.

    `activate` is called with the item that the person opens; `height` is about that of a row.
    """
    filler, factory = Filler(), Gtk.SignalListItemFactory()
    factory.connect("setup", lambda _factory, cell: cell.set_child(Place(make, height)))
    factory.connect("bind", lambda _factory, cell: filler.put(cell.get_child(), cell.get_item()))
    factory.connect("unbind", lambda _factory, cell: filler.drop(cell.get_child()))
    view.set_factory(factory)
    view.set_model(Gtk.NoSelection.new(model))
    view.add_css_class("rows")
    if activate is not None:
        view.set_single_click_activate(True)
        view.connect("activate", lambda _view, position: activate(model.get_item(position)))


def searchable(
    model: Gio.ListModel, entry: Gtk.SearchEntry, text_of: Callable[[object], str]
) -> Gtk.FilterListModel:
    """The items of `model` whose text contains what is typed; long lists bit by bit."""
    wanted = [""]
    only = Gtk.CustomFilter.new(lambda item: wanted[0] in text_of(item).casefold())
    shown = Gtk.FilterListModel(model=model, filter=None, incremental=True)

    def changed(_entry: Gtk.SearchEntry) -> None:
        before, wanted[0] = wanted[0], entry.get_text().strip().casefold()
        if wanted[0] == before:
            return
        shown.set_filter(only if wanted[0] else None)
        narrower = before in wanted[0]
        only.changed(Gtk.FilterChange.MORE_STRICT if narrower else Gtk.FilterChange.DIFFERENT)

    entry.connect("search-changed", changed)
    return shown
