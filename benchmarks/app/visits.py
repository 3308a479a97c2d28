# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How a person opens, works and leaves each page: one typed driver a page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from gi.repository import Gtk

from unjam.app.pages.add import AddPage
from unjam.app.pages.base import Page
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.jobs import JobsPage
from unjam.app.pages.printer import PrinterPage
from unjam.app.pages.printers import PrintersPage
from unjam.app.pages.start import StartPage
from unjam.app.window import Window

P = TypeVar("P", bound=Page)
STEP = 0.03
STEPS = 40
"""Looks from the top of a page to its end."""


@dataclass(frozen=True, slots=True)
class Visit(Generic[P]):
    """One page: what it is, how it is opened, and what scrolls in it."""

    name: str
    kind: type[P]
    open: Callable[[Window], object]
    view: Callable[[P], Gtk.Scrollable | Gtk.ScrolledWindow]

    async def work(self, window: Window, decline: Callable[[], object], seconds: float) -> None:
        """Scroll the page for a while; `decline` is called again and again."""
        end, step = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            await asyncio.sleep(STEP)
            step += 1
            decline()
            page = window.navigator.current
            if isinstance(page, self.kind) and (place := self.view(page).get_vadjustment()):
                length = place.get_upper() - place.get_page_size()
                place.set_value(length * (step % STEPS) / STEPS)


def listed(name: str) -> Callable[[Page], Gtk.ListView]:
    """The page's list of that name."""
    return lambda page: page.part(name, Gtk.ListView)


def whole(page: Page) -> Gtk.ScrolledWindow:
    """All of the page."""
    return page.part("content", Gtk.ScrolledWindow)


QUEUE = "Queue0000"
VISITS: tuple[Visit[StartPage] | Visit[JobsPage] | Visit[PrintersPage] | Visit[PrinterPage]
              | Visit[ChecklistPage] | Visit[AddPage], ...] = (
    Visit("start", StartPage, lambda _window: None, whole),
    Visit("documents", JobsPage, lambda window: window.open_jobs(), listed("list")),
    Visit("printers", PrintersPage, lambda window: window.open_printers(), listed("list")),
    Visit("printer", PrinterPage, lambda window: window.open_printer(QUEUE), whole),
    Visit("diagnosis", ChecklistPage, lambda window: window.diagnose([QUEUE]), listed("checks")),
    Visit("add", AddPage, lambda window: window.add_printer(), whole),
)  # fmt: skip


async def cancel(page: Page | None) -> float | None:
    """Press Cancel in a checklist; milliseconds until it can be used again. None: nothing ran."""
    if not isinstance(page, ChecklistPage) or not page.tasks.running("diagnosis"):
        return None
    started = time.monotonic()
    page.stop()
    while page.tasks.running("diagnosis"):  # noqa: ASYNC110 - a person looks again and again, too
        await asyncio.sleep(0.001)
    return (time.monotonic() - started) * 1000
