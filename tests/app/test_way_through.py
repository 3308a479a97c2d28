# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""From "it does not print" to paper, for real faults in a real print server."""

from __future__ import annotations

import asyncio
from typing import NoReturn

import pytest
from tests.app.driver import Driver
from tests.conftest import SandboxFactory

from unjam.actions import Executor, describe
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.outcome import OutcomePage
from unjam.app.pages.remedy import RemedyPage
from unjam.app.pages.start import StartPage
from unjam.app.pages.test_page import TestPagePage
from unjam.app.widgets.printer_row import PrinterRow
from unjam.cups import errors
from unjam.diagnosis.remedies import Remedy
from unjam.sandbox import Sandbox

pytestmark = pytest.mark.gtk

AUTOMATIC = {
    "queue-stopped": "QUEUE_STOPPED",
    "queue-rejecting": "QUEUE_REJECTING",
    "queue-holds-new-jobs": "QUEUE_HOLDS_NEW_JOBS",
    "queue-stopped-by-failure": "QUEUE_STOPPED_BY_FAILURE",
    "job-held": "JOB_HELD",
}
PHYSICAL = {
    "media-empty": "MEDIA_EMPTY",
    "cover-open": "COVER_OPEN",
    "supply-empty": "SUPPLY_EMPTY",
    "filter-missing": "FILTER_MISSING",
    "backend-missing": "BACKEND_MISSING",
    "device-refuses": "DEVICE_REFUSES",
}


async def find(driver: Driver, box: Sandbox, finding: str) -> FindingsPage:
    """Diagnose the queue Office, as a person would, until this finding is on show."""
    driver.open_box(box)
    await driver.until_page(StartPage)
    await driver.until(lambda: driver.page.state == "content", "the printers")
    driver.press("Diagnose", within=row_of(driver, "Office"))
    await driver.until_page(ChecklistPage)
    page = await driver.until_page(FindingsPage)
    assert [card.finding.id for card in page.cards] == [finding]
    return page


def row_of(driver: Driver, queue: str) -> PrinterRow:
    page = driver.page
    assert isinstance(page, StartPage)
    return page._rows[queue]


async def print_test_page(driver: Driver, box: Sandbox) -> None:
    """Print it, look into the printer, and say that it came out."""
    page = await driver.until_page(TestPagePage)
    before = len(await asyncio.to_thread(box.printer_of("Office").pages))
    driver.press("Print a Test Page", within=page)
    await driver.until_read("Did it come out?", 60)
    after = len(await asyncio.to_thread(box.printer_of("Office").pages))
    assert after > before  # and what had been stuck may have come out meanwhile
    driver.press("Yes, It Came Out")
    outcome = await driver.until_page(OutcomePage)
    for deed in outcome.consultation.deeds:
        assert deed.done in driver.texts()
    driver.press("Done")
    await driver.until_page(StartPage)


@pytest.mark.parametrize(("fault", "finding"), AUTOMATIC.items())
def test_a_fault_that_a_program_may_put_right(
    driver: Driver, sandbox: SandboxFactory, fault: str, finding: str
) -> None:
    box = sandbox(("Office",), faults=(fault,))

    async def way() -> None:
        page = await find(driver, box, finding)
        remedy = next(r for r in page.cards[0].finding.remedies if r.automatic)
        button = driver.buttons(page.cards[0].remedies)[0]
        button.emit("clicked")
        doing = await driver.until_page(RemedyPage)
        driver.press("Do It")
        await driver.until_read("it holds")
        (deed,) = page.consultation.deeds
        assert deed.remedy == remedy
        assert doing.headline == deed.done == describe(remedy).done
        driver.press("Check Again")
        page = await look_again(driver, page)
        assert page.consultation.problems == []
        driver.press("Test Page…")
        await print_test_page(driver, box)

    driver.run(way(), 110)


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("fault", "finding"), PHYSICAL.items())
def test_a_fault_that_only_a_person_can_put_right(
    driver: Driver, sandbox: SandboxFactory, fault: str, finding: str
) -> None:
    box = sandbox(("Office",), faults=(fault,))

    async def way() -> None:
        page = await find(driver, box, finding)
        await asyncio.to_thread(box.repair_world, fault, queue="Office")
        driver.press("Check Again")
        page = await look_again(driver, page)
        assert page.consultation.problems == []
        driver.press("Test Page…")
        await print_test_page(driver, box)

    driver.run(way(), 170)


