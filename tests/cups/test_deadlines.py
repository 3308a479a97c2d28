# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A call's time counts from the call, whatever it has to wait for first; and turns are fair."""

from __future__ import annotations

import asyncio
import threading

import pytest
from tests.conditions import SOON, eventually
from tests.cups.phases import PRINTERS

from unjam.cups import AsyncConnection, Connection, PasswordRequest, errors
from unjam.cups._libcups.call import CANCELLED
from unjam.cups.session import Session
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer


def at_a_sign(go_on: threading.Event) -> Behaviour:
    """Answer every request, the first not before the sign."""

    def behave(exchange: Exchange) -> None:
        while True:
            request = exchange.read_request()
            go_on.wait(SOON)
            exchange.send(acts.http_reply(wire.encode(wire.Message(0, request.ipp.request_id))))

    return behave


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


def test_who_is_stopped_when_the_turn_comes_passes_it_on() -> None:
    """The third looks whether it is its turn before the second, who is stopped, has left."""
    outcomes: dict[str, object] = {}
    go_on = threading.Event()
    with (
        HostileServer(at_a_sign(go_on)) as server,
        Connection(server.address, user="ann") as cups,
    ):
        session = cups._session

        def ask(name: str) -> None:
            try:
                outcomes[name] = len(cups.get_printers(timeout=SOON))
            except errors.CupsError as error:
                outcomes[name] = type(error)

        def wait_in_line(count: int) -> None:
            assert eventually(lambda: server.requests and in_line(session) == count)

        threads = [threading.Thread(target=ask, args=(name,)) for name in "123"]
        for number, thread in enumerate(threads):
            thread.start()
            wait_in_line(number)
        with session._changed:
            session._changed.notify(1)  # the second waits anew, behind the third
        wait_in_line(2)
        session._waiting[0].call.stop(CANCELLED)
        go_on.set()
        for thread in threads:
            thread.join(SOON + 5)
    assert outcomes == {"1": 0, "2": errors.Cancelled, "3": 0}


def in_line(session: Session) -> int:
    """How many wait for a sign that it may be their turn."""
    with session._changed:
        return len(session._changed._waiters)  # type: ignore[attr-defined]


def test_who_comes_first_is_served_first() -> None:
    """One who asks again and again does not keep the others from their turn."""
    order: list[str] = []
    go_on = threading.Event()
    with (
        HostileServer(at_a_sign(go_on)) as server,
        Connection(server.address, user="ann") as cups,
    ):

        def greedy() -> None:
            for _ in range(20):
                cups.get_printers(timeout=SOON)
                order.append("greedy")

        def modest() -> None:
            cups.get_printers(timeout=SOON)
            order.append("modest")

        threads = [threading.Thread(target=work) for work in (greedy, modest)]
        threads[0].start()
        assert eventually(lambda: server.requests)
        threads[1].start()
        assert eventually(lambda: cups._session._waiting)
        go_on.set()
        for thread in threads:
            thread.join(SOON)
    assert order.index("modest") <= 1
