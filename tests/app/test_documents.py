# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The list of documents is as the server is: after events, without events, and while it is read."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from gi.repository import Gtk
from tests.app.driver import Driver, walk
from tests.conftest import SandboxFactory

from unjam.app.pages.jobs import JobsPage
from unjam.app.store import events
from unjam.cups import AsyncConnection
from unjam.sandbox import hostile_acts, wire
from unjam.sandbox.hostile import Behaviour, HostileServer, HttpRequest

pytestmark = pytest.mark.gtk
GET_JOBS, GET_JOB, GET_PRINTERS, GET_DEFAULT = 0x000A, 0x0009, 0x4002, 0x4001
PENDING, HELD, DONE = 3, 4, 9


class Scripted:
    """A print server with the jobs that a test gives it, and without events."""

    def __init__(self) -> None:
        self.jobs: dict[int, int] = {}
        """Their states by their numbers."""
        self.titles: dict[int, str] = {}
        self.printers: list[wire.Group] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.asked = threading.Event()

    def behaviour(self) -> Behaviour:
        return hostile_acts.answer(self._respond)

    def _respond(self, request: HttpRequest) -> bytes:
        replies: dict[int, Callable[[HttpRequest], hostile_acts.Reply]] = {
            GET_JOBS: self._list,
            GET_JOB: self._one,
            GET_PRINTERS: lambda _request: hostile_acts.ipp_reply(*self.printers),
            GET_DEFAULT: lambda _request: hostile_acts.ipp_reply(status=0x0406),
        }
        make = replies.get(request.ipp.code)
        reply = make(request) if make else hostile_acts.ipp_reply(status=0x0501)
        assert callable(reply)
        return reply(request)

    def _list(self, _request: HttpRequest) -> hostile_acts.Reply:
        found = [self._record(number) for number, state in self.jobs.items() if state != DONE]
        self.asked.set()
        self.may_answer.wait(60)
        return hostile_acts.ipp_reply(*found)

    def _one(self, request: HttpRequest) -> hostile_acts.Reply:
        uri = str(request.ipp.groups[0].attributes["job-uri"].values[0])
        number = int(uri.rpartition("/")[2])
        return hostile_acts.ipp_reply(self._record(number))

    def _record(self, number: int) -> wire.Group:
        return record(number, self.jobs[number], self.titles.get(number, f"Letter {number}"))


def record(number: int, state: int, title: str) -> wire.Group:
    return wire.Group(
        wire.JOB,
        {
            "job-id": wire.attribute(wire.INTEGER, number),
            "job-name": wire.attribute(wire.NAME, title),
            "job-state": wire.attribute(wire.ENUM, state),
            "job-printer-uri": wire.attribute(wire.URI, "ipp://localhost/printers/Office"),
        },
    )


def test_refresh_asks_for_the_documents_too(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK", 3600.0)  # nobody looks but the person
    scripted = Scripted()
    scripted.jobs = {1: HELD}

    async def way(server: HostileServer) -> None:
        window = driver.open(server.address)
        window.open_jobs()
        await driver.until_read("Letter 1")
        scripted.jobs = {2: HELD}
        window.activate_action("win.refresh", None)
        await driver.until_read("Letter 2")
        await driver.until(lambda: "Letter 1" not in driver.texts(), "it is gone")

    with HostileServer(scripted.behaviour()) as server:
        driver.run(way(server))
        driver.finish()


def test_without_events_somebody_looks_now_and_then(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK", 0.1)
    scripted = Scripted()

    async def way(server: HostileServer) -> None:
        driver.open(server.address).open_jobs()
        await driver.until_read("Nothing Waits to Be Printed")
        scripted.jobs = {3: HELD}
        await driver.until_read("Letter 3")

    with HostileServer(scripted.behaviour()) as server:
        driver.run(way(server))
        driver.finish()


def test_what_changes_while_the_documents_are_read_stands_at_the_end(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is of before the change, and comes after it was told."""
    monkeypatch.setattr(events, "LOOK", 3600.0)
    scripted = Scripted()
    scripted.jobs = {4: HELD, 5: HELD}

    async def way(server: HostileServer) -> None:
        window = driver.open(server.address)
        await driver.until(lambda: window.live.looks > 1, "the look where there are no events")
        scripted.may_answer.clear()
        scripted.asked.clear()
        window.open_jobs()
        page = await driver.until_page(JobsPage)
        await driver.until(scripted.asked.is_set, "the question")
        scripted.jobs[4] = DONE
        window.live.emit("job-changed", 4)
        scripted.may_answer.set()
        await driver.until(lambda: [item.value.id for item in page.jobs.items()] == [5], "only 5")
        await driver.until_read("Letter 5")
        assert "Letter 4" not in driver.texts()

    with HostileServer(scripted.behaviour()) as server:
        driver.run(way(server))
        driver.finish()


def test_documents_are_right_again_after_trouble(driver: Driver, sandbox: SandboxFactory) -> None:
    """The server restarts without a memory of who had wanted to know."""
    box = sandbox(("Office",))

    def restart() -> None:
        box.stop_scheduler()
        (box.base / "root" / "subscriptions.conf").unlink(missing_ok=True)
        box.start_scheduler()

    async def way() -> None:
        window = driver.open_box(box)
        window.open_jobs()
        await driver.until_read("Nothing Waits to Be Printed")
        await asyncio.to_thread(restart)
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            await connection.print_test_page("Office", title="Meanwhile")
        await driver.until_read("Meanwhile", 40)

    driver.run(way())


NARROW, WIDE = 360, 760


@pytest.mark.parametrize(("width", "lines"), [(NARROW, 2), (WIDE, 1)])
def test_a_long_title_is_read_in_a_narrow_window(driver: Driver, width: int, lines: int) -> None:
    title = "Minutes of the yearly meeting.pdf"
    scripted = Scripted()
    scripted.jobs = {6: PENDING}
    scripted.titles = {6: title}

    async def way(server: HostileServer) -> None:
        window = driver.open(server.address)
        window.set_default_size(width, 600)
        window.open_jobs()
        await driver.until_read(title)
        (label,) = [
            w for w in walk(driver.page) if isinstance(w, Gtk.Label) and w.get_text() == title
        ]

        def whole() -> bool:
            shown = label.get_layout()
            return shown.get_line_count() == lines and not shown.is_ellipsized()

        await driver.until(whole, f"{lines} lines")
        window.set_default_size(WIDE if width == NARROW else NARROW, 600)
        await driver.until(lambda: label.get_layout().get_line_count() == 3 - lines, "the other")

    with HostileServer(scripted.behaviour()) as server:
        driver.run(way(server))
        driver.finish()
