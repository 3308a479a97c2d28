# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A window that was closed is gone, with all its pages."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import pytest
from tests.app.driver import Driver
from tests.conftest import SandboxFactory

from unjam.app.consultation import Consultation
from unjam.app.pages.findings import FindingsPage
from unjam.app.window import Window
from unjam.diagnosis.remedies import ResumeQueue

pytestmark = pytest.mark.gtk
PAGES: dict[str, Callable[[Window], object]] = {
    "start": lambda window: window.navigator.finish(),
    "printers": lambda window: window.open_printers(),
    "printer": lambda window: window.open_printer("Office"),
    "documents": lambda window: window.open_jobs(),
    "add": lambda window: window.add_printer(),
    "test page": lambda window: window.open_test_page(Consultation(["Office"])),
    "remedy": lambda window: window.open_remedy(
        Consultation(["Office"]), None, ResumeQueue("Office")
    ),
    "report": lambda window: window.open_report(Consultation(["Office"])),
}


def gone(*left: weakref.ref[object]) -> bool:
    gc.collect()
    return not any(ref() is not None for ref in left)


@pytest.mark.parametrize("name", PAGES)
def test_a_closed_window_and_its_pages_are_gone(
    driver: Driver, sandbox: SandboxFactory, name: str
) -> None:
    box = sandbox(("Office",))

    async def way() -> list[weakref.ref[object]]:
        window = driver.open_box(box)
        await driver.until(lambda: driver.window.live.state == "ready", "the server")
        PAGES[name](window)
        await driver.until(lambda: driver.page.state == "content", "the page")
        await driver.at_rest()
        left = [weakref.ref[object](window), weakref.ref[object](driver.page)]
        window.close()
        driver.forget_window()
        await driver.application.tasks.drained()
        del window
        return left

    async def end(left: list[weakref.ref[object]]) -> None:
        await driver.until(lambda: gone(*left), "the end of the window")

    driver.run(end(driver.run(way())))


def test_pages_that_were_left_are_gone(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        window = driver.open_box(box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        await driver.until(gc.get_freeze_count, "what is there to stay is set aside")
        window.diagnose(["Office"])
        await driver.until_page(FindingsPage)
        await driver.at_rest()
        left = [weakref.ref[object](page) for page in window.navigator.pages[1:]]
        window.navigator.finish()
        window.open_printer("Office")
        await driver.at_rest()
        await driver.until(lambda: gone(*left), "the end of the pages")

    driver.run(way())
