# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A signal ends the command's work, and lets it clean up."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from unjam.cli.running import Interrupted, run


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
