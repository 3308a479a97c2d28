# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Drives the application as a person would: presses what is on show, and waits for what comes."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import unjam.app  # noqa: F401 - says which versions of GTK and libadwaita

# isort: split
from gi.events import GLibEventLoopPolicy  # type: ignore[import-untyped]
from gi.repository import Gio, Gtk
from tests.app.guard import Guard
from tests.app.turns import Turns

from unjam.app.application import APP_ID, Application
from unjam.app.pages.base import Page
from unjam.app.session import Place
from unjam.app.window import Window

T = TypeVar("T")
P = TypeVar("P", bound=Page)


class GtkLoop:
    """asyncio on the GLib loop, for one test after another."""

    def __init__(self) -> None:
        self._policy = GLibEventLoopPolicy()
        self._loop: asyncio.AbstractEventLoop = self._policy.get_event_loop()

    def run(self, work: Coroutine[Any, Any, T], timeout: float = 60.0) -> T:
        """Run until `work` is done."""
        return self._loop.run_until_complete(asyncio.wait_for(work, timeout))

    def close(self) -> None:
        """No more tests."""
        self._loop.close()


class WatchedApplication(Application):
    """One among many, whose unexpected exceptions are kept."""

    count = 0

    def __init__(self) -> None:
        WatchedApplication.count += 1
        self.errors: list[BaseException] = []
        super().__init__(f"{APP_ID}.Test{self.count}", Gio.ApplicationFlags.NON_UNIQUE)

    def log_error(self, error: BaseException) -> None:
        """Keep it, for the end of the test."""
        self.errors.append(error)


class Driver:
    """One application, and whoever sits in front of it."""

    def __init__(self, gtk: GtkLoop) -> None:
        self._gtk = gtk
        self.turns = Turns()
        self.guard = Guard()
        self.application = WatchedApplication()
        self.application.register(None)
        self._window: Window | None = None

    @property
    def window(self) -> Window:
        """The window in use."""
        assert self._window is not None
        return self._window

    def run(self, work: Coroutine[Any, Any, T], timeout: float = 60.0) -> T:
        """Run a test's coroutine with the guard on."""
        return self._gtk.run(self._guarded(work), timeout)

    async def _guarded(self, work: Coroutine[Any, Any, T]) -> T:
        self.turns.start()
        try:
            with self.guard.on():
                return await work
        finally:
            self.turns.stop()

    def finish(self) -> None:
        """Close everything; fail for what nobody expected."""
        self._gtk.run(self.close())
        gc.collect()  # on this thread, what another would end
        self.application.collector.stop()
        assert self.application.errors == []
        seen = "\n".join(self.guard.seen)
        assert not seen, f"the main thread may have waited:\n{seen}"

    async def close(self) -> None:
        """Close every window, and wait for the end of all work."""
        for window in list(self.application.get_windows()):
            window.close()
        self.application.tasks.close()
        await self.application.tasks.drained()
        for window in list(self.application.get_windows()):
            window.destroy()

    # --- what a person does -----------------------------------------------------------------------

    def open(self, server: str | None, cups_files: Path | None = None) -> Window:
        """Open the window on a print server."""
        self._window = self.application.open_window(Place(server, cups_files))
        return self._window

    def forget_window(self) -> None:
        """It has been closed."""
        self._window = None

    def open_box(self, box: Any) -> Window:
        """Open the window on a sandbox."""
        return self.open(box.server, box.cups_files)

    def press(self, label: str, *, within: Gtk.Widget | None = None) -> None:
        """Press the button that says so; it must be on show and sensitive."""
        found = [b for b in self.buttons(within) if text_of(b).replace("_", "") == label]
        assert found, f"no button {label!r} among {[text_of(b) for b in self.buttons(within)]}"
        assert found[0].get_sensitive(), f"{label!r} cannot be pressed"
        found[0].emit("clicked")

    def buttons(self, within: Gtk.Widget | None = None) -> list[Gtk.Button]:
        """The buttons on show."""
        root = within or self.page
        return [w for w in walk(root) if isinstance(w, Gtk.Button) and w.get_mapped()]

    @property
    def page(self) -> Page:
        """The page on show."""
        page = self.window.navigator.current
        assert page is not None
        return page

    def texts(self, within: Gtk.Widget | None = None) -> list[str]:
        """Everything that can be read."""
        root = within or self.page
        return [w.get_text() for w in walk(root) if isinstance(w, Gtk.Label) and w.get_mapped()]

    def inside(self, within: Gtk.Widget) -> list[Gtk.Widget]:
        """Everything in a part of the window."""
        return list(walk(within))

    def toast(self) -> str:
        """What the newest toast says; nothing where there is none."""
        found = [w for w in walk(self.window.toasts) if w.get_css_name() == "toast"]
        shown = [text for w in found if w.get_mapped() for text in self.texts(w)]
        return shown[0] if shown else ""

    # --- what a person waits for ------------------------------------------------------------------

    async def until(
        self, true: Callable[[], object], what: str = "", seconds: float = 20.0
    ) -> None:
        """Wait until something can be seen."""
        try:
            async with asyncio.timeout(seconds):
                while not true():  # noqa: ASYNC110 - a person looks again and again, too
                    await asyncio.sleep(0.01)
        except TimeoutError:
            shown = " | ".join(self.texts()) if self._window else "no window"
            raise AssertionError(
                f"never seen: {what or true}; instead: {shown}; {self.application.errors}"
            ) from None

    async def until_page(self, kind: type[P], seconds: float = 30.0) -> P:
        """Wait for a page of this kind, with its content."""
        await self.until(lambda: isinstance(self.page, kind), kind.__name__, seconds)
        page = self.page
        assert isinstance(page, kind)
        return page

    async def at_rest(self) -> None:
        """Wait until the page no longer moves."""
        leaflet = self.window.navigator._leaflet
        await self.until(lambda: not leaflet.get_child_transition_running(), "rest")

    async def until_read(self, text: str, seconds: float = 20.0) -> None:
        """Wait until this can be read on the page."""
        await self.until(lambda: any(text in t for t in self.texts()), text, seconds)


def walk(widget: Gtk.Widget) -> Iterator[Gtk.Widget]:
    """A widget and all inside it."""
    yield widget
    child = widget.get_first_child()
    while child is not None:
        yield from walk(child)
        child = child.get_next_sibling()


def text_of(button: Gtk.Button) -> str:
    """What a button says, or its tooltip where it shows only an icon."""
    if label := button.get_label():
        return label
    labels = [w.get_label() for w in walk(button) if isinstance(w, Gtk.Label)]
    return " ".join(labels) or button.get_tooltip_text() or ""
