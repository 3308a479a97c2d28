# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The pool: several calls at once, never more than it has connections for."""

from __future__ import annotations

import asyncio
import threading

import pytest
from tests.conditions import SOON, comes_true
from tests.cups.phases import PRINTERS, Phase, is_cancelled, silence

from unjam.cups import AsyncPool, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.hostile import Exchange, HostileServer


async def test_calls_run_side_by_side_within_bounds() -> None:
    side_by_side = threading.Barrier(4)

    def together(exchange: Exchange) -> None:
        """Answer once four ask at the same time."""
        while True:
            request = exchange.read_request()
            side_by_side.wait(SOON)
            exchange.send(PRINTERS(request) if callable(PRINTERS) else PRINTERS)

    with HostileServer(together) as server:
        async with AsyncPool(server.address, size=4) as pool:
            found = await asyncio.gather(*(pool.get_printers() for _ in range(8)))
            assert [len(each) for each in found] == [1] * 8
        assert server.connections == 4


async def test_waiting_for_room_counts_and_can_be_cancelled() -> None:
    phase = Phase(silence)
    with HostileServer(phase) as server:
        async with AsyncPool(server.address, size=1, timeout=None) as pool:
            first = asyncio.create_task(pool.get_printers())
            assert await comes_true(phase.reached.is_set)
            with pytest.raises(errors.DeadlineExceeded):
                await pool.get_printers(timeout=0.1)
            second = asyncio.create_task(pool.get_printers())
            await asyncio.sleep(0)
            assert await is_cancelled(second)
            assert await is_cancelled(first)
            assert len(server.requests) == 1


async def test_a_cancelled_call_gives_its_place_back() -> None:
    phase = Phase(silence)
    with HostileServer(phase) as server:
        async with AsyncPool(server.address, size=1) as pool:
            call = asyncio.create_task(pool.get_printers())
            assert await comes_true(phase.reached.is_set)
            assert await is_cancelled(call)
            phase.over.set()
            assert len(await pool.get_printers()) == 1


async def test_closing_ends_what_runs() -> None:
    with HostileServer(acts.silence_after_request()) as server:
        pool = AsyncPool(server.address, size=2, timeout=None)
        tasks = [asyncio.create_task(pool.get_printers()) for _ in range(3)]
        assert await comes_true(lambda: len(server.requests) == 2)
        await pool.close()
        for task in tasks:
            with pytest.raises(errors.Closed):
                await asyncio.wait_for(task, SOON)
        with pytest.raises(errors.Closed):
            await pool.get_printers()


async def test_a_pool_has_room() -> None:
    with pytest.raises(ValueError, match="at least one"):
        AsyncPool("127.0.0.1", size=0)