async def look_again(driver: Driver, before: FindingsPage) -> FindingsPage:
    """The next page of findings."""
    await driver.until(
        lambda: isinstance(driver.page, FindingsPage) and driver.page is not before, "findings"
    )
    page = driver.page
    assert isinstance(page, FindingsPage)
    return page


def test_what_was_done_can_be_taken_back(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        page = await find(driver, box, "QUEUE_STOPPED")
        driver.buttons(page.cards[0].remedies)[0].emit("clicked")
        await driver.until_page(RemedyPage)
        driver.press("Do It")
        await driver.until_read("it holds")
        driver.press("Undo")
        await driver.until_read("Taken back")
        assert page.consultation.deeds[0].undone
        driver.window.live.retry()
        await driver.until(lambda: driver.window.live.printers.values()[0].state == 5, "stopped")

    driver.run(way())


def test_back_and_forth_loses_nothing(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        page = await find(driver, box, "QUEUE_STOPPED")
        driver.window.back()
        checklist = await driver.until_page(ChecklistPage)
        assert checklist.consultation is page.consultation
        driver.window.back()
        await driver.until_page(StartPage)
        driver.window.navigator.forward()
        driver.window.navigator.forward()
        assert driver.page is page
        assert [card.finding.id for card in page.cards] == ["QUEUE_STOPPED"]

    driver.run(way())


def test_nothing_wrong_leads_to_a_test_page(driver: Driver, healthy_box: Sandbox) -> None:
    async def way() -> None:
        driver.open_box(healthy_box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        driver.press("Diagnose", within=row_of(driver, "Office"))
        await driver.until_page(FindingsPage)
        await driver.until_read("Nothing wrong was found")
        driver.press("Test Page…")
        await print_test_page(driver, healthy_box)

    driver.run(way(), 90)


def test_nothing_came_out_is_a_finding_and_no_goodbye(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        driver.open_box(box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        driver.press("Diagnose", within=row_of(driver, "Office"))
        page = await driver.until_page(FindingsPage)
        driver.press("Test Page…")
        await driver.until_page(TestPagePage)
        driver.press("Print a Test Page")
        await driver.until_read("Did it come out?", 60)
        driver.press("No, Nothing Came Out")
        driver.press("Check Again")
        page = await look_again(driver, page)
        assert "JOB_COMPLETED_UNPRINTED" in [card.finding.id for card in page.cards]

    driver.run(way(), 90)


def test_what_was_done_is_kept_where_nobody_can_look_again(
    driver: Driver, sandbox: SandboxFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no failure, it stands in the report, and there is a way back."""
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def blind(_self: Executor, _remedy: Remedy) -> NoReturn:
        raise errors.DeadlineExceeded("Get-Printer-Attributes", None, "no answer")

    monkeypatch.setattr(Executor, "verify", blind)

    async def way() -> None:
        page = await find(driver, box, "QUEUE_STOPPED")
        driver.buttons(page.cards[0].remedies)[0].emit("clicked")
        await driver.until_page(RemedyPage)
        driver.press("Do It")
        await driver.until_read("could not be looked at again")
        (deed,) = page.consultation.deeds
        assert not deed.verified
        await driver.until(lambda: driver.window.live.printers.values()[0].state == 3, "resumed")
        driver.press("Undo")
        await driver.until_read("Taken back")
        assert page.consultation.deeds[0].undone

    driver.run(way())
