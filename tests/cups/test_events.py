# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting for events at a real cupsd: none is lost between two waits, and nothing is left there."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from tests.conditions import SOON, comes_true, eventually
from tests.conftest import SandboxFactory
from tests.cups.phases import Call, is_cancelled

from unjam.cups import AsyncConnection, AsyncPool, Connection, Record, errors
from unjam.cups.calls.parts import SYSTEM, ask, printer_target
from unjam.cups.model import Group, Operation
from unjam.cups.request import Plan
from unjam.sandbox import Sandbox

STOPPED: Final[dict[str, Any]] = {"events": ["printer-stopped"], "poll": 0.05}


def leases() -> Plan[list[int]]:
    """For how long the server keeps each of its subscriptions."""
    try:
        reply = yield ask(Operation.GET_SUBSCRIPTIONS, "/", printer_target(SYSTEM))
    except errors.NotFound:
        return []
    return reply.records(Group.SUBSCRIPTION).column("notify-lease-duration")


def subscriptions() -> Plan[int]:
    """How many subscriptions the server keeps."""
    return len((yield from leases()))


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(("Office", "Lab")) as running:
        yield running


@pytest.fixture
def operator(box: Sandbox) -> Iterator[Connection]:
    """Somebody else; at the end nobody's subscription is left."""
    with Connection(box.server) as connection:
        for queue in ("Office", "Lab"):
            connection.resume_printer(queue)
        assert connection.run(subscriptions()) == 0
        yield connection
        assert eventually(lambda: connection.run(subscriptions()) == 0)


def stop(operator: Connection, queue: str = "Office") -> None:
    operator.resume_printer(queue)
    operator.pause_printer(queue)


def names(found: list[Record]) -> list[str]:
    return [event.printer_name for event in found]


def numbers(found: list[Record]) -> list[int]:
    return [event.notify_sequence_number for event in found]


# --- the blocking face ----------------------------------------------------------------------------


def test_what_happens_during_a_wait(box: Sandbox, operator: Connection) -> None:
    with Connection(box.server) as cups:
        found = cups.wait_for_events("Lab", **STOPPED, subscribed=lambda: stop(operator, "Lab"))
        assert names(found) == ["Lab"]
        assert found[0].notify_subscribed_event == "printer-stopped"


def test_what_happens_between_two_waits(box: Sandbox, operator: Connection) -> None:
    begun: list[None] = []
    with Connection(box.server) as cups:

        def wait() -> list[Record]:
            return cups.wait_for_events(**STOPPED, subscribed=subscribed)

        def subscribed() -> None:
            begun.append(None)
            stop(operator)

        assert numbers(wait()) == [1]
        stop(operator, "Lab")
        stop(operator, "Office")
        found = wait()
        assert names(found) == ["Lab", "Office"]
        assert numbers(found) == [2, 3]
        assert len(begun) == 1


def test_other_kinds_are_another_wait(box: Sandbox, operator: Connection) -> None:
    with Connection(box.server) as cups:
        cups.wait_for_events("Office", **STOPPED, subscribed=lambda: stop(operator))
        cups.wait_for_events("Lab", **STOPPED, subscribed=lambda: stop(operator, "Lab"))
        assert operator.run(subscriptions()) == 2
        stop(operator, "Office")
        stop(operator, "Lab")
        assert names(cups.wait_for_events("Office", **STOPPED)) == ["Office"]
        assert names(cups.wait_for_events("Lab", **STOPPED)) == ["Lab"]


def test_what_happens_to_another_queue_ends_no_wait(box: Sandbox, operator: Connection) -> None:
    with Connection(box.server) as cups:
        stop_lab = lambda: stop(operator, "Lab")  # noqa: E731
        with pytest.raises(errors.DeadlineExceeded):
            cups.wait_for_events("Office", **STOPPED, subscribed=stop_lab, timeout=0.5)


def test_a_wait_in_vain_ends_at_its_deadline(box: Sandbox, operator: Connection) -> None:
    with Connection(box.server) as cups:
        with pytest.raises(errors.DeadlineExceeded, match="nothing of what was waited for"):
            Call(lambda: cups.wait_for_events(**STOPPED, timeout=0.3)).result()
        stop(operator)
        assert names(cups.wait_for_events(**STOPPED)) == ["Office"]


