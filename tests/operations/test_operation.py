# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""An operation: how it ends, who waits for it and how, and what a cancel reaches."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import weakref
from contextvars import ContextVar

import pytest
from tests.conditions import SOON, eventually

from unjam.cups import Connection
from unjam.cups.cancel import CancelToken, current_token
from unjam.cups.errors import Cancelled, DeadlineExceeded
from unjam.operations import Operation, check, report, sleep
from unjam.sandbox.hostile import HostileServer
from unjam.sandbox.hostile_acts import silence_after_request


def hang() -> None:
    sleep(3600)


class Gate:
    """Work that says when it has begun and waits to be let go, deaf to cancels."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()

    def __call__(self) -> str:
        self.begun.set()
        assert self.go.wait(SOON)
        return "went"


def test_starts_at_creation_and_keeps_its_result() -> None:
    gate = Gate()
    operation = Operation(gate)
    assert gate.begun.wait(SOON)
    assert "running" in repr(operation)
    gate.go.set()
    assert operation.result(SOON) == "went"
    assert operation.result() == "went"
    assert operation.exception() is None
    assert operation.done
    assert not operation.cancelled


def test_arguments_reach_the_work() -> None:
    operation = Operation(lambda *args, **kwargs: (args, kwargs), 1, 2, a=3)
    assert operation.result(SOON) == ((1, 2), {"a": 3})


def test_an_exception_is_raised_to_the_caller_with_its_traceback() -> None:
    def work() -> None:
        raise LookupError("nothing there")

    operation = Operation(work)
    with pytest.raises(LookupError, match="nothing there") as caught:
        operation.result(SOON)
    assert "work" in [entry.name for entry in caught.traceback]
    assert isinstance(operation.exception(), LookupError)


def test_a_cancel_frees_the_caller_even_where_the_work_is_deaf() -> None:
    gate = Gate()
    operation = Operation(gate)
    assert gate.begun.wait(SOON)
    assert operation.cancel()
    with pytest.raises(Cancelled):
        operation.result()
    assert operation.cancelled
    assert not operation.join(0)
    gate.go.set()
    assert operation.join(SOON)
    with pytest.raises(Cancelled):
        operation.result()


def test_a_cancel_wakes_the_work() -> None:
    operation = Operation(hang)
    operation.cancel()
    assert operation.join(SOON)


def test_a_second_cancel_and_one_after_the_end_change_nothing() -> None:
    operation = Operation(lambda: 1)
    assert operation.result(SOON) == 1
    assert not operation.cancel()
    assert operation.result() == 1
    other = Operation(hang)
    assert other.cancel()
    assert not other.cancel()


def test_a_cancel_wakes_every_waiter() -> None:
    operation = Operation(hang)
    outcomes: list[BaseException | None] = []
    waiters = [
        threading.Thread(target=lambda: outcomes.append(operation.exception(SOON)))
        for _ in range(8)
    ]
    for thread in waiters:
        thread.start()
    operation.cancel()
    for thread in waiters:
        thread.join(SOON)
    assert [type(outcome) for outcome in outcomes] == [Cancelled] * 8


def test_result_gives_up_after_its_timeout_and_the_work_goes_on() -> None:
    gate = Gate()
    operation = Operation(gate)
    with pytest.raises(TimeoutError):
        operation.result(0.01)
    assert not operation.done
    gate.go.set()
    assert operation.result(SOON) == "went"


def test_a_deadline_stops_the_work() -> None:
    operation = Operation(hang, deadline=0.02, title="Search devices")
    with pytest.raises(DeadlineExceeded, match=r"0\.02 seconds") as caught:
        operation.result(SOON)
    assert isinstance(caught.value, TimeoutError)
    assert not operation.cancelled
    assert operation.join(SOON)


@pytest.mark.parametrize("deadline", [0, -1.0])
def test_a_deadline_that_is_over_already_stops_the_work(deadline: float) -> None:
    for _ in range(50):
        operation = Operation(hang, deadline=deadline)
        with pytest.raises(DeadlineExceeded):
            operation.result(SOON)
        assert operation.join(SOON)


def test_a_deadline_that_was_kept_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    operation = Operation(lambda: 1, deadline=3600)
    assert operation.result(SOON) == 1
    assert operation.join(SOON)
    assert eventually(lambda: threading.active_count() <= before)


def test_progress_is_what_the_work_reported_last() -> None:
    heard: list[object] = []

    def work() -> str:
        report("a quarter")
        report(0.5)
        return "all"

    operation = Operation(work, on_progress=heard.append)
    assert operation.progress is None or operation.progress in ("a quarter", 0.5)
    assert operation.result(SOON) == "all"
    assert operation.progress == 0.5
    assert heard == ["a quarter", 0.5]


def test_report_and_check_stop_cancelled_work() -> None:
    stopped: list[object] = []

    def work() -> None:
        begun.set()
        cancelled.wait(SOON)
        for step in (check, lambda: report(1)):
            try:
                step()
            except Cancelled:
                stopped.append(step)

    begun, cancelled = threading.Event(), threading.Event()
    operation = Operation(work)
    assert begun.wait(SOON)
    operation.cancel()
    cancelled.set()
    assert operation.join(SOON)
    assert len(stopped) == 2
    assert operation.progress is None


def test_outside_an_operation_nobody_cancels_and_nobody_listens() -> None:
    check()
    report("anything")
    sleep(0.001)


def test_the_work_sees_the_makers_context_but_does_not_change_it() -> None:
    variable = ContextVar[str]("variable", default="unset")
    variable.set("maker's")

    def work() -> str:
        seen = variable.get()
        variable.set("worker's")
        return seen

    assert Operation(work).result(SOON) == "maker's"
    assert variable.get() == "maker's"
    assert current_token.get() is None


def test_cups_calls_inside_find_the_token() -> None:
    with HostileServer(silence_after_request()) as server:
        connection = Connection(server.address, timeout=None)
        operation = Operation(connection.get_printers)
        assert eventually(lambda: server.requests)
        operation.cancel()
        assert operation.join(SOON)
        with pytest.raises(Cancelled):
            operation.result()


def test_an_operation_inside_is_cancelled_with_the_one_around_it() -> None:
    inner: list[Operation[None]] = []
    begun = threading.Event()

    def work() -> None:
        inner.append(Operation(hang))
        begun.set()
        inner[0].result()

    outer = Operation(work)
    assert begun.wait(SOON)
    outer.cancel()
    assert outer.join(SOON)
    assert inner[0].join(SOON)
    assert inner[0].cancelled


def test_waiting_for_somebody_elses_operation_ends_with_ones_own() -> None:
    gate = Gate()
    foreign = Operation(gate)
    outer = Operation(foreign.result)
    outer.cancel()
    assert outer.join(SOON)
    assert not foreign.done
    gate.go.set()
    assert foreign.result(SOON) == "went"


def test_work_of_a_cancelled_maker_never_starts() -> None:
    token = CancelToken()
    token.cancel()
    reset = current_token.set(token)
    try:
        ran = threading.Event()
        operation = Operation(ran.set)
        assert operation.join(SOON)
    finally:
        current_token.reset(reset)
    assert operation.cancelled
    assert not ran.is_set()


def test_done_callbacks_run_once_each_also_when_late() -> None:
    gate = Gate()
    operation = Operation(gate)
    calls: list[str] = []
    operation.add_done_callback(lambda op: calls.append(f"first {op.done}"))

    def removed(_op: Operation[str]) -> None:
        calls.append("removed")

    operation.add_done_callback(removed)
    operation.remove_done_callback(removed)
    gate.go.set()
    operation.result(SOON)
    assert operation.join(SOON)
    operation.add_done_callback(lambda _op: calls.append("late"))
    assert calls == ["first True", "late"]


def test_a_failing_callback_is_logged_and_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    operation = Operation(gate, title="Search")
    called = threading.Event()
    operation.add_done_callback(lambda _op: 1 / 0)
    operation.add_done_callback(lambda _op: called.set())
    with caplog.at_level(logging.ERROR):
        gate.go.set()
        assert operation.result(SOON) == "went"
        assert called.wait(SOON)
    assert "Search" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_leaving_the_block_cancels() -> None:
    with Operation(hang) as operation:
        assert not operation.done
    assert operation.cancelled


def test_a_failure_that_nobody_looked_at_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def work() -> None:
        raise LookupError("unseen")

    with caplog.at_level(logging.ERROR):
        operation = Operation(work, title="Search")
        assert operation.join(SOON)
        del operation
        gc.collect()
    assert "unseen" in caplog.text


def test_nothing_keeps_an_ended_operation_alive() -> None:
    operation = Operation(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        operation.result(SOON)
    assert operation.join(SOON)
    alive = weakref.ref(operation)
    del operation
    gc.collect()
    assert alive() is None


def test_repr_says_what_and_how_it_went() -> None:
    gate = Gate()
    operation = Operation(gate, title="Search")
    assert repr(operation) == "<Operation 'Search' running>"
    operation.cancel()
    assert repr(operation) == "<Operation 'Search' Cancelled>"
    gate.go.set()


def test_many_cancels_race_with_many_ends() -> None:
    outcomes = set()
    for turn in range(300):
        operation = Operation(sleep, 0.0001 * (turn % 7))
        operation.cancel()
        outcomes.add(type(operation.exception(SOON)))
        assert operation.join(SOON)
    assert outcomes <= {Cancelled, type(None)}


async def test_await_returns_and_raises() -> None:
    assert await Operation(lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        await Operation(lambda: 1 / 0)


async def test_await_of_an_ended_operation() -> None:
    operation = Operation(lambda: 5)
    assert operation.join(SOON)
    assert await operation == 5
    assert await operation == 5


async def test_the_loop_turns_while_it_waits() -> None:
    gate = Gate()
    operation = Operation(gate)
    asyncio.get_running_loop().call_later(0.01, gate.go.set)
    assert await operation == "went"


async def test_cancelling_the_task_stops_the_work() -> None:
    async def wait() -> None:
        await operation

    operation = Operation(hang)
    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert operation.cancelled
    assert operation.join(SOON)


async def test_cancelling_the_operation_is_not_cancelling_the_task() -> None:
    operation = Operation(hang)
    asyncio.get_running_loop().call_soon(operation.cancel)
    with pytest.raises(Cancelled):
        await operation


async def test_asyncio_timeout_stops_the_work() -> None:
    operation = Operation(hang)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await operation
    assert operation.join(SOON)


async def test_several_tasks_await_one_operation() -> None:
    gate = Gate()
    operation = Operation(gate)

    async def wait() -> str:
        return await operation

    tasks = [asyncio.create_task(wait()) for _ in range(5)]
    await asyncio.sleep(0)
    gate.go.set()
    assert await asyncio.gather(*tasks) == ["went"] * 5


def test_a_loop_that_closed_meanwhile_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    operation = Operation(gate)

    async def give_up() -> None:
        step = operation.__await__()
        next(step)
        leaked.append(step)

    leaked: list[object] = []
    asyncio.run(give_up())
    with caplog.at_level(logging.ERROR):
        gate.go.set()
        assert operation.result(SOON) == "went"
        assert operation.join(SOON)
    assert not caplog.records
    leaked.clear()
