# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The pool: several calls at once, never more than it has connections for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conditions import SOON, comes_true
from tests.cups.phases import PRINTERS, Phase, is_cancelled, silence

from unjam.cups import AsyncPool, Encryption, PasswordRequest, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.certificates import make_certificate
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


async def test_a_cancel_that_comes_with_the_room_is_not_lost() -> None:
    go = threading.Event()

    def answer_once(exchange: Exchange) -> None:
        request = exchange.read_request()
        assert go.wait(SOON)
        exchange.send(PRINTERS(request) if callable(PRINTERS) else PRINTERS)
        exchange.stay_silent()

    with HostileServer(answer_once) as server:
        async with AsyncPool(server.address, size=1) as pool:
            first, second = (asyncio.create_task(pool.get_printers()) for _ in range(2))
            first.add_done_callback(lambda _: second.cancel())
            assert await comes_true(lambda: server.requests)
            go.set()
            await asyncio.wait({first, second}, timeout=SOON / 2)
            assert len(await first) == 1
            assert second.cancelled()


async def test_a_connection_that_still_drains_is_not_the_next_to_be_used() -> None:
    asked, let_go = threading.Event(), threading.Event()

    def deaf(_question: PasswordRequest) -> None:
        asked.set()
        assert let_go.wait(2 * SOON)

    def ask(exchange: Exchange) -> Iterator[None]:
        exchange.read_request()
        exchange.send(acts.http_reply(status=401, headers={"WWW-Authenticate": acts.BASIC}))
        yield
        exchange.stay_silent()

    phase = Phase(ask)
    with HostileServer(phase) as server:
        async with AsyncPool(server.address, size=2, user="ann", password=deaf) as pool:
            call = asyncio.create_task(pool.get_printers())
            assert await comes_true(asked.is_set)
            assert await is_cancelled(call)
            phase.over.set()
            for _ in range(3):
                assert len(await pool.get_printers(timeout=SOON)) == 1
            assert not let_go.is_set()
            let_go.set()


async def test_what_the_server_refuses_costs_no_connection() -> None:
    with HostileServer(acts.answer(acts.ipp_reply(status=0x0406), PRINTERS)) as server:
        async with AsyncPool(server.address, size=3) as pool:
            with pytest.raises(errors.NotFound):
                await pool.get_printer_attributes("Office")
            assert len(await pool.get_printers()) == 1
        assert server.connections == 1


async def test_connect_makes_the_connection_that_the_next_call_uses() -> None:
    with HostileServer(acts.answer(PRINTERS)) as server:
        async with AsyncPool(server.address) as pool:
            await pool.connect()
            assert await comes_true(lambda: server.connections == 1)
            assert len(await pool.get_printers()) == 1
        assert server.connections == 1
        with pytest.raises(errors.Closed):
            await pool.connect()


async def test_the_certificate_is_what_the_server_showed(tmp_path: Path) -> None:
    pair = make_certificate(tmp_path)
    with HostileServer(acts.over_tls(pair.context(), acts.answer(PRINTERS))) as server:
        async with AsyncPool(
            server.address, encryption=Encryption.ALWAYS, trust=lambda _shown: True
        ) as pool:
            before = pool.certificate
            await pool.get_printers()
            shown = pool.certificate
    assert before is None
    assert shown is not None
    assert shown.fingerprint == f"sha256:{pair.fingerprint}"


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
