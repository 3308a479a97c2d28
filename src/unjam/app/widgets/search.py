# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A list that is searched while one types, bit by bit, and says so where nothing is found."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Adw, Gio, GObject, Gtk

from unjam.app.announce import announce
from unjam.app.i18n import _
from unjam.app.pages.base import trouble_page
from unjam.app.trouble import Step, Trouble

LIST, NONE, NOTHING = "list", "none", "nothing"
"""What a stack around a searched list shows: the list, that it is empty, that nothing was found."""


class Search:
    """Searches `model` with `entry`, in `lists`; `shown` is what is to be seen of it.

    `text_of` is what a search looks through. `close` lets go of all of them: GTK and Python would
    keep each other for ever.
    """

    def __init__(
        self,
        model: Gio.ListModel,
        entry: Gtk.SearchEntry,
        lists: Gtk.Stack,
        text_of: Callable[[object], str],
    ) -> None:
        self.shown = Gtk.FilterListModel(model=model, filter=None, incremental=True)
        self._lists = lists
        self._wanted = wanted = [""]  # for a filter that knew of `self` would keep it
        self._only = Gtk.CustomFilter.new(lambda item: wanted[0] in text_of(item).casefold())
        lists.add_named(nothing_found(entry), NOTHING)
        self._handlers: list[tuple[GObject.Object, int]] = [
            (entry, entry.connect("search-changed", self._on_changed)),
            (entry, entry.connect("stop-search", stop)),
        ]
        for signal in ("items-changed", "notify::pending", "notify::filter"):
            self._handlers.append((self.shown, self.shown.connect(signal, self.look)))
        self.look()

    def close(self) -> None:
        """Nobody searches any more."""
        for target, handler in self._handlers:
            target.disconnect(handler)
        self._handlers.clear()
        self.shown.set_filter(None)

    def look(self, *_args: object) -> None:
        """Show the list, or that it is empty, or that nothing was found."""
        everything = self.shown.get_model()
        if self.shown.get_n_items() or self.shown.get_pending():
            name = LIST
        elif everything is not None and everything.get_n_items():
            name = NOTHING
        else:
            name = NONE if self._lists.get_child_by_name(NONE) else LIST
        if name == NOTHING and self._lists.get_visible_child_name() != name:
            announce(self._lists, None, _("Nothing Found"))
        self._lists.set_visible_child_name(name)

    def _on_changed(self, entry: Gtk.SearchEntry) -> None:
        before, wanted = self._wanted[0], entry.get_text().strip().casefold()
        if wanted == before:
            return
        self._wanted[0] = wanted
        self.shown.set_filter(self._only if wanted else None)
        narrower = before in wanted
        self._only.changed(Gtk.FilterChange.MORE_STRICT if narrower else Gtk.FilterChange.DIFFERENT)


def nothing_found(entry: Gtk.SearchEntry) -> Adw.StatusPage:
    """What stands in the place of a list without hits."""
    clear = Step(_("_Clear the Search"), lambda: entry.set_text(""))
    text = _("Nothing contains these words.")
    return trouble_page(Trouble("system-search-symbolic", _("Nothing Found"), text, (clear,)))


def stop(entry: Gtk.SearchEntry) -> None:
    """Escape: what was typed is gone; where nothing was, it means the page."""
    if entry.get_text():
        entry.set_text("")
    else:
        entry.activate_action("win.back", None)
