# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The way through the pages: forward, back, and forward again without losing anything.

Pages form one line. Going back keeps those ahead, until another page is pushed; only then do they
close and their work ends.
"""

from __future__ import annotations

from gi.repository import Adw, GLib, GObject, Gtk

from unjam.app.pages.base import Page, empty

PAUSE_MS = 3
"""Between two parts of a page that is removed."""


class Navigator(Gtk.Box):
    """Shows one page of the line at a time, with a slide between them."""

    __gtype_name__ = "UnjamNavigator"
    __gsignals__ = {"moved": (GObject.SignalFlags.RUN_LAST, None, ())}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(hexpand=True, vexpand=True)
        self._line: list[Page] = []
        self._leaflet = Adw.Leaflet(can_unfold=False, hexpand=True, vexpand=True)
        self._leaflet.set_can_navigate_back(True)
        self._leaflet.set_can_navigate_forward(True)
        self._leaflet.connect("notify::visible-child", self._on_moved)
        self._leaflet.connect("notify::child-transition-running", self._on_settled)
        self.add_controller(escape())
        self.append(self._leaflet)
        self._leaving: list[Page] = []
        self._clearing = 0

    @property
    def pages(self) -> list[Page]:
        """The whole line, the pages ahead included."""
        return list(self._line)

    @property
    def current(self) -> Page | None:
        """The page on show."""
        page = self._leaflet.get_visible_child()
        return page if isinstance(page, Page) else None

    @property
    def position(self) -> int:
        """Where in the line the page on show stands."""
        return self._line.index(self.current) if self.current in self._line else -1

    def push(self, page: Page) -> None:
        """Go on to a new page; those that were ahead close."""
        here = self.position
        for ahead in self._line[here + 1 :]:
            ahead.close()
        self._leave(self._line[here + 1 :])
        self._line[here + 1 :] = [page]
        self._leaflet.insert_child_after(page, self._line[here] if here >= 0 else None)
        self._leaflet.set_visible_child(page)

    def go_to(self, page: Page) -> None:
        """Show a page that is in the line; the ones ahead of it stay until another is pushed."""
        self._leaflet.set_visible_child(page)

    def back(self) -> bool:
        """One page back; False at the beginning."""
        return self._go(self.position - 1)

    def forward(self) -> bool:
        """One page forward again; False at the end."""
        return self._go(self.position + 1)

    def home(self) -> None:
        """Back to the first page; the others stay ahead until another is pushed."""
        self._go(0)

    def finish(self) -> None:
        """Back to the first page; the others close, for what they were about is over."""
        self._go(0)
        self._leave(self._line[1:])
        del self._line[1:]
        self._on_settled()

    def close(self) -> None:
        """End the work of every page."""
        for page in [*self._line, *self._leaving]:
            if not page.is_over:
                page.close()

    def _go(self, position: int) -> bool:
        if not 0 <= position < len(self._line):
            return False
        self._leaflet.set_visible_child(self._line[position])
        return True

    def _leave(self, pages: list[Page]) -> None:
        """Nobody comes back to these pages."""
        for page in pages:
            self._leaflet.get_page(page).set_navigatable(False)
        self._leaving += pages

    def dismantle(self) -> None:
        """The window is gone: let all pages go."""
        if self._clearing:
            GLib.source_remove(self._clearing)
            self._clearing = 0
        for page in [*self._line, *self._leaving]:
            self._leaflet.remove(page)
            page.dismantle()
        self._line.clear()
        self._leaving.clear()
        empty(self)

    def _on_moved(self, *_args: object) -> None:
        if (page := self.current) is not None:
            page.shown()
        self.emit("moved")

    def _on_settled(self, *_args: object) -> None:
        """Remove pages that left, once nobody sees them slide away."""
        if self._leaving and not self._clearing:
            self._clearing = GLib.timeout_add(PAUSE_MS, self._clear)

    def _clear(self) -> bool:
        """Remove a part of a page; between two parts the window lives on."""
        if self._leaving and not self._leaflet.get_child_transition_running():
            page = self._leaving[0]
            if not page.is_over:
                page.close()
            elif not page.close_some():
                del self._leaving[0]
                self._leaflet.remove(page)
                page.dismantle()
            return GLib.SOURCE_CONTINUE
        self._clearing = 0
        return GLib.SOURCE_REMOVE


def escape() -> Gtk.ShortcutController:
    """Escape goes back where nothing on the page has a use for it: a search, a menu."""
    keys = Gtk.ShortcutController(propagation_phase=Gtk.PropagationPhase.BUBBLE)
    trigger, action = Gtk.ShortcutTrigger.parse_string("Escape"), Gtk.NamedAction.new("win.back")
    keys.add_shortcut(Gtk.Shortcut.new(trigger, action))
    return keys