def test_the_connections_timeout_is_that_of_a_wait(box: Sandbox, operator: Connection) -> None:
    with Connection(box.server, timeout=0.5) as cups, pytest.raises(errors.DeadlineExceeded):
        Call(lambda: cups.wait_for_events(**STOPPED)).result()
    assert operator.run(subscriptions()) == 0


def test_a_server_that_freezes_ends_a_wait_without_end(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    with Connection(box.server, timeout=0.5) as cups:
        frozen = lambda: cups.wait_for_events(  # noqa: E731
            **STOPPED, timeout=None, subscribed=box.scheduler.freeze
        )
        with pytest.raises(errors.DeadlineExceeded):
            Call(frozen).result()
        box.scheduler.thaw()


def test_the_connection_is_free_between_two_looks(box: Sandbox, operator: Connection) -> None:
    begun = threading.Event()
    with Connection(box.server) as cups:
        wait = Call(lambda: cups.wait_for_events(**STOPPED, timeout=None, subscribed=begun.set))
        assert begun.wait(SOON)
        assert len(cups.get_printers()) == 2
        stop(operator)
        assert names(wait.result()) == ["Office"]


def test_a_cancelled_wait_loses_nothing(box: Sandbox, operator: Connection) -> None:
    begun = threading.Event()
    with Connection(box.server) as cups:
        wait = Call(lambda: cups.wait_for_events(**STOPPED, timeout=None, subscribed=begun.set))
        assert begun.wait(SOON)
        wait.cancel()
        with pytest.raises(errors.Cancelled):
            wait.result()
        stop(operator)
        assert names(cups.wait_for_events(**STOPPED)) == ["Office"]


def test_closing_ends_a_wait_and_takes_the_subscription_back(
    box: Sandbox, operator: Connection
) -> None:
    begun = threading.Event()
    cups = Connection(box.server)
    wait = Call(lambda: cups.wait_for_events(**STOPPED, timeout=None, subscribed=begun.set))
    assert begun.wait(SOON)
    assert operator.run(subscriptions()) == 1
    cups.close()
    with pytest.raises(errors.Closed):
        wait.result()
    assert operator.run(subscriptions()) == 0
    with pytest.raises(errors.Closed):
        cups.wait_for_events(**STOPPED)


def test_a_longer_lease_is_taken_at_once(box: Sandbox, operator: Connection) -> None:
    with Connection(box.server) as cups:
        cups.wait_for_events(**STOPPED, lease=60, subscribed=lambda: stop(operator))
        assert operator.run(leases()) == [60]
        stop(operator)
        cups.wait_for_events(**STOPPED, lease=60)
        assert operator.run(leases()) == [60]
        stop(operator)
        cups.wait_for_events(**STOPPED, lease=600)
        assert operator.run(leases()) == [600]


def test_a_server_that_forgot(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    begun: list[None] = []
    with Connection(box.server) as cups, Connection(box.server) as operator:

        def subscribed() -> None:
            begun.append(None)
            stop(operator)

        first = cups.wait_for_events(**STOPPED, subscribed=subscribed)
        with Connection(box.server) as thief:
            thief.cancel_subscription(first[0].notify_subscription_id)
        second = cups.wait_for_events(**STOPPED, subscribed=subscribed)
        assert numbers(second) == numbers(first) == [1]
        assert second[0].notify_subscription_id != first[0].notify_subscription_id
        assert len(begun) == 2


# --- the asyncio face -----------------------------------------------------------------------------


@pytest.fixture(params=[AsyncConnection, AsyncPool], ids=["one", "pool"])
def asynchronous(request: pytest.FixtureRequest) -> type[AsyncConnection]:
    kind: type[AsyncConnection] = request.param
    return kind


async def test_asyncio_between_two_waits(
    box: Sandbox, operator: Connection, asynchronous: type[AsyncConnection]
) -> None:
    async with asynchronous(box.server) as cups:
        first = await cups.wait_for_events(**STOPPED, subscribed=lambda: stop(operator))
        assert numbers(first) == [1]
        stop(operator, "Lab")
        assert names(await cups.wait_for_events(**STOPPED)) == ["Lab"]
    assert operator.run(subscriptions()) == 0


async def test_asyncio_in_vain(
    box: Sandbox, operator: Connection, asynchronous: type[AsyncConnection]
) -> None:
    async with asynchronous(box.server) as cups:
        with pytest.raises(errors.DeadlineExceeded, match="nothing of what was waited for"):
            await cups.wait_for_events(**STOPPED, timeout=0.3)
        stop(operator)
        assert names(await cups.wait_for_events(**STOPPED)) == ["Office"]


async def test_asyncio_calls_go_on_during_a_wait(box: Sandbox, operator: Connection) -> None:
    begun = threading.Event()
    async with AsyncConnection(box.server) as cups:
        wait = asyncio.create_task(cups.wait_for_events(**STOPPED, subscribed=begun.set))
        assert await comes_true(begun.is_set)
        assert len(await cups.get_printers()) == 2
        assert await is_cancelled(wait)
        stop(operator)
        assert names(await cups.wait_for_events(**STOPPED)) == ["Office"]


async def test_asyncio_closing_ends_a_wait(
    box: Sandbox, operator: Connection, asynchronous: type[AsyncConnection]
) -> None:
    begun = threading.Event()
    cups = asynchronous(box.server)
    wait = asyncio.create_task(cups.wait_for_events(**STOPPED, subscribed=begun.set))
    assert await comes_true(begun.is_set)
    await cups.close()
    with pytest.raises(errors.Closed):
        await wait
    assert operator.run(subscriptions()) == 0


async def test_events_on_the_way_to_a_cancelled_task_are_not_lost(
    box: Sandbox, operator: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, told = threading.Event(), threading.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    tell = loop.call_soon_threadsafe

    def telling(callback: Callable[..., object], *args: Any, **kwargs: Any) -> asyncio.Handle:
        handle = tell(callback, *args, **kwargs)
        told.set()
        return handle

    def subscribed() -> None:
        begun.set()
        assert go.wait(SOON)
        stop(operator)

    async with AsyncConnection(box.server) as cups:
        wait = asyncio.create_task(cups.wait_for_events(**STOPPED, subscribed=subscribed))
        assert await comes_true(begun.is_set)
        with monkeypatch.context() as patch:
            patch.setattr(loop, "call_soon_threadsafe", telling)
            go.set()
            assert told.wait(SOON)  # the loop stands still: the events are on their way
        assert await is_cancelled(wait)
        assert names(await cups.wait_for_events(**STOPPED)) == ["Office"]


# --- iterations -----------------------------------------------------------------------------------


def test_an_iteration_over_the_events_of_one_queue(box: Sandbox, operator: Connection) -> None:
    def both() -> None:
        stop(operator, "Lab")
        stop(operator, "Office")

    with Connection(box.server) as cups:
        coming = cups.events("office", **STOPPED, subscribed=both)
        assert next(coming).printer_name == "Office"
        coming.close()  # type: ignore[attr-defined]


def test_an_iteration_leaves_no_subscription(box: Sandbox, operator: Connection) -> None:
    with Connection(box.server) as cups:
        coming = cups.events(**STOPPED, subscribed=lambda: stop(operator))
        assert next(coming).printer_name == "Office"
        assert operator.run(subscriptions()) == 1
        coming.close()  # type: ignore[attr-defined]
        assert operator.run(subscriptions()) == 0


async def test_a_cancelled_iteration_leaves_no_subscription(
    box: Sandbox, operator: Connection
) -> None:
    begun = threading.Event()

    async def listen(cups: AsyncConnection) -> None:
        async for _ in cups.events(**STOPPED, subscribed=begun.set):
            pass

    async with AsyncConnection(box.server) as cups:
        task = asyncio.create_task(listen(cups))
        assert await comes_true(begun.is_set)
        assert await is_cancelled(task)
        assert await comes_true(lambda: operator.run(subscriptions()) == 0)
