# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Honest about trouble: a server that is away, comes back, hangs, lies or is killed at any step."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from gi.repository import Adw
from tests.app.driver import Driver, text_of
from tests.conftest import SandboxFactory

from unjam.app.consultation import Consultation
from unjam.app.pages import base
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.remedy import RemedyPage
from unjam.app.pages.start import StartPage
from unjam.app.store import live
from unjam.app.window import Window
from unjam.diagnosis.remedies import ResumeQueue
from unjam.sandbox import Sandbox, hostile_acts
from unjam.sandbox.hostile import Behaviour, HostileServer

pytestmark = pytest.mark.gtk

TURNS = 50
"""Turns of the main loop, with which a page against a hostile server shows that it lives."""


def test_no_server_says_so_and_leads_on(driver: Driver) -> None:
    async def way() -> None:
        driver.open("/nowhere/at/all/cups.sock")
        await driver.until_read("The print server does not answer")
        await driver.until_read("not running")
        driver.press("Find Out Why")
        page = await driver.until_page(FindingsPage)
        assert "SCHEDULER_NOT_RUNNING" in [card.finding.id for card in page.cards]
        before = len(driver.texts())
        page.part("unchecked", Adw.ExpanderRow).set_expanded(True)
        await driver.until(lambda: len(driver.texts()) > before, "what could not be checked")

    driver.run(way())


