# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Stopping a call: at every phase, by the caller, by the clock, by closing.

How quickly is for `make bench`: here, what is stopped ends although the server never would.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.conditions import SOON, comes_true, descriptors, eventually, nothing_left
from tests.cups.phases import (
    PRINTERS,
    WAITING,
    Call,
    Phase,
    encrypted,
    hello,
    is_cancelled,
    silence,
)

from unjam.cups import AsyncConnection, Connection, Encryption, PasswordRequest, errors
from unjam.cups.cancel import CancelToken, current_token
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.certificates import Certificate, make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer


def assert_cancelled(call: Call[Any]) -> None:
    """Cancel it, and see it end for that reason."""
    call.cancel()
    with pytest.raises(errors.Cancelled):
        call.result()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def over_tls(server: HostileServer) -> Connection:
    return Connection(
        server.address, encryption=Encryption.ALWAYS, trust=lambda _shown: True, timeout=None
    )


@pytest.mark.parametrize("name", WAITING)
def test_a_stopped_call_leaves_no_connection(name: str) -> None:
    """It is hung up when the call ends, and not when the next one finds it so."""
    phase = Phase(WAITING[name])
    with HostileServer(phase) as server:
        connection = Connection(server.address, timeout=None)
        before = descriptors()
        call = Call(connection.get_printers)
        assert phase.reached.wait(SOON)
        assert_cancelled(call)
        assert phase.left.wait(SOON)
        assert eventually(lambda: descriptors() <= before)


@pytest.mark.parametrize("name", WAITING)
def test_cancelled_while_waiting_or_reading(name: str) -> None:
    phase = Phase(WAITING[name])
    with HostileServer(phase) as server:
        connection = Connection(server.address, timeout=None)
        call = Call(connection.get_printers)
        assert phase.reached.wait(SOON)
        assert_cancelled(call)
        assert len(server.requests) == 1, "nothing was sent twice"
        phase.over.set()
        assert connection.get_printers().column("printer-name") == ["Office"]
        assert len(server.requests) == 2, "nothing was sent twice"


@pytest.mark.parametrize("name", WAITING)
def test_cancelled_while_waiting_or_reading_over_tls(name: str, certificate: Certificate) -> None:
    secure = acts.over_tls(certificate.context(), acts.answer(PRINTERS))
    phase = Phase(encrypted(certificate, WAITING[name]), then=secure)
    with HostileServer(phase) as server:
        connection = over_tls(server)
        call = Call(connection.get_printers)
        assert phase.reached.wait(SOON)
        assert_cancelled(call)
        phase.over.set()
        assert len(connection.get_printers()) == 1
        assert len(server.requests) == 2, "nothing was sent twice"


@pytest.mark.parametrize("name", WAITING)
def test_a_deadline_ends_every_wait(name: str) -> None:
    phase = Phase(WAITING[name])
    with HostileServer(phase) as server:
        connection = Connection(server.address, timeout=0.3)
        start = time.monotonic()
        with pytest.raises(errors.DeadlineExceeded) as raised:
            Call(connection.get_printers).result()
        assert isinstance(raised.value, TimeoutError)
        assert time.monotonic() - start > 0.25, "and not before"
        phase.over.set()
        assert len(connection.get_printers(timeout=SOON)) == 1


@pytest.mark.parametrize("name", WAITING)
def test_close_from_another_thread_ends_the_call(name: str) -> None:
    phase = Phase(WAITING[name])
    with HostileServer(phase) as server:
        connection = Connection(server.address, timeout=None)
        call = Call(connection.get_printers)
        assert phase.reached.wait(SOON)
        connection.close()
        with pytest.raises(errors.Closed):
            call.result()
        with pytest.raises(errors.Closed):
            connection.get_printers()
        connection.close()


# --- before there is a connection ----------------------------------------------------------------


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port whose listener takes no more connections: to it, connecting hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port: int = listener.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        yield port
        for filler in fillers:
            filler.close()


def knocking(port: int) -> int:
    """How many connections to that port are being made: SYN_SENT of proc_net_tcp(5)."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[2].endswith(f":{port:04X}") and row[3] == "02" for row in rows)


def test_cancelled_while_connecting() -> None:
    with deaf_port() as port:
        connection = Connection(f"127.0.0.1:{port}", timeout=None)
        before = knocking(port)
        call = Call(connection.get_printers)
        assert eventually(lambda: knocking(port) > before)
        assert_cancelled(call)
        with pytest.raises(errors.DeadlineExceeded):
            Call(lambda: connection.get_printers(timeout=0.3)).result()


def test_cancelled_in_the_tls_handshake() -> None:
    phase = Phase(hello)
    with HostileServer(phase) as server:
        call = Call(over_tls(server).get_printers)
        assert phase.reached.wait(SOON)
        assert_cancelled(call)


RESOLVING = """
import os
from tests.cups.phases import Call
from unjam.cups import Connection, errors
reached, reaching = os.pipe()
os.environ["RESOLVING"] = str(reaching)
call = Call(Connection("no-such-host.slow", timeout=None).get_printers)
os.read(reached, 1)
call.cancel()
try:
    call.result()
