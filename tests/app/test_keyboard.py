# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Every step by the keyboard alone: Tab comes to it, Enter does it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import pytest
from gi.repository import Adw, Gtk
from tests.app.driver import Driver, text_of, walk
from tests.app.keys import Keyboard
from tests.conftest import SandboxFactory

from unjam.app.pages.add import AddPage
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.jobs import JobsPage
from unjam.app.pages.new_queue import NewQueuePage
from unjam.app.pages.outcome import OutcomePage
from unjam.app.pages.printer import PrinterPage
from unjam.app.pages.printers import PrintersPage
from unjam.app.pages.remedy import RemedyPage
from unjam.app.pages.report import ReportPage
from unjam.app.pages.start import StartPage
from unjam.app.pages.test_page import TestPagePage
from unjam.app.widgets.job_row import JobRow
from unjam.app.widgets.printer_row import PrinterRow
from unjam.cups import AsyncConnection
from unjam.sandbox import Sandbox

pytestmark = pytest.mark.gtk

STOPS = 80
"""Tab stops on the longest page, and more."""


def says(widget: Gtk.Widget | None, label: str) -> bool:
    """Whether it is the button or the row that says so."""
    if isinstance(widget, Gtk.Button):
        return text_of(widget).replace("_", "") == label
    if isinstance(widget, Adw.PreferencesRow):
        return widget.get_title().replace("_", "") == label
    return isinstance(widget, PrinterRow) and widget.title.get_text() == label


async def come_to(driver: Driver, label: str) -> Gtk.Widget:
    """Move the focus with Tab until it is on what says so."""
    seen: list[Gtk.Widget | None] = []
    for _ in range(STOPS):
        focus = driver.window.get_focus()
        if focus is not None and says(focus, label):
            return focus
        seen.append(focus)
        await tab(driver)
    trail = [w.get_title() if isinstance(w, Adw.PreferencesRow) else w for w in seen]
    raise AssertionError(f"the keyboard never comes to {label!r}; only to {trail}")


@pytest.fixture(scope="module")
def keyboard() -> Iterator[Keyboard]:
    board = Keyboard()
    yield board
    board.close()


@pytest.fixture(autouse=True)
def _at_the_keyboard(keyboard: Keyboard, driver: Driver) -> None:
    BOARDS[driver] = keyboard


BOARDS: WeakKeyDictionary[Driver, Keyboard] = WeakKeyDictionary()


async def press(driver: Driver, key: str) -> None:
    """Press a key, and let the window do what it does."""
    await BOARDS[driver].press(driver.window, key, driver.until)


async def tab(driver: Driver) -> None:
    """Press Tab."""
    await press(driver, "Tab")


async def choose(driver: Driver, label: str) -> None:
    """Come to what says so, and press Enter."""
    await driver.at_rest()
    await come_to(driver, label)
    await press(driver, "Return")


async def on_start(driver: Driver, box: Sandbox) -> None:
    driver.open_box(box)
    await driver.until(lambda: driver.page.state == "content", "the printers")


