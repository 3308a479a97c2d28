# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`run` keeps the GLib main loop of its own thread turning, and touches nobody else's."""

from __future__ import annotations

import builtins
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.conditions import SOON

from unjam.cups.errors import Cancelled
from unjam.operations import Operation, Sleeper, sleep, waiter

GLib = pytest.importorskip("gi.repository.GLib")


def once(function: Callable[[], object]) -> Callable[[], bool]:
    """Make a GLib source of a function: called one time."""

    def source() -> bool:
        function()
        return bool(GLib.SOURCE_REMOVE)

    return source


def test_sources_are_dispatched_while_it_runs() -> None:
    let_go = threading.Event()
    threads = []

    def source() -> None:
        threads.append(threading.current_thread())
        let_go.set()

    GLib.idle_add(once(source))
    assert Operation(let_go.wait, SOON).run()
    assert threads == [threading.main_thread()]


def test_an_end_wakes_the_loop_without_a_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    for timer in ("timeout_add", "timeout_add_seconds", "timeout_source_new", "idle_add"):
        monkeypatch.setattr(GLib, timer, None)
    assert Operation(sleep, 0.05).run() is None


def test_the_loop_sleeps_until_it_is_woken() -> None:
    turns = 0
    context = GLib.MainContext.default()
    own = waiter()

    def ended() -> bool:
        nonlocal turns
        turns += 1
        return operation.done

    operation = Operation(sleep, 0.2)
    operation.add_done_callback(lambda _op: context.wakeup())
    own.wait(ended)
    assert turns < 20


def test_within_a_running_main_loop() -> None:
    loop = GLib.MainLoop()
    outcome: list[object] = []
    ticks: list[float] = []

    def from_a_callback() -> None:
        outcome.append(Operation(answer_when_ticked).run())
        loop.quit()

    def answer_when_ticked() -> int:
        assert ticked.wait(SOON)
        return 7

    def tick() -> bool:
        ticks.append(time.monotonic())
        ticked.set()
        return not outcome

    ticked = threading.Event()
    GLib.idle_add(once(from_a_callback))
    GLib.timeout_add(5, tick)
    loop.run()
    assert outcome == [7]
    assert ticks


def test_runs_nest() -> None:
    order = []

    def inner() -> None:
        order.append(Operation(lambda: "inner").run())
        let_go.set()

    let_go = threading.Event()
    GLib.idle_add(once(inner))
    Operation(let_go.wait, SOON).run()
    order.append("outer")
    assert order == ["inner", "outer"]


def test_a_callback_of_the_loop_can_cancel() -> None:
    operation = Operation(sleep, 3600)
    GLib.idle_add(once(operation.cancel))
    with pytest.raises(Cancelled):
        operation.run()
    assert operation.join(SOON)


def test_a_worker_thread_does_not_turn_the_main_threads_loop() -> None:
    ran_on = []
    GLib.idle_add(once(lambda: ran_on.append(threading.current_thread())))
    outer = Operation(lambda: Operation(sleep, 0.01).run())
    assert outer.join(SOON)
    assert not ran_on
    while GLib.MainContext.default().iteration(False):
        pass
    assert ran_on == [threading.main_thread()]


def test_a_worker_thread_turns_a_context_of_its_own() -> None:
    def work() -> threading.Thread | None:
        context = GLib.MainContext.new()
        with thread_default(context):
            ran_on: list[threading.Thread] = []
            let_go = threading.Event()

            def dispatched(*_: object) -> bool:
                ran_on.append(threading.current_thread())
                let_go.set()
                return bool(GLib.SOURCE_REMOVE)

            source = GLib.idle_source_new()
            source.set_callback(dispatched)
            source.attach(context)
            Operation(let_go.wait, SOON).run()
            return ran_on[0]

    def run() -> None:
        seen.append(work())

    seen: list[object] = []
    thread = threading.Thread(target=run)
    thread.start()
    thread.join(SOON)
    assert seen == [thread]


@contextmanager
def thread_default(context: Any) -> Iterator[None]:
    context.push_thread_default()
    try:
        yield
    finally:
        context.pop_thread_default()


def test_without_glib_it_plainly_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def no_gi(name: str, *args: Any) -> Any:
        if name.startswith("gi"):
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", no_gi)
    monkeypatch.delitem(sys.modules, "gi.repository.GLib", raising=False)
    assert isinstance(waiter(), Sleeper)
    assert Operation(lambda: 3).run() == 3
