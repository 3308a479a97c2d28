# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Stopping a call: at every phase, by the caller, by the clock, by closing."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from unjam.cups import AsyncConnection, Connection, Encryption, PasswordRequest, errors
from unjam.cups.cancel import CancelToken, current_token
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer

PRINTERS = acts.ipp_reply(
    wire.Group(wire.PRINTER, {"printer-name": wire.attribute(wire.NAME, "Office")})
)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk_lengths_in_drops(exchange: Exchange) -> None:
    """Begin a chunked reply, and never finish the line that says how long a chunk is."""
    exchange.read_request()
    exchange.send(CHUNKED)
    while True:
        exchange.send(b"0")
        exchange.pause(0.02)


WAITING: dict[str, Behaviour] = {
    "silence": acts.silence_after_request(),
    "headers in drops": acts.trickle(PRINTERS, every=0.02),
    "half a reply": acts.silence_after_request(PRINTERS, first=120),
    "chunk lengths in drops": chunk_lengths_in_drops,
}


@contextmanager
def cancelling(after: float, work: Callable[[], object]) -> Iterator[list[float]]:
    """Run `work` on a thread under a token, cancel it, and say how long it took to return."""
    token, took = CancelToken(), list[float]()
    outcome: list[BaseException] = []
    stopped = [0.0]

    def run() -> None:
        current_token.set(token)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - looked at below
            took.append(time.monotonic() - stopped[0])
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(after)
    stopped[0] = time.monotonic()
    token.cancel()
    thread.join(10)
    assert not thread.is_alive()
    assert [type(error) for error in outcome] == [errors.Cancelled]
    yield took


@pytest.mark.parametrize("phase", WAITING)
def test_a_stopped_call_leaves_no_connection(phase: str) -> None:
    """It is hung up when the call ends, and not when the next one finds it so."""

    def hung_up(exchange: Exchange) -> None:
        try:
            WAITING[phase](exchange)
            exchange.stay_silent()
        finally:
            ended.set()

    ended = threading.Event()
    with HostileServer(hung_up) as server:
        connection = Connection(server.address)
        before = open_files()
        with cancelling(0.3, connection.get_printers):
            assert ended.wait(5)
        deadline = time.monotonic() + 5  # for the server's own end of it
        while open_files() > before and time.monotonic() < deadline:
            time.sleep(0.01)
        assert open_files() == before


@pytest.mark.parametrize("phase", WAITING)
def test_cancelled_while_waiting_or_reading(phase: str) -> None:
    with HostileServer(WAITING[phase], acts.answer(PRINTERS)) as server:
        connection = Connection(server.address, timeout=None)
        with cancelling(0.15, connection.get_printers) as took:
            assert took[0] < 0.05
        assert connection.get_printers().column("printer-name") == ["Office"]
        assert len(server.requests) == 2, "nothing was sent twice"


@pytest.mark.parametrize("phase", WAITING)
def test_a_deadline_ends_every_wait(phase: str) -> None:
    with HostileServer(WAITING[phase], acts.answer(PRINTERS)) as server:
        connection = Connection(server.address, timeout=0.3)
        start = time.monotonic()
        with pytest.raises(errors.DeadlineExceeded) as raised:
            connection.get_printers()
        assert isinstance(raised.value, TimeoutError)
        assert 0.25 < time.monotonic() - start < 0.8
        assert len(connection.get_printers(timeout=5)) == 1


@pytest.mark.parametrize("phase", WAITING)
def test_close_from_another_thread_ends_the_call(phase: str) -> None:
    with HostileServer(WAITING[phase]) as server:
        connection = Connection(server.address, timeout=None)
        threading.Timer(0.15, connection.close).start()
        with pytest.raises(errors.Closed):
            connection.get_printers()
        with pytest.raises(errors.Closed):
            connection.get_printers()
        connection.close()


