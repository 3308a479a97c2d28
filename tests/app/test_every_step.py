# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""In every step of the way: cancelled while the server hangs, and the server killed in the middle.

The window is usable at once, says what is the matter, and leads on; when the server is there again
the same step succeeds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from gi.repository import Gtk
from tests.app.driver import Driver
from tests.conftest import SandboxFactory

from unjam.app.consultation import Consultation
from unjam.app.pages.add import AddPage
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.new_queue import NewQueuePage
from unjam.app.pages.printer import PrinterPage
from unjam.app.pages.remedy import RemedyPage
from unjam.app.pages.report import ReportPage
from unjam.app.pages.start import StartPage
from unjam.app.pages.test_page import TestPagePage
from unjam.app.store.values import Device
from unjam.cups import AsyncConnection
from unjam.diagnosis.remedies import ResumeQueue
from unjam.sandbox import Sandbox, hostile_acts
from unjam.sandbox.hostile import HostileServer

pytestmark = pytest.mark.gtk
Step = Callable[[Driver, Sandbox], Awaitable[None]]
"""Goes to a step and begins it; the server answers until then."""


async def ready(driver: Driver, box: Sandbox) -> None:
    driver.open_box(box)
    await driver.until(lambda: driver.page.state == "content", "the printers")


async def printing(driver: Driver, box: Sandbox) -> None:
    """A test page is on its way, to a printer that does not take it."""
    await asyncio.to_thread(box.printer_of("Office").freeze)
    driver.window.open_test_page(Consultation(["Office"]))
    driver.press("Print a Test Page", within=await driver.until_page(TestPagePage))
    await driver.until_read("on its way")


async def resumed(driver: Driver, box: Sandbox) -> None:
    """A remedy has been carried out."""
    async with AsyncConnection(box.server) as connection:
        await connection.pause_printer("Office")
    driver.window.open_remedy(Consultation(["Office"]), None, ResumeQueue("Office"))
    driver.press("Do It", within=await driver.until_page(RemedyPage))
    await driver.until_read("it holds")


async def naming(driver: Driver, box: Sandbox) -> None:
    """A printer that is to be added has a name."""
    driver.window.add_printer()
    page = await driver.until_page(AddPage)
    page._choose(Device(box.printers[-1].uri, "Fresh"))
    await driver.until_page(NewQueuePage)


async def checking(driver: Driver, box: Sandbox) -> None:
    """Checks run, and one of them takes its time."""
    await asyncio.to_thread(box.printer_of("Office").freeze)
    driver.window.diagnose(["Office"])
    page = await driver.until_page(ChecklistPage)
    await driver.until(lambda: page.consultation.progress.finished > 10, "some checks")


CANCEL: dict[str, tuple[Step, str, str, str]] = {
    "diagnosis": (checking, "", "Cancel", "Stopped before the end"),
    "test page": (printing, "", "Cancel", "Cancelled"),
    "undo": (resumed, "Undo", "Cancel", "Cancelled"),
    "new printer": (naming, "Add", "Cancel", "It was stopped on the way"),
}
"""By step: how to come to it, what to press once the server hangs, how to cancel, what is said."""


@pytest.mark.parametrize("step", CANCEL)
def test_cancelled_while_the_server_hangs(
    driver: Driver, sandbox: SandboxFactory, step: str
) -> None:
    box = sandbox(("Office",), printers=2)
    begin, press, cancel, said = CANCEL[step]

    async def way() -> None:
        await ready(driver, box)
        await begin(driver, box)
        await asyncio.to_thread(box.freeze)
        if press:
            driver.press(press)
        driver.press(cancel)
        assert any(said in text for text in driver.texts())  # at once: nothing was awaited
        driver.window.navigator.home()
        assert isinstance(driver.page, StartPage)
        await asyncio.to_thread(box.thaw)

    driver.run(way(), 90)