except errors.Cancelled:
    print("cancelled")
"""


@pytest.fixture(scope="module")
def slow_resolver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library for LD_PRELOAD whose getaddrinfo() never ends for names in ".slow"."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler")
    source = Path(__file__).with_name("slow_resolver.c")
    library = tmp_path_factory.mktemp("resolver") / "slow_resolver.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return library


def test_cancelled_while_the_name_is_resolved(slow_resolver: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", RESOLVING],
        env=os.environ | {"LD_PRELOAD": str(slow_resolver)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=SOON,
    )
    assert (ended.stdout, ended.stderr, ended.returncode) == ("cancelled\n", "", 0)


# --- in the password callback, and while sending -------------------------------------------------


def test_cancelled_in_the_password_callback() -> None:
    asked = threading.Event()

    def wait_for_ever(question: PasswordRequest) -> str:
        token = current_token.get()
        released = threading.Event()
        assert token is not None
        with token.on_cancel(released.set):
            asked.set()
            assert released.wait(SOON)
        return "too late"

    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        connection = Connection(server.address, user="ann", password=wait_for_ever, timeout=None)
        call = Call(connection.get_printers)
        assert asked.wait(SOON)
        assert_cancelled(call)
        assert len(server.requests) == 1, "a cancelled request is not sent again"


def test_cancelled_during_the_upload() -> None:
    blocks = 0

    def take_little(exchange: Exchange) -> Iterator[None]:
        exchange.receive()
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        for _ in range(10):
            exchange.receive()
        yield
        exchange.pause(SOON)

    def endless() -> Iterator[bytes]:
        nonlocal blocks
        while True:
            blocks += 1
            yield bytes(65536)

    def stuck() -> bool:
        before = blocks
        return not eventually(lambda: blocks > before, 0.3)

    phase = Phase(take_little)
    with HostileServer(phase) as server:
        connection = Connection(server.address, timeout=None)
        call = Call(lambda: connection.print_job("x", endless(), title="t"))
        assert phase.reached.wait(SOON)
        assert eventually(stuck)
        assert_cancelled(call)
        phase.over.set()
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


def test_cancelled_while_waiting_for_its_turn() -> None:
    phase = Phase(silence)
    with HostileServer(phase) as server:
        connection = Connection(server.address, timeout=None)
        first = Call(connection.get_jobs)
        assert phase.reached.wait(SOON)
        assert_cancelled(Call(connection.get_printers))
        assert len(server.requests) == 1
        connection.close()
        with pytest.raises(errors.Closed):
            first.result()


# --- asyncio -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WAITING)
async def test_a_cancelled_task_is_free(name: str) -> None:
    phase = Phase(WAITING[name])
    with HostileServer(phase) as server:
        async with AsyncConnection(server.address, timeout=None) as connection:
            task = asyncio.create_task(connection.get_printers())
            assert await comes_true(phase.reached.is_set)
            assert await is_cancelled(task)
            phase.over.set()
            assert len(await connection.get_printers()) == 1


async def test_a_cancelled_task_does_not_wait_for_what_is_deaf_to_it() -> None:
    asked, let_go = threading.Event(), threading.Event()

    def deaf(_question: PasswordRequest) -> None:
        asked.set()
        assert let_go.wait(SOON)

    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        async with AsyncConnection(server.address, user="ann", password=deaf) as connection:
            task = asyncio.create_task(connection.get_printers())
            assert await comes_true(asked.is_set)
            assert await is_cancelled(task)
            assert not let_go.is_set()
            let_go.set()


async def test_an_async_password_callback_is_cancelled_with_its_call() -> None:
    asked, ended = asyncio.Event(), asyncio.Event()

    async def ask(question: PasswordRequest) -> str:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return ""

    with HostileServer(acts.challenge("ann", "secret", PRINTERS)) as server:
        async with AsyncConnection(server.address, user="ann", password=ask) as connection:
            task = asyncio.create_task(connection.get_printers())
            await asyncio.wait_for(asked.wait(), SOON)
            assert await is_cancelled(task)
            await asyncio.wait_for(ended.wait(), SOON)


def test_nothing_is_left_behind() -> None:
    with HostileServer(acts.trickle(PRINTERS, every=0.01)) as server:
        files, threads = descriptors(), threading.active_count()
        connection = Connection(server.address, timeout=0.05)
        for _ in range(30):
            with pytest.raises(errors.DeadlineExceeded):
                connection.get_printers()
        assert nothing_left(files, threads)