def full_backlog() -> socket.socket:
    """A listener that takes no more connections: to it, connecting hangs."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    return listener


def test_cancelled_while_connecting() -> None:
    with full_backlog() as listener:
        port = listener.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        connection = Connection(f"127.0.0.1:{port}", timeout=None)
        with cancelling(0.2, connection.get_printers) as took:
            assert took[0] < 0.05
        start = time.monotonic()
        with pytest.raises(errors.DeadlineExceeded):
            connection.get_printers(timeout=0.3)
        assert time.monotonic() - start < 0.6
        for filler in fillers:
            filler.close()


def test_cancelled_in_the_tls_handshake() -> None:
    with HostileServer(acts.silence()) as server:
        connection = Connection(server.address, encryption=Encryption.ALWAYS, timeout=None)
        with cancelling(0.2, connection.get_printers) as took:
            assert took[0] < 0.05


def test_cancelled_in_the_password_callback() -> None:
    asked = threading.Event()

    def wait_for_ever(question: PasswordRequest) -> str:
        token = current_token.get()
        released = threading.Event()
        assert token is not None
        with token.on_cancel(released.set):
            asked.set()
            released.wait(10)
        return "too late"

    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        connection = Connection(server.address, user="ann", password=wait_for_ever, timeout=None)
        with cancelling(0.2, connection.get_printers) as took:
            assert asked.is_set()
            assert took[0] < 0.05
        assert len(server.requests) == 1, "a cancelled request is not sent again"


def test_cancelled_during_the_upload() -> None:
    def take_nothing(exchange: Exchange) -> None:
        exchange.pause(60)

    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(65536)

    with HostileServer(take_nothing, acts.answer(PRINTERS)) as server:
        connection = Connection(server.address, timeout=None)
        printing = lambda: connection.print_job("x", endless(), title="t")  # noqa: E731
        with cancelling(1.5, printing) as took:
            assert took[0] < 0.25
        assert len(connection.get_printers()) == 1


def test_cancelled_before_it_began_sends_nothing() -> None:
    token = CancelToken()
    token.cancel()
    with HostileServer(acts.answer(PRINTERS)) as server:
        connection = Connection(server.address)
        connection.connect()
        reset = current_token.set(token)
        try:
            with pytest.raises(errors.Cancelled):
                connection.get_printers()
        finally:
            current_token.reset(reset)
        assert not server.requests
        assert len(connection.get_printers()) == 1


def ends_closed(connection: Connection) -> None:
    with pytest.raises(errors.Closed):
        connection.get_jobs()


def test_cancelled_while_waiting_for_its_turn() -> None:
    with HostileServer(acts.silence_after_request()) as server:
        connection = Connection(server.address, timeout=None)
        first = threading.Thread(target=ends_closed, args=(connection,))
        first.start()
        while not server.requests:
            time.sleep(0.01)
        with cancelling(0.1, connection.get_printers) as took:
            assert took[0] < 0.05
        assert len(server.requests) == 1
        connection.close()
        first.join(5)
        assert not first.is_alive()


@pytest.mark.parametrize("phase", WAITING)
async def test_a_cancelled_task_is_free_at_once(phase: str) -> None:
    with HostileServer(WAITING[phase], acts.answer(PRINTERS)) as server:
        async with AsyncConnection(server.address, timeout=None) as connection:
            task = asyncio.create_task(connection.get_printers())
            await asyncio.sleep(0.15)
            start = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert time.monotonic() - start < 0.02
            assert len(await connection.get_printers()) == 1


async def test_an_async_password_callback_is_cancelled_with_its_call() -> None:
    ended = asyncio.Event()

    async def ask(question: PasswordRequest) -> str:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return ""

    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        async with AsyncConnection(server.address, user="ann", password=ask) as connection:
            task = asyncio.create_task(connection.get_printers())
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.wait_for(ended.wait(), 1)


def open_files() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - only how many


def test_nothing_is_left_behind() -> None:
    with HostileServer(acts.trickle(PRINTERS, every=0.01)) as server:
        connection = Connection(server.address, timeout=0.05)
        for round_ in range(30):
            with pytest.raises(errors.DeadlineExceeded):
                connection.get_printers()
            if round_ == 9:
                time.sleep(0.3)
                files, threads = open_files(), threading.active_count()
        time.sleep(0.3)
        assert abs(open_files() - files) < 5
        assert abs(threading.active_count() - threads) < 5
