# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Widgets end where they lived: on the main thread, whoever lets go of them last."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref

import pytest
from gi.repository import Gtk
from tests.app.driver import Driver

from unjam.auth import PromptRequest, Reason
from unjam.operations import Operation

pytestmark = pytest.mark.gtk
NOWHERE = "/nowhere/at/all"


class Deaths:
    """Where each widget ended."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def note(self, widget: Gtk.Widget) -> None:
        weakref.finalize(widget, lambda: self.threads.append(threading.current_thread()))


def allocate() -> None:
    """Make far more new objects than the collector waits for."""
    for _ in range(5):
        _kept: list[list[int]] = [[] for _ in range(100_000)]


def test_a_worker_that_allocates_collects_no_widget(driver: Driver) -> None:
    deaths = Deaths()

    async def way() -> None:
        driver.open(NOWHERE)
        for _ in range(50):
            box = Gtk.Box()
            setattr(box, "cycle", box)  # noqa: B010 - no attribute of the class
            deaths.note(box)
        del box
        await asyncio.to_thread(allocate)
        await driver.until(lambda: len(deaths.threads) == 50, "the collection")
        assert set(deaths.threads) == {threading.main_thread()}

    driver.run(way())


def test_a_worker_that_asked_does_not_take_the_dialog_with_it(driver: Driver) -> None:
    deaths = Deaths()
    prompts = driver.application.prompts
    request = PromptRequest("Print", "server", "ann", Reason.NEEDED, 1)

    async def ask() -> None:
        operation = Operation(lambda: prompts.asker.ask(request, "server", 631))
        await driver.until(lambda: prompts.dialog is not None, "the dialog")
        assert prompts.dialog is not None
        deaths.note(prompts.dialog)
        prompts.dialog.response("cancel")
        assert await operation is None

    async def way() -> None:
        driver.open(NOWHERE)
        await driver.until(gc.get_freeze_count, "what is there to stay is set aside")
        for _ in range(20):
            await ask()
        gc.collect()
        await driver.until(lambda: len(deaths.threads) == 20, "the end of each")
        assert set(deaths.threads) == {threading.main_thread()}

    driver.run(way())


def full_collections() -> int:
    return int(gc.get_stats()[2]["collections"])


def test_everything_is_gone_through_only_when_a_quarter_is_new(driver: Driver) -> None:
    kept: list[list[object]] = []

    async def keep(number: int) -> None:
        """Make objects that stay, a few at a time, and wait until the collector has seen them."""
        for _ in range(number // 1000):
            kept.append([[] for _ in range(1000)])
            await driver.until(lambda: gc.get_count()[0] < 1000, "a collection")

    async def way() -> None:
        driver.open(NOWHERE)
        await driver.until(gc.get_freeze_count, "everything is imported")
        old, before = gc.get_freeze_count(), full_collections()
        await keep(old // 8)
        assert full_collections() == before
        while full_collections() == before and len(kept) * 1000 < old * 4:
            await keep(1000)
        assert full_collections() > before

    driver.run(way())
