# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The window follows the server by its events: in few looks, through restarts, leaving nothing."""

from __future__ import annotations

import asyncio

import pytest
from benchmarks.app.servers import large
from tests.app.driver import Driver
from tests.conftest import SandboxFactory

from unjam.app.store import events
from unjam.app.store.live import Live
from unjam.app.window import Window
from unjam.cups import AsyncConnection, Record, errors
from unjam.cups.calls.parts import SYSTEM, ask, printer_target
from unjam.cups.model import Group, Operation
from unjam.cups.notifications import Feed
from unjam.cups.request import Plan
from unjam.sandbox import Sandbox
from unjam.sandbox.hostile import HostileServer

pytestmark = pytest.mark.gtk


def subscriptions() -> Plan[int]:
    """How many subscriptions the server keeps."""
    try:
        reply = yield ask(Operation.GET_SUBSCRIPTIONS, "/", printer_target(SYSTEM))
    except errors.NotFound:
        return 0
    return len(reply.records(Group.SUBSCRIPTION))


async def following(driver: Driver, box: Sandbox) -> Window:
    """A window that has its subscription."""
    window = driver.open_box(box)
    await driver.until(lambda: window.live.looks > 1, "the look after subscribing")
    return window


def test_what_happens_during_a_look_is_seen_in_one_more_and_then_it_is_quiet(
    driver: Driver, sandbox: SandboxFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = sandbox(("Office", "Lab"))
    gate, look, looking = asyncio.Event(), Live.look, asyncio.Event()

    async def held(live: Live, connection: AsyncConnection) -> None:
        looking.set()
        await gate.wait()
        await look(live, connection)

    polls, poll = [0], Feed.look

    def counted(feed: Feed) -> Plan[tuple[list[Record], float]]:
        polls[0] += 1
        return poll(feed)

    monkeypatch.setattr(Feed, "look", counted)

    async def way() -> None:
        window = await following(driver, box)
        live = window.live
        seen: list[int] = []
        live.connect("job-changed", lambda _live, job_id: seen.append(job_id))
        monkeypatch.setattr(Live, "look", held)
        live.retry()
        await looking.wait()
        before = live.looks
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            jobs = [
                await connection.print_job("Office", b"hello", title=f"No. {n}") for n in range(20)
            ]
        await driver.until(lambda: set(jobs) <= set(seen), "an event of each job", 60)
        gate.set()
        office = live.printers.get("Office")
        assert office is not None
        await driver.until(lambda: office.value.jobs == len(jobs), "all waiting")
        now = polls[0]
        await driver.until(lambda: polls[0] > now + 2, "more questions for events", 60)
        assert live.looks == before + 2, "the one that was held, and one for all that did happen"

    driver.run(way(), 110)


def test_a_server_that_forgot_us_is_looked_at_again(
    driver: Driver, sandbox: SandboxFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PATIENCE", 3.0)  # long enough to miss the restart
    box = sandbox(("Office",))

    def restart() -> None:
        box.stop_scheduler()
        (box.base / "root" / "subscriptions.conf").unlink(missing_ok=True)
        box.start_scheduler()

    async def way() -> None:
        window = await following(driver, box)
        await asyncio.to_thread(restart)
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")  # nobody tells us of this
        await driver.until_read("Stopped")
        assert window.live.state == "ready"

    driver.run(way())


def test_the_subscription_is_taken_back_when_the_window_closes(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        async with AsyncConnection(box.server) as connection:
            window = await following(driver, box)
            assert await connection.run(subscriptions()) == 1
            window.close()
            async with asyncio.timeout(60):
                while await connection.run(subscriptions()):  # noqa: ASYNC110 - it has no event
                    await asyncio.sleep(0.05)

    driver.run(way())


def test_a_server_that_grants_no_subscription_is_looked_at_now_and_then(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK", 0.2)

    async def way(server: HostileServer) -> None:
        window = driver.open(server.address)
        await driver.until(lambda: window.live.looks > 3, "several looks")
        assert window.live.state == "ready"
        assert len(window.live.printers) == 3

    with HostileServer(large(printer_count=3, job_count=3)) as server:
        driver.run(way(server))
        driver.finish()