def test_the_whole_way_by_keyboard(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        await on_start(driver, box)
        await choose(driver, "Diagnose")
        page = await driver.until_page(FindingsPage)
        await driver.until(page.get_mapped, "the findings")
        await choose(driver, "Resume the printer Office…")
        await driver.until_page(RemedyPage)
        await choose(driver, "Do It")
        await driver.until_read("it holds")
        await choose(driver, "Print a Test Page…")
        await driver.until_page(TestPagePage)
        await choose(driver, "Print a Test Page")
        await driver.until_read("Did it come out?", 60)
        await choose(driver, "Yes, It Came Out")
        await driver.until_page(OutcomePage)
        await choose(driver, "Done")
        await driver.until_page(StartPage)

    driver.run(way(), 110)


def test_a_report_by_keyboard(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        await on_start(driver, box)
        await choose(driver, "Diagnose")
        await driver.until_page(FindingsPage)
        await choose(driver, "Report…")
        page = await driver.until_page(ReportPage)
        await driver.until(lambda: page.state == "content", "the report")
        await choose(driver, "Hide Names, Addresses and Titles")
        switch = page.part("hide", Gtk.Switch)
        await driver.until(lambda: not switch.get_active(), "the switch moves")
        await choose(driver, "Copy")
        await driver.until(lambda: driver.toast() == "Copied", "the toast")
        await choose(driver, "Back")
        await driver.until_page(FindingsPage)

    driver.run(way(), 90)


def test_a_diagnosis_is_cancelled_by_keyboard(driver: Driver, sandbox: SandboxFactory) -> None:
    """Cancel has the focus while the checks run, and the result afterwards."""
    box = sandbox(("Office",))

    async def way() -> None:
        await on_start(driver, box)
        await asyncio.to_thread(box.printer_of("Office").freeze)
        await choose(driver, "Diagnose")
        page = await driver.until_page(ChecklistPage)
        await driver.until(lambda: page.consultation.progress.started > 0, "a check")
        await choose(driver, "Cancel")
        await driver.until_read("Stopped before the end")
        assert says(driver.window.get_focus(), "See the Result")
        await choose(driver, "See the Result")
        await driver.until_page(FindingsPage)
        await asyncio.to_thread(box.printer_of("Office").thaw)

    driver.run(way(), 90)


def test_a_printer_is_added_by_keyboard(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), printers=2)

    async def way() -> None:
        await on_start(driver, box)
        await choose(driver, "My printer is not listed")
        page = await driver.until_page(AddPage)
        await driver.at_rest()
        await type_into(driver, page.part("address", Adw.EntryRow), box.printers[-1].uri)
        new = await driver.until_page(NewQueuePage)
        await driver.at_rest()
        await choose(driver, "Add")
        await driver.until_read("has been added", 60)
        assert driver.page is new
        await choose(driver, "Done")
        await driver.until_page(StartPage)

    driver.run(way(), 110)


async def type_into(driver: Driver, row: Adw.EntryRow, text: str) -> None:
    """Come to a field, type, and press Enter."""
    inner = next(w for w in walk(row) if isinstance(w, Gtk.Text))
    for _ in range(STOPS):
        if driver.window.get_focus() is inner:
            break
        await tab(driver)
    assert driver.window.get_focus() is inner
    for key in [*text, "Return"]:
        await press(driver, key)


def test_a_printer_is_worked_by_keyboard(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"))

    async def way() -> None:
        await on_start(driver, box)
        await choose(driver, "Lab")
        page = await driver.until_page(PrinterPage)
        await choose(driver, "Printing")
        await driver.until_read("Stopped")
        await choose(driver, "Printing")
        await driver.until_read("Ready")
        await choose(driver, "Remove This Printer…")
        await driver.until_page(RemedyPage)
        await choose(driver, "Remove")
        await driver.until_read("it holds")
        await choose(driver, "Undo")
        await driver.until_read("Taken back")
        await choose(driver, "Back")
        await driver.until(lambda: driver.page is page, "its page")

    driver.run(way(), 110)


def test_documents_are_worked_by_keyboard(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            await connection.hold_job(await connection.print_test_page("Office", title="One"))
        await on_start(driver, box)
        await choose(driver, "Documents")
        page = await driver.until_page(JobsPage)
        await driver.until_read("Held")
        await choose(driver, "Let This Document Print")
        await driver.until(lambda: "Held" not in " ".join(driver.texts()), "it waits")
        await choose(driver, "Cancel This Document")
        await driver.until(lambda: not len(page.jobs), "it is gone")

    driver.run(way(), 90)


def test_a_document_says_what_is_being_done_with_it(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    """Until the server has done it; the keyboard stays, and pressing again is not asking again."""
    box = sandbox(("Office",))

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            await connection.hold_job(await connection.print_test_page("Office", title="One"))
        await on_start(driver, box)
        await choose(driver, "Documents")
        page = await driver.until_page(JobsPage)
        await driver.until_read("Held")
        await asyncio.to_thread(box.freeze)
        await choose(driver, "Let This Document Print")
        await driver.until_read("Releasing… · Office")
        button = driver.window.get_focus()
        assert says(button, "Let This Document Print")
        row = button.get_ancestor(JobRow) if button else None
        assert isinstance(row, JobRow)
        assert Gtk.test_accessible_has_state(row, Gtk.AccessibleState.BUSY)
        await press(driver, "Return")
        await asyncio.to_thread(box.thaw)
        await driver.until_read("Waiting · Office")
        assert not page.jobs.items()[0].busy
        await driver.until(lambda: driver.toast().endswith("released"), "what was done")

    driver.run(way(), 90)


def test_keys_move_along_the_pages_and_lose_none(driver: Driver, healthy_box: Sandbox) -> None:
    async def way() -> None:
        await on_start(driver, healthy_box)
        driver.window.diagnose(["Office"])
        findings = await driver.until_page(FindingsPage)
        await driver.at_rest()
        for key, kind in (
            ("Escape", ChecklistPage),
            ("Alt_L+Right", FindingsPage),
            ("Alt_L+Left", ChecklistPage),
            ("Alt_L+Home", StartPage),
            ("Alt_L+Right", ChecklistPage),
            ("Alt_L+Right", FindingsPage),
        ):
            await press(driver, key)
            await driver.until_page(kind)
            await driver.at_rest()
        assert driver.page is findings

    driver.run(way(), 90)


def test_escape_clears_a_search_before_it_leaves_the_page(
    driver: Driver, healthy_box: Sandbox
) -> None:
    async def way() -> None:
        await on_start(driver, healthy_box)
        driver.window.open_printers()
        page = await driver.until_page(PrintersPage)
        await driver.at_rest()
        search = page.part("search", Gtk.SearchEntry)
        await press(driver, "Control_L+f")
        for key in "Lab":
            await press(driver, key)
        await driver.until(lambda: "Office" not in driver.texts(), "only that one")
        await press(driver, "Escape")
        assert search.get_text() == ""
        assert driver.page is page
        await press(driver, "Escape")
        await driver.until_page(StartPage)

    driver.run(way())


def test_the_keyboard_is_where_it_was_when_one_comes_back(
    driver: Driver, healthy_box: Sandbox
) -> None:
    async def way() -> None:
        await on_start(driver, healthy_box)
        await choose(driver, "My printer is not listed")
        await driver.until_page(AddPage)
        await driver.at_rest()
        assert driver.window.get_focus().is_ancestor(driver.page)  # type: ignore[union-attr]
        await press(driver, "Alt_L+Left")
        await driver.until_page(StartPage)
        await driver.at_rest()
        assert says(driver.window.get_focus(), "My printer is not listed")

    driver.run(way())
