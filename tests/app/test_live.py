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
from unjam.app.window import Window
from unjam.cups import AsyncConnection, errors
from unjam.cups.calls.parts import SYSTEM, ask, printer_target
from unjam.cups.model import Group, Operation
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


def test_many_changes_are_seen_in_a_few_looks_and_then_it_is_quiet(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office", "Lab"))

    async def way() -> None:
        window = await following(driver, box)
        seen: list[int] = []
        window.live.connect("job-changed", lambda _live, job_id: seen.append(job_id))
        before = window.live.looks
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            jobs = [
                await connection.print_job("Office", b"hello", title=f"No. {n}") for n in range(20)
            ]
        await driver.until(lambda: set(jobs) <= set(seen), "an event of each job")
        await driver.until(lambda: "20" in str(window.live.printers.values()[1]), "all waiting")
        assert window.live.looks - before < 10
        await asyncio.sleep(events.PATIENCE * 1.5)
        before = window.live.looks
        await asyncio.sleep(events.PATIENCE * 2.5)
        assert window.live.looks == before, "nothing happened, so nobody looked"

    driver.run(way())


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
            async with asyncio.timeout(10):
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
