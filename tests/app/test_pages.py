# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Printers, documents and new printers, worked as a person would on a real print server."""

from __future__ import annotations

import asyncio

import pytest
from gi.repository import Adw, Gio, GLib, Gtk
from tests.actions.test_server import keep_documents
from tests.app.driver import Driver
from tests.app.test_documents import Scripted
from tests.app.test_way_through import row_of
from tests.conftest import SandboxFactory

from unjam.app.pages.add import AddPage
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.jobs import JobsPage
from unjam.app.pages.new_queue import NewQueuePage
from unjam.app.pages.printer import PrinterPage
from unjam.app.pages.printers import PrintersPage
from unjam.app.pages.remedy import RemedyPage
from unjam.app.pages.report import ReportPage
from unjam.app.pages.test_page import TestPagePage
from unjam.app.store.values import Job
from unjam.app.widgets.job_row import menu_for
from unjam.cups import AsyncConnection
from unjam.sandbox import Sandbox, wire
from unjam.sandbox.hostile import HostileServer

pytestmark = pytest.mark.gtk


async def ready(driver: Driver, box: Sandbox) -> None:
    driver.open_box(box)
    await driver.until(lambda: driver.window.live.state == "ready", "the server")


def test_every_switch_of_a_printer_does_what_it_says(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printer("Office")
        page = await driver.until_page(PrinterPage)
        for name, attribute, value in (
            ("printing", "state", 5),
            ("accepting", "accepting", False),
            ("shared", "shared", False),
            ("default", "is_default", True),
        ):
            switch = page.part(f"{name}_switch", Gtk.Switch)
            switch.emit("activate")
            await changed(driver, attribute, value, switch)

    driver.run(way())


async def changed(driver: Driver, attribute: str, value: object, switch: Gtk.Switch) -> None:
    """Wait until the server says so, and the switch, too."""
    printers = driver.window.live.printers
    await driver.until(lambda: getattr(printers.values()[0], attribute) == value, attribute)
    await driver.until(lambda: switch.get_state() == switch.get_active(), "the switch")


def test_a_switch_is_taken_back_by_its_toast(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printer("Office")
        page = await driver.until_page(PrinterPage)
        page.part("printing_switch", Gtk.Switch).emit("activate")
        await driver.until_read("Stopped")
        await driver.until(lambda: driver.toast() == "Printer Office stopped", "what was done")
        driver.press("Undo", within=driver.window.toasts)
        await driver.until_read("Ready")
        await driver.until(lambda: driver.toast() == "Printer Office resumed", "that it is undone")
        driver.press("Undo", within=driver.window.toasts)
        await driver.until_read("Stopped")

    driver.run(way())


def test_one_thing_to_do_stands_out(driver: Driver, sandbox: SandboxFactory) -> None:
    """However many printers need attention."""
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office", "queue-rejecting@Lab"))

    async def way() -> None:
        await ready(driver, box)
        await driver.until_read("2 printers need attention")
        standing_out = [b for b in driver.buttons() if b.has_css_class("suggested-action")]
        assert standing_out == [row_of(driver, "Office").diagnose]
        async with AsyncConnection(box.server) as connection:
            await connection.resume_printer("Office")
        other = row_of(driver, "Lab").diagnose
        await driver.until(lambda: other.has_css_class("suggested-action"), "the next one")

    driver.run(way())


def test_documents_are_held_released_moved_and_cancelled(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office", "Lab"))

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            await connection.pause_printer("Lab")
            number = await connection.print_test_page("Office", title="My <document>")
        await ready(driver, box)
        driver.window.open_jobs()
        page = await driver.until_page(JobsPage)
        await driver.until_read("My <document>")

        def state() -> str:
            item = page.jobs.get(number)
            return item.state if item else "gone"

        one = GLib.Variant.new_int32(number)
        page.activate_action("jobs.hold", one)
        await driver.until(lambda: state() == "Held", "held")
        page.activate_action("jobs.release", one)
        await driver.until(lambda: state() == "Waiting", "released")
        page.activate_action("jobs.move", GLib.Variant("(is)", (number, "Lab")))
        await driver.until(lambda: page._queue_of(number) == "Lab", "moved")
        page.activate_action("jobs.cancel", one)
        await driver.until(lambda: state() == "gone", "cancelled")
        page._which.set_selected(1)
        await driver.until(lambda: state() == "Cancelled", "among the finished")

    driver.run(way())


def test_a_document_that_comes_appears_by_itself(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_jobs("Office")
        await driver.until_page(JobsPage)
        await driver.until_read("Nothing Waits to Be Printed")
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            await connection.print_test_page("Office", title="Just now")
        await driver.until_read("Just now")

    driver.run(way())


def test_a_printer_is_added_by_its_address_and_prints(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office",), printers=2)

    async def way() -> None:
        await ready(driver, box)
        driver.window.add_printer()
        page = await driver.until_page(AddPage)
        address = page.part("address", Adw.EntryRow)
        address.set_text("not an address !")
        address.emit("apply")
        assert isinstance(driver.page, AddPage)
        assert address.has_css_class("error")
        address.set_text(box.printers[-1].uri)
        address.emit("apply")
        new = await driver.until_page(NewQueuePage)
        new.name_row.set_text("two words")
        driver.press("Add")
        assert new.name_row.has_css_class("error")
        new.name_row.set_text("Fresh")
        driver.press("Add")
        await driver.until_read("has been added", 60)
        await driver.until(lambda: driver.window.live.printers.get("Fresh"), "the queue")
        driver.press("Print a Test Page…")
        await driver.until_page(TestPagePage)
        driver.press("Print a Test Page")
        await driver.until_read("Did it come out?", 60)
        assert await asyncio.to_thread(box.printers[-1].pages)

    driver.run(way(), 110)


def test_a_search_finds_among_many(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab", "Photo"))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printers()
        page = await driver.until_page(PrintersPage)
        await driver.until_read("Photo")
        page.part("search", Gtk.SearchEntry).set_text("lab")
        await driver.until(
            lambda: "Photo" not in driver.texts() and "Lab" in driver.texts(), "only that one"
        )

    driver.run(way())


def test_a_report_is_shown_whole_and_saved(
    driver: Driver, sandbox: SandboxFactory, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from gi.repository import Gio

    box = sandbox(("Office",), faults=("queue-stopped",))
    file = tmp_path_factory.mktemp("report") / "report.md"

    async def way() -> None:
        await ready(driver, box)
        driver.window.diagnose(["Office"])
        await driver.until_page(FindingsPage)
        driver.press("Report…")
        page = await written(driver)
        assert "QUEUE_STOPPED" in page.text
        await page.save(Gio.File.new_for_path(str(file)))
        assert file.read_text() == page.text
        await page.save(Gio.File.new_for_path("/nowhere/at/all/report.md"))
        await driver.until(
            lambda: any("did not work" in t for t in driver.texts(driver.window)), "why not"
        )

    driver.run(way())


async def written(driver: Driver) -> ReportPage:
    """The page of a report, once that is written."""
    page = await driver.until_page(ReportPage)
    await driver.until(lambda: page.state == "content", "the report")
    return page


SECRETS = ("Ms Smith", "salaries 2026", "second floor")


def test_a_report_names_nobody_unless_asked_to(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            await connection.add_modify_printer(
                "Office", info="Room of Ms Smith", location="second floor"
            )
            await connection.pause_printer("Office", message="Ms Smith of the second floor did it")
            job = await connection.print_test_page("Office", title="salaries 2026")
            await connection.hold_job(job)
        await ready(driver, box)
        driver.window.diagnose(["Office"])
        findings = await driver.until_page(FindingsPage)
        proof = "".join(e.answer for card in findings.cards for e in card.finding.evidence)
        assert "Ms Smith" in proof
        driver.press("Report…")
        page = await written(driver)
        assert "QUEUE_STOPPED" in page.text
        assert not [secret for secret in ("Room of Ms Smith", *SECRETS[1:]) if secret in page.text]
        switch = page.part("hide", Gtk.Switch)
        switch.activate()
        await driver.until(lambda: "second floor" in page.text, "the names")
        buffer = page.part("text", Gtk.TextView).get_buffer()
        shown = buffer.get_text(*buffer.get_bounds(), include_hidden_chars=False)
        assert shown == page.text
        switch.activate()
        await driver.until(lambda: "second floor" not in page.text, "no names")

    driver.run(way())


def test_a_report_of_a_stopped_look_says_so(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            await connection.add_modify_printer("Office", info="Room of Ms Smith")
            await connection.pause_printer("Office", message="Room of Ms Smith is closed")
        await ready(driver, box)
        await asyncio.to_thread(box.printer_of("Office").freeze)
        driver.window.diagnose(["Office"])
        checklist = await driver.until_page(ChecklistPage)
        await driver.until(lambda: checklist.consultation.problems, "a finding")
        driver.press("Cancel")
        driver.press("See the Result")
        await driver.until_page(FindingsPage)
        driver.press("Report…")
        page = await written(driver)
        assert "QUEUE_STOPPED" in page.text
        assert "Room of Ms Smith" not in page.text
        await driver.until_read("The checks were stopped")

    driver.run(way())


def test_a_password_is_never_in_a_report() -> None:
    from unittest import mock

    from unjam.app.sharing import shareable
    from unjam.diagnosis.facts.store import Facts

    env = mock.Mock(user="ada", home=None, server="localhost:631")
    text = "smb://ada:s3cret@host.example/Laser and password=hunter2\nada prints"
    report = asyncio.run(shareable(text, Facts(), env))
    assert "s3cret" not in report.named + report.nameless
    assert "hunter2" not in report.named + report.nameless
    assert "ada prints" in report.named
    assert "ada" not in report.nameless
    assert report.changed == 2


def test_a_printer_is_removed_with_consent_and_comes_back(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office", "Lab"))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printer("Lab")
        page = await driver.until_page(PrinterPage)
        page.part("remove", Adw.ActionRow).emit("activated")
        remedy = await driver.until_page(RemedyPage)
        driver.press("Not Now")
        assert driver.page is page
        page.part("remove", Adw.ActionRow).emit("activated")
        await driver.until(lambda: driver.page not in (page, remedy), "the question")
        driver.press("Remove")
        await driver.until_read("it holds")
        await driver.until(lambda: driver.window.live.printers.get("Lab") is None, "it is gone")
        assert page.state == "error"
        driver.press("Undo")
        await driver.until_read("Taken back")
        await driver.until(lambda: driver.window.live.printers.get("Lab"), "it is back")
        await driver.until(lambda: page.state == "content", "its page")
        driver.press("Back")
        assert driver.page is page

    driver.run(way())


def test_a_search_that_finds_nothing_says_so_and_ends(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office", "Lab"))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printers()
        page = await driver.until_page(PrintersPage)
        await driver.until_read("Lab")
        page.part("search", Gtk.SearchEntry).set_text("no such printer")
        await driver.until_read("Nothing Found")
        driver.press("Clear the Search")
        await driver.until_read("Lab")
        assert "Nothing Found" not in driver.texts()

    driver.run(way())


def test_a_queues_name_stands_in_a_menu_as_it_is() -> None:
    menu = menu_for(Job(1, queue="Office"), ["Second_floor_hall"])
    elsewhere = menu.get_item_link(menu.get_n_items() - 1, Gio.MENU_LINK_SUBMENU)
    assert elsewhere is not None
    label = elsewhere.get_item_attribute_value(0, Gio.MENU_ATTRIBUTE_LABEL, None)
    assert label is not None
    assert label.get_string() == "Second__floor__hall"  # one of two is shown, and none is a key


def test_what_takes_its_time_can_be_cancelled(driver: Driver, sandbox: SandboxFactory) -> None:
    """The switch does not move before it is done, and is as it was where it was given up."""
    box = sandbox(("Office",))

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printer("Office")
        page = await driver.until_page(PrinterPage)
        switch = page.part("printing_switch", Gtk.Switch)
        await driver.until(switch.get_mapped, "the switch")
        await asyncio.to_thread(box.freeze)
        switch.emit("activate")
        await driver.until(lambda: "Still at it" in driver.toast(), "that it takes its time")
        assert switch.get_state()
        driver.press("Cancel", within=driver.window.toasts)
        await driver.until(switch.get_active, "as it was")
        await driver.until(lambda: not driver.toast(), "no toast")
        await asyncio.to_thread(box.thaw)

    driver.run(way())


def test_a_switch_moves_once(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    moves: list[bool] = []

    async def way() -> None:
        await ready(driver, box)
        driver.window.open_printer("Office")
        page = await driver.until_page(PrinterPage)
        switch = page.part("printing_switch", Gtk.Switch)
        await driver.until(switch.get_mapped, "the switch")
        switch.connect("notify::active", lambda *_: moves.append(switch.get_active()))
        switch.emit("activate")
        await driver.until(lambda: not switch.get_state(), "it is off")
        assert moves == [False]

    driver.run(way())


def test_what_the_queue_wants_to_know_is_asked_for_a_document(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office",), faults=("job-held-for-auth",))
    wanted = ["domain", "username", "password"]

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            await connection.add_modify_printer("Office", attributes={"auth-info-required": wanted})
        (number,) = await asyncio.to_thread(box.cups.waiting_jobs, "Office")
        await ready(driver, box)
        driver.window.open_jobs()
        page = await driver.until_page(JobsPage)
        await driver.until_read("Waits for a password")
        page.activate_action("jobs.authenticate", GLib.Variant.new_int32(number))
        prompts = driver.application.prompts
        await driver.until(lambda: prompts.dialog is not None, "the question")
        assert prompts.dialog is not None
        assert list(prompts.dialog.rows) == wanted
        prompts.dialog.response("cancel")
        await driver.until(lambda: prompts.dialog is None, "no question")
        assert not any("did not work" in text for text in driver.texts(driver.window))

    driver.run(way())


def test_a_document_is_printed_again_and_diagnosed(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    keep_documents(box)

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            number = await connection.print_test_page("Office", title="Once more")
        await asyncio.to_thread(box.cups.await_job, number)
        await ready(driver, box)
        driver.window.open_jobs()
        page = await driver.until_page(JobsPage)
        page.part("which", Gtk.DropDown).set_selected(2)  # all: it waits once more, and is done
        await driver.until_read("Once more")
        page.activate_action("jobs.reprint", GLib.Variant.new_int32(number))
        await asyncio.to_thread(box.printer_of("Office").await_pages, 2)
        page.activate_action("jobs.diagnose", GLib.Variant.new_int32(number))
        checklist = await driver.until_page(ChecklistPage)
        assert checklist.consultation.queue == "Office"

    driver.run(way())


def test_supplies_are_shown_as_the_server_tells_of_them(driver: Driver) -> None:
    scripted = Scripted()
    marks: dict[str, wire.Attribute] = {
        "printer-name": wire.attribute(wire.NAME, "Office"),
        "marker-names": wire.attribute(wire.NAME, "Black", "Waste"),
        "marker-colors": wire.attribute(wire.NAME, "#000000", "none"),
        "marker-levels": wire.attribute(wire.INTEGER, 4, -1),
        "marker-low-levels": wire.attribute(wire.INTEGER, 10, 10),
    }
    scripted.printers = [wire.Group(wire.PRINTER, marks)]

    async def way(server: HostileServer) -> None:
        driver.open(server.address).open_printer("Office")
        page = await driver.until_page(PrinterPage)
        await driver.until(lambda: page.state == "content", "the printer")
        shown = driver.texts(page.part("supplies", Gtk.ListBox))
        assert shown == ["Black", "4 % · Running low", "Waste", "Level not known"]

    with HostileServer(scripted.behaviour()) as server:
        driver.run(way(server))
        driver.finish()