def test_the_server_goes_and_comes_back(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        window = driver.open_box(box)
        await driver.until(lambda: window.live.state == "ready", "the server")
        await asyncio.to_thread(box.stop_scheduler)
        await driver.until_read("The print server does not answer")
        await asyncio.to_thread(box.start_scheduler)
        driver.press("Try Again")
        await driver.until(lambda: driver.page.state == "content", "the printers")
        assert [p.name for p in window.live.printers.values()] == ["Office"]

    driver.run(way())


LIVE: dict[str, Callable[[Window], object]] = {
    "start": lambda _window: None,
    "printers": lambda window: window.open_printers(),
    "printer": lambda window: window.open_printer("Office"),
}
"""The pages that show printers as they are now."""


@pytest.mark.parametrize("page", LIVE)
def test_a_page_without_a_server_says_so_and_leads_on(driver: Driver, page: str) -> None:
    async def way() -> None:
        LIVE[page](driver.open("/nowhere/at/all/cups.sock"))
        await driver.until_read("The print server does not answer")
        await driver.until(lambda: driver.page.state == "error", "trouble")
        shown = {text_of(button).replace("_", "") for button in driver.buttons()}
        assert shown >= {"Find Out Why", "Try Again"}
        assert not any("No Printers" in text or "gone" in text for text in driver.texts())

    driver.run(way())


def test_trouble_that_lasts_leaves_the_keyboard_where_it_is(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again and again, and said once."""
    monkeypatch.setattr(live, "PATIENCE", (0.05,))
    said: list[str] = []
    monkeypatch.setattr(base, "announce", lambda _page, _control, text: said.append(text))

    async def way() -> None:
        window = driver.open("/nowhere/at/all/cups.sock")
        failures: list[str] = []
        window.live.connect("notify::state", lambda *_: failures.append(window.live.state))
        await driver.until(lambda: driver.page.state == "error", "trouble")
        button = next(b for b in driver.buttons() if text_of(b).replace("_", "") == "Try Again")
        button.grab_focus()
        await driver.until(lambda: len(failures) > 3, "more attempts")
        assert window.get_focus() is button
        assert [text for text in said if "does not answer" in text] == said[:1]

    driver.run(way())


@pytest.mark.parametrize("page", LIVE)
def test_a_page_of_a_silent_server_waits_and_then_leads_on(driver: Driver, page: str) -> None:
    async def way(server: HostileServer) -> None:
        LIVE[page](driver.open(server.address))
        assert driver.page.state == "loading"
        await driver.until_read("takes its time")
        driver.press("Find Out Why")
        await driver.until_page(ChecklistPage)

    with HostileServer(hostile_acts.silence()) as server:
        driver.run(way(server))
        driver.finish()


@pytest.mark.parametrize("page", LIVE)
def test_a_page_goes_and_comes_back_with_its_server(
    driver: Driver, sandbox: SandboxFactory, page: str
) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        window = driver.open_box(box)
        await driver.until(lambda: window.live.state == "ready", "the server")
        LIVE[page](window)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        await asyncio.to_thread(box.stop_scheduler)
        await driver.until_read("The print server does not answer")
        await asyncio.to_thread(box.start_scheduler)
        driver.press("Try Again")
        await driver.until(lambda: driver.page.state == "content", "the printers again")

    driver.run(way())


def test_a_change_made_elsewhere_is_seen(driver: Driver, sandbox: SandboxFactory) -> None:
    from unjam.cups import AsyncConnection

    box = sandbox(("Office",))

    async def way() -> None:
        driver.open_box(box)
        await driver.until_read("Ready")
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            await driver.until_read("Stopped")
            await connection.resume_printer("Office")
            await driver.until_read("Ready")

    driver.run(way())


HOSTILE: dict[str, Callable[[], Behaviour]] = {
    "silence": hostile_acts.silence,
    "garbage": hostile_acts.garbage,
    "hang-up": hostile_acts.hang_up,
    "teapot": lambda: hostile_acts.status(500),
    "forbidden": lambda: hostile_acts.status(403),
    "login-loop": hostile_acts.challenge_forever,
}
PAGES: dict[str, Callable[[Window], object]] = {
    "start": lambda _window: None,
    "documents": lambda window: window.open_jobs(),
    "add": lambda window: window.add_printer(),
    "printer": lambda window: window.open_printer("Office"),
    "test page": lambda window: window.open_test_page(Consultation(["Office"])),
    "remedy": lambda window: window.open_remedy(
        Consultation(["Office"]), None, ResumeQueue("Office")
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_page_lives_on_with_a_hostile_server(driver: Driver, kind: str) -> None:
    async def way(server: HostileServer) -> None:
        window = driver.open(server.address)
        for open_page in PAGES.values():
            open_page(window)
            for label in ("Do It", "Print a Test Page"):
                if label in [str(b.get_label()).replace("_", "") for b in driver.buttons()]:
                    driver.press(label)
            turns = driver.turns.count

            def lives(since: int = turns) -> bool:
                if (dialog := driver.application.prompts.dialog) is not None:
                    dialog.response("cancel")
                return driver.turns.count > since + TURNS  # and the guard sees to what blocks

            await driver.until(lives, "a living loop")
            window.navigator.finish()

    with HostileServer(HOSTILE[kind]()) as server:
        driver.run(way(server))
        driver.finish()
    assert soon(no_worker)


def no_worker() -> bool:
    return not [t for t in threading.enumerate() if t.name.startswith("unjam")]


def soon(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def test_a_diagnosis_is_cancelled_at_once(driver: Driver) -> None:
    async def way(server: HostileServer) -> None:
        window = driver.open(server.address)
        window.diagnose(["Office"])
        page = await driver.until_page(ChecklistPage)
        await driver.until(lambda: page.consultation.progress.started > 0, "a check")
        driver.press("Cancel")
        assert "Stopped before the end" in driver.texts()  # at once: nothing was awaited
        driver.press("Check Again")
        await driver.until(lambda: page.tasks.running("diagnosis"), "another look")
        driver.press("Cancel")
        await driver.until_read("Stopped before the end")
        driver.press("See the Result")
        await driver.until_page(FindingsPage)

    with HostileServer(hostile_acts.silence()) as server:
        driver.run(way(server))


def more_than(server: HostileServer, connections: int) -> bool:
    return server.connections > connections


def test_cancel_in_every_step(driver: Driver) -> None:
    async def way(server: HostileServer) -> None:
        window = driver.open(server.address)
        consultation = Consultation(["Office"])
        pages: dict[str, Callable[[], object]] = {
            "Print a Test Page": lambda: window.open_test_page(consultation),
            "Do It": lambda: window.open_remedy(consultation, None, ResumeQueue("Office")),
        }
        for go, open_page in pages.items():
            for in_the_middle in (False, True):
                open_page()
                await driver.until(driver.page.get_mapped, "the page")
                asked = server.connections
                driver.press(go)
                if in_the_middle:
                    await driver.until(partial(more_than, server, asked), "a question")
                driver.press("Cancel")
                assert driver.page.headline == "Cancelled"  # type: ignore[attr-defined]
                driver.window.back()
        window.open_jobs()
        await driver.until_read("Asking for the documents…")
        driver.press("Cancel")
        await driver.until_page(StartPage)

    with HostileServer(hostile_acts.silence()) as server:
        driver.run(way(server))


async def on_findings(driver: Driver, box: Sandbox) -> FindingsPage:
    driver.open_box(box)
    await driver.until(lambda: driver.window.live.state == "ready", "the server")
    driver.window.diagnose(["Office"])
    return await driver.until_page(FindingsPage)


@pytest.mark.parametrize("step", ["diagnosis", "remedy", "test page", "documents"])
def test_the_server_is_killed_in_a_step(driver: Driver, sandbox: SandboxFactory, step: str) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        page = await on_findings(driver, box)
        window = driver.window
        await asyncio.to_thread(box.stop_scheduler)
        if step == "diagnosis":
            driver.press("Check Again")
            await driver.until(
                lambda: isinstance(driver.page, FindingsPage) and driver.page is not page, "it"
            )
            now = driver.page
            assert isinstance(now, FindingsPage)
            assert [c.finding.id for c in now.cards] == ["SCHEDULER_NOT_RUNNING"]
        elif step == "remedy":
            window.open_remedy(page.consultation, None, ResumeQueue("Office"))
            driver.press("Do It", within=await driver.until_page(RemedyPage))
            await driver.until_read("That did not work")
            await asyncio.to_thread(box.start_scheduler)
            driver.press("Try Again")
            await driver.until_read("it holds")
        elif step == "test page":
            window.open_test_page(page.consultation)
            driver.press("Print a Test Page")
            await driver.until_read("did not get through")
        else:
            window.open_jobs()
            await driver.until_read("The Documents Cannot Be Shown")
            await asyncio.to_thread(box.start_scheduler)
            driver.press("Try Again")
            await driver.until(lambda: driver.page.state == "content", "the documents")

    driver.run(way(), 90)


def test_server_text_is_never_markup(driver: Driver, sandbox: SandboxFactory) -> None:
    from unjam.cups import AsyncConnection

    nasty = "<b>Bold</b> & <i"
    box = sandbox(("Office",))

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            await connection.add_modify_printer("Office", info=nasty, location=nasty)
            await connection.pause_printer("Office", message=nasty)
        window = driver.open_box(box)
        await driver.until_read(nasty)
        window.open_printer("Office")
        await driver.until(lambda: driver.texts().count(nasty) > 1, "everywhere")
        window.diagnose(["Office"])
        await driver.until_page(FindingsPage)
        window.open_printers()
        await driver.until_read(nasty)
        window.say(nasty)
        await driver.until(lambda: nasty in driver.texts(window), "the toast")

    driver.run(way())


def test_no_descriptor_and_no_thread_is_left(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    async def once() -> None:
        window = driver.open_box(box)
        await driver.until(lambda: window.live.state == "ready", "the server")
        for open_page in PAGES.values():
            open_page(window)
            await driver.at_rest()
            window.navigator.finish()
        window.close()
        await window.tasks.drained()

    driver.run(once())
    assert soon(no_worker)
    before, threads = open_files(), threading.active_count()
    for _ in range(3):
        driver.run(once())
    assert soon(no_worker)
    assert soon(lambda: open_files() <= before)
    assert soon(lambda: threading.active_count() <= threads)
