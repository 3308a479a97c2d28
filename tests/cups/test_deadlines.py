# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A call's time counts from the call, whatever it has to wait for first; and turns are fair."""

from __future__ import annotations

import asyncio
import threading

import pytest
from tests.conditions import SOON, eventually

from unjam.cups import AsyncConnection, Connection, PasswordRequest, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.hostile import Exchange, HostileServer

PRINTERS = acts.ipp_reply(
    wire.Group(wire.PRINTER, {"printer-name": wire.attribute(wire.NAME, "Office")})
)


async def test_waiting_behind_a_hung_call_counts() -> None:
    with HostileServer(acts.silence_after_request()) as server:
        async with AsyncConnection(server.address, user="ann", timeout=None) as cups:
            hung = asyncio.create_task(cups.get_printers())
            async with asyncio.timeout(SOON):
                while not server.requests:  # noqa: ASYNC110 - the server is no part of this loop
                    await asyncio.sleep(0.01)
                with pytest.raises(errors.DeadlineExceeded):
                    await cups.get_printers(timeout=0.2)
            assert not hung.done()
            hung.cancel()


async def test_an_async_password_callback_counts() -> None:
    ended = asyncio.Event()

    async def never(_: PasswordRequest) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return ""

    with HostileServer(acts.challenge_forever()) as server:
        async with AsyncConnection(server.address, user="ann", password=never) as cups:
            async with asyncio.timeout(SOON):
                with pytest.raises(errors.DeadlineExceeded):
                    await cups.get_printers(timeout=0.5)
                await ended.wait()


async def test_after_a_deadline_the_connection_is_good_again() -> None:
    behaviours = (acts.silence_after_request(), acts.answer(PRINTERS))
    with HostileServer(*behaviours) as server:
        async with AsyncConnection(server.address, user="ann") as cups:
            with pytest.raises(errors.DeadlineExceeded):
                await cups.get_printers(timeout=0.2)
            assert len(await cups.get_printers(timeout=SOON)) == 1


def test_who_comes_first_is_served_first() -> None:
    """One who asks again and again does not keep the others from their turn."""
    first_reply = threading.Event()

    def behave(exchange: Exchange) -> None:
        request = exchange.read_request()
        first_reply.wait(SOON)
        exchange.send(acts.http_reply(wire.encode(wire.Message(0, request.ipp.request_id))))
        acts.answer(acts.ipp_reply())(exchange)

    order: list[str] = []
    with HostileServer(behave) as server, Connection(server.address, user="ann") as cups:

        def greedy() -> None:
            for _ in range(20):
                cups.get_printers(timeout=SOON)
                order.append("greedy")

        def modest() -> None:
            cups.get_printers(timeout=SOON)
            order.append("modest")

        threads = [threading.Thread(target=work) for work in (greedy, modest)]
        threads[0].start()
        eventually(lambda: bool(server.requests))
        threads[1].start()
        eventually(lambda: bool(cups._session._waiting))
        first_reply.set()
        for thread in threads:
            thread.join(SOON)
    assert order.index("modest") <= 1
