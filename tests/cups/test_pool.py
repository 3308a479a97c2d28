# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The pool: several calls at once, never more than it has connections for."""

from __future__ import annotations

import asyncio
import time

import pytest

from unjam.cups import AsyncPool, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.hostile import HostileServer

PRINTERS = acts.ipp_reply(
    wire.Group(wire.PRINTER, {"printer-name": wire.attribute(wire.NAME, "Office")})
)


async def test_calls_run_side_by_side_within_bounds() -> None:
    with HostileServer(acts.slowly(PRINTERS, delay=0.2)) as server:
        async with AsyncPool(server.address, size=4) as pool:
            start = time.monotonic()
            found = await asyncio.gather(*(pool.get_printers() for _ in range(8)))
            assert [len(each) for each in found] == [1] * 8
            assert 0.35 < time.monotonic() - start < 1.2
        assert server.connections == 4


async def test_waiting_for_room_counts_and_can_be_cancelled() -> None:
    with HostileServer(acts.silence_after_request()) as server:
        async with AsyncPool(server.address, size=1, timeout=None) as pool:
            first = asyncio.create_task(pool.get_printers())
            await asyncio.sleep(0.1)
            with pytest.raises(errors.DeadlineExceeded):
                await pool.get_printers(timeout=0.1)
            second = asyncio.create_task(pool.get_printers())
            await asyncio.sleep(0.05)
            for task in (second, first):
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task


async def test_a_cancelled_call_gives_its_place_back() -> None:
    with HostileServer(acts.silence_after_request(), acts.answer(PRINTERS)) as server:
        async with AsyncPool(server.address, size=1) as pool:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pool.get_printers(), 0.1)
            assert len(await pool.get_printers()) == 1


async def test_closing_ends_what_runs() -> None:
    with HostileServer(acts.silence_after_request()) as server:
        pool = AsyncPool(server.address, size=2, timeout=None)
        tasks = [asyncio.create_task(pool.get_printers()) for _ in range(3)]
        await asyncio.sleep(0.1)
        await pool.close()
        for task in tasks:
            with pytest.raises(errors.Closed):
                await task
        with pytest.raises(errors.Closed):
            await pool.get_printers()


async def test_a_pool_has_room() -> None:
    with pytest.raises(ValueError, match="at least one"):
        AsyncPool("127.0.0.1", size=0)
