# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A signal ends the command's work, and lets it clean up."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress

import pytest
from tests import programs

from unjam.cli import running
from unjam.cli.running import Interrupted, run
from unjam.cups import errors


def test_a_signal_does_not_interrupt_what_cleans_up_already() -> None:
    done: list[str] = []

    async def child() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            done.append("clean")

    async def work() -> None:
        left = asyncio.create_task(child())
        await asyncio.sleep(0)
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await asyncio.sleep(60)
        finally:
            left.cancel()

    with pytest.raises(Interrupted) as ended:
        run(work())
    assert ended.value.status == 128 + signal.SIGTERM
    assert done == ["clean"]


def test_work_that_ends_by_itself_after_a_signal_was_stopped_all_the_same() -> None:
    async def work() -> str:
        os.kill(os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return "half of it"
        return "all of it"

    with pytest.raises(Interrupted) as ended:
        run(work())
    assert ended.value.status == 128 + signal.SIGINT


def test_what_takes_long_to_clean_up_does_not_hide_that_a_signal_ended_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "GRACE_SECONDS", 0.05)
    letting_go = asyncio.Event()

    async def child() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await letting_go.wait()

    async def work() -> None:
        left = asyncio.create_task(child(), name="one that will not let go")
        await asyncio.sleep(0)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)
        left.cancel()

    with pytest.raises(Interrupted) as ended:
        run(work())
    assert ended.value.status == 128 + signal.SIGINT


PROBLEMS = [TimeoutError(), OSError(), errors.DeviceError("Get-Jobs", 0x0503, "it hung up")]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: type(problem).__name__)
def test_what_fails_while_it_is_stopped_is_not_told_instead(problem: Exception) -> None:
    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(60)
        finally:
            raise problem

    with pytest.raises(Interrupted) as ended:
        run(work())
    assert ended.value.__cause__ is problem, "but it is not lost either"


def test_what_must_finish_finishes_however_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "GRACE_SECONDS", 0.02)
    steps: list[str] = []

    async def give_back() -> None:
        for _ in range(10):
            await asyncio.sleep(0.02)
        steps.append("given back")

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.create_task(give_back(), name=f"{running.MUST_FINISH} 1")
            steps.append("and the note is gone")

    with pytest.raises(Interrupted):
        run(work())
    assert steps == ["given back", "and the note is gone"]


def test_what_must_finish_is_not_cancelled_when_the_work_is_over_before_it() -> None:
    steps: list[str] = []

    async def give_back() -> None:
        await asyncio.sleep(0.05)
        steps.append("given back")

    async def work() -> asyncio.Task[None]:
        return asyncio.create_task(give_back(), name=running.MUST_FINISH)

    run(work())
    assert steps == ["given back"]


def test_what_must_finish_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "GRACE_SECONDS", 0.02)
    monkeypatch.setattr(running, "FINISHING_SECONDS", 0.1)

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.create_task(never(), name=running.MUST_FINISH)

    async def never() -> None:
        while True:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(60)

    with pytest.raises(Interrupted):
        run(work())


def test_a_generator_that_does_not_close_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "GRACE_SECONDS", 0.05)
    letting_go = asyncio.Event()
    kept: list[AsyncGenerator[int, None]] = []

    async def numbers() -> AsyncGenerator[int, None]:
        try:
            yield 1
        finally:
            await letting_go.wait()

    async def work() -> None:
        kept.append(numbers())
        await anext(kept[0])
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)

    with pytest.raises(Interrupted):
        run(work())


STUBBORN = f"""
import asyncio, sys
from unjam.cli import running
from unjam.cli.main import main
from unjam.cli.frame import cli

async def never():
    while True:
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            print("no", flush=True)

async def work():
    other = asyncio.create_task(never(), name={running.MUST_FINISH!r})
    print("begun", flush=True)
    try:
        await other
    finally:
        await other

cli.callback = lambda: running.run(work())
cli.invoke_without_command = True
cli.no_args_is_help = False
sys.exit(main([]))
"""


def test_a_second_signal_waits_for_nothing() -> None:
    with programs.running([sys.executable, "-c", STUBBORN], stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        for line in ("begun\n", "no\n"):
            assert program.stdout.readline() == line
            program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=running.FINISHING_SECONDS - 5)
    assert program.returncode == 130, err
    assert (set(out.split()) <= {"no"}, err.strip()) == (True, "")