def test_a_start_without_an_answer_leads_on(driver: Driver) -> None:
    async def way(server: HostileServer) -> None:
        driver.open(server.address)
        await driver.until_read("takes its time")
        driver.press("Find Out Why")
        await driver.until_page(ChecklistPage)
        driver.press("Cancel")
        await driver.until_read("Stopped before the end")

    with HostileServer(hostile_acts.silence()) as server:
        driver.run(way(server), 60)


def test_a_search_for_devices_is_stopped(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        await asyncio.to_thread(box.freeze)
        driver.window.add_printer()
        page = await driver.until_page(AddPage)
        search = page.part("search", Gtk.Button)
        await driver.until(lambda: search.get_label() == "Stop", "the search")
        driver.press("Stop")
        await driver.until(lambda: search.get_label() == "Search Again", "its end")
        await asyncio.to_thread(box.thaw)

    driver.run(way(), 60)


async def killed(box: Sandbox) -> None:
    """The print server is gone, and the printers of the sandbox answer again."""
    await asyncio.to_thread(box.stop_scheduler)
    await asyncio.to_thread(box.printer_of("Office").thaw)


def test_killed_while_it_is_checked(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        await checking(driver, box)
        await killed(box)
        page = await driver.until_page(FindingsPage, 60)
        await asyncio.to_thread(box.start_scheduler)
        driver.press("Check Again")
        again = await another(driver, page)
        assert again.consultation.problems == []

    driver.run(way(), 110)


async def another(driver: Driver, before: FindingsPage) -> FindingsPage:
    await driver.until(
        lambda: isinstance(driver.page, FindingsPage) and driver.page is not before, "findings", 40
    )
    page = driver.page
    assert isinstance(page, FindingsPage)
    return page


KILL: dict[str, tuple[Step, str, str, str]] = {
    "undo": (resumed, "Undo", "Try Again", "Taken back"),
    "new printer": (naming, "Add", "Try Again", "has been added"),
    "test page": (printing, "", "Print Again", "Did it come out?"),
}
"""By step: how to come to it, what to press when the server is gone, what to press when it is there
again, and what is said then."""


@pytest.mark.timeout(200)
@pytest.mark.parametrize("step", KILL)
def test_killed_in_the_middle(driver: Driver, sandbox: SandboxFactory, step: str) -> None:
    box = sandbox(("Office",), printers=2)
    begin, press, again, said = KILL[step]

    async def way() -> None:
        await ready(driver, box)
        await begin(driver, box)
        await killed(box)
        if press:
            driver.press(press)
        await driver.until(lambda: again in labels(driver), again, 60)
        await asyncio.to_thread(box.start_scheduler)
        driver.press(again)
        await driver.until_read(said, 60)

    driver.run(way(), 150)


def labels(driver: Driver) -> list[str]:
    return [str(button.get_label()).replace("_", "") for button in driver.buttons()]


def test_killed_before_a_switch_is_pressed(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printer("Office")
        page = await driver.until_page(PrinterPage)
        await killed(box)
        switch = page.part("printing_switch", Gtk.Switch)
        switch.emit("activate")
        await driver.until(lambda: "did not work" in driver.toast(), "why not")
        await driver.until(switch.get_state, "as the server said last")

    driver.run(way(), 60)


def test_killed_before_a_report_is_written(driver: Driver, sandbox: SandboxFactory) -> None:
    """It is about what has been found, and needs the server no more."""
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        await ready(driver, box)
        driver.window.diagnose(["Office"])
        await driver.until_page(FindingsPage)
        await killed(box)
        driver.press("Report…")
        page = await driver.until_page(ReportPage)
        await driver.until(lambda: "QUEUE_STOPPED" in page.text, "the report")

    driver.run(way(), 60)


def test_killed_while_devices_are_searched(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        driver.window.add_printer()
        page = await driver.until_page(AddPage)
        await killed(box)
        search = page.part("search", Gtk.Button)
        await driver.until(lambda: search.get_label() == "Search Again", "the end of the search")
        await asyncio.to_thread(box.start_scheduler)
        driver.press("Search Again")
        await driver.until_read("No printer was found", 60)

    driver.run(way(), 110)
