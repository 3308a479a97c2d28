# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A list of any length that makes only the rows on show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from gi.repository import Gio, Gtk

I_contra = TypeVar("I_contra", contravariant=True)


class Row(Protocol[I_contra]):
    """A row that shows one item at a time."""

    def show_item(self, item: I_contra, /) -> None:
        """Follow `item` from now on."""

    def forget(self) -> None:
        """Follow nothing any more."""


def show_rows(
    view: Gtk.ListView,
    model: Gio.ListModel,
    make: Callable[[], Row[Any]],
    activate: Callable[[Any], object] | None = None,
) -> None:
    """Have `view` show `model`, with rows that `make` makes and that are used again.

    `activate` is called with the item that the person opens.
    """
    factory = Gtk.SignalListItemFactory()
    factory.connect("setup", lambda _factory, cell: cell.set_child(make()))
    factory.connect("bind", lambda _factory, cell: cell.get_child().show_item(cell.get_item()))
    factory.connect("unbind", lambda _factory, cell: cell.get_child().forget())
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

    def changed(_entry: Gtk.SearchEntry) -> None:
        before, wanted[0] = wanted[0], entry.get_text().strip().casefold()
        if wanted[0] == before:
            return
        narrower = before in wanted[0]
        only.changed(Gtk.FilterChange.MORE_STRICT if narrower else Gtk.FilterChange.DIFFERENT)

    entry.connect("search-changed", changed)
    return Gtk.FilterListModel(model=model, filter=only, incremental=True)
