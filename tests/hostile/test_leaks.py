# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Thousands of calls of each kind: memory, descriptors and threads stay what they were.

`UNJAM_LEAKS=100000` makes it the long run (`make leaks`).
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from tests.conditions import SOON, descriptors, eventually, nothing_left
from tests.cups.phases import CHUNKED
from tests.hostile.conftest import CannedFactory, printer_reply

from unjam.cups import AsyncConnection, Connection, Credentials, Encryption
from unjam.cups.cancel import CancelToken, current_token
from unjam.cups.errors import (
    AuthenticationCancelled,
    Cancelled,
    CertificateError,
    CupsError,
    DeadlineExceeded,
    NotFound,
    Refused,
    TlsFailed,
)
from unjam.operations import Operation
from unjam.sandbox import wire
from unjam.sandbox.certificates import Certificate, make_certificate
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer
from unjam.sandbox.hostile_acts import answer, http_reply, ipp_reply, over_tls

PRINTER = printer_reply("Office")
COUNT = int(os.environ.get("UNJAM_LEAKS", "1000"))
WARM = min(COUNT, 300)
OBJECTS = 0.1
"""How many of Python's blocks a call may leave: what is lost for each call is one at least."""
BYTES = 16.0
"""How many of malloc()'s bytes a call may leave: its smallest block has 24."""
IDLE = 4
"""How many threads for openings wait for the next one, at most."""
CACHED = 0 if getattr(sys, "_is_gil_enabled", lambda: True)() else 200_000
"""What a thread's cache of freed blocks holds, which mallinfo2 takes for used. It fills slowly
where Python's own objects are none of malloc()'s, as without its GIL."""
SLACK = 500, 50_000 + CACHED
"""Blocks and bytes that come and go with whatever happens at the moment of counting."""


class Mallinfo(ctypes.Structure):
    """struct mallinfo2 of mallinfo(3)."""

    names = (
        *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
        *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
    )
    _fields_ = [(name, ctypes.c_size_t) for name in names]
    hblkhd: int
    uordblks: int


LIBC = ctypes.CDLL(None)
LIBC.mallinfo2.restype = Mallinfo


def in_use() -> tuple[int, int]:
    """Python's blocks and malloc()'s bytes that are not free."""
    gc.collect()
    found = LIBC.mallinfo2()
    return sys.getallocatedblocks(), found.uordblks + found.hblkhd


def grown(before: tuple[int, int]) -> tuple[float, float]:
    """Blocks and bytes that each of the calls has left."""
    (blocks, size), (old_blocks, old_size) = in_use(), before
    return (blocks - old_blocks - SLACK[0]) / COUNT, (size - old_size - SLACK[1]) / COUNT


def assert_flat(call: Callable[[], object]) -> None:
    for _ in range(WARM):
        call()
    files, threads, memory = descriptors(), threading.active_count(), in_use()
    for _ in range(COUNT):
        call()
    assert nothing_left(files + 1, threads + 1)

    def is_flat() -> bool:
        blocks, size = grown(memory)
        return blocks < OBJECTS and size < BYTES

    assert eventually(is_flat, 5), "{:.2f} blocks, {:.1f} bytes a call".format(*grown(memory))


def failing(error: type[CupsError], call: Callable[[], object]) -> Callable[[], None]:
    def attempt() -> None:
        with pytest.raises(error):
            call()

    return attempt


def test_success_on_one_connection(canned: CannedFactory) -> None:
    with Connection(f"127.0.0.1:{canned('Office')}", user="ann") as connection:
        assert_flat(lambda: connection.get_printer_attributes("x").to_dict())


def test_success_with_a_connection_each(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office')}"

    def call() -> None:
        with Connection(server, user="ann") as connection:
            connection.get_printer_attributes("x")

    assert_flat(call)


def test_success_with_a_login_each_and_no_close(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office', '--login')}"

    def call() -> None:
        connection = Connection(
            server, user="ann", password=lambda _request: Credentials("ann", "pw-ann")
        )
        connection.get_printer_attributes("x")

    assert_flat(call)


def test_errors_of_the_server(canned: CannedFactory) -> None:
    with Connection(f"127.0.0.1:{canned('Office')}", user="ann") as connection:
        assert_flat(failing(NotFound, lambda: connection.get_job_attributes(1)))


def test_errors_of_the_network() -> None:
    connection = Connection("127.0.0.1:1", user="ann")
    assert_flat(failing(Refused, connection.get_printers))


def test_declined_passwords(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office', '--login')}"

    def call() -> None:
        with Connection(server, user="ann", password=lambda _request: None) as connection:
            connection.get_printer_attributes("x")

    assert_flat(failing(AuthenticationCancelled, call))


def test_cancels_while_waiting() -> None:
    asked = threading.Semaphore(0)

    def silent(exchange: Exchange) -> None:
        while exchange.receive():
            asked.release()

    with serving(silent) as server:
        connection = Connection(server.address, user="ann")

        def call() -> None:
            operation = Operation(connection.get_printer_attributes, "x")
            assert asked.acquire(timeout=SOON)
            operation.cancel()
            assert isinstance(operation.exception(), Cancelled)
            assert operation.join(SOON)

        assert_flat(call)


def test_cancels_before_the_beginning(canned: CannedFactory) -> None:
    connection = Connection(f"127.0.0.1:{canned('Office')}", user="ann")
    token = CancelToken()
    token.cancel()

    def call() -> None:
        before = current_token.set(token)
        try:
            connection.get_printer_attributes("x")
        finally:
            current_token.reset(before)

    assert_flat(failing(Cancelled, call))


def test_deadlines_while_waiting(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office', '--delay', '200')}"
    connection = Connection(server, user="ann")
    call = lambda: connection.get_printer_attributes("x", timeout=0.002)  # noqa: E731
    assert_flat(failing(DeadlineExceeded, call))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[HostileServer]:
    """A server in this process that remembers no request."""
    with HostileServer(behaviour) as server:
        server.requests = deque(maxlen=0)
        yield server


GOOD = answer(lambda request: http_reply(PRINTER[:4] + request.body[4:8] + PRINTER[8:]))


@pytest.fixture(scope="module")
def _idle() -> None:
    """As many idle threads for openings as there may be: each has 28 kB of libcups' own."""
    together = threading.Barrier(IDLE)

    def meet_and_hang_up(exchange: Exchange) -> None:
        exchange.peek()
        together.wait(SOON)

    with HostileServer(meet_and_hang_up) as server:
        ask = lambda: Connection(server.address, encryption=Encryption.ALWAYS).connect()  # noqa: E731
        for operation in [Operation(ask) for _ in range(IDLE)]:
            assert isinstance(operation.exception(), TlsFailed)


@pytest.mark.usefixtures("_idle")
def test_tls_with_a_connection_each(certificate: Certificate) -> None:
    with serving(over_tls(certificate.context(), GOOD)) as server:

        def call() -> None:
            with Connection(
                server.address, user="ann", encryption=Encryption.ALWAYS, trust=lambda _shown: True
            ) as connection:
                connection.get_printer_attributes("x")

        assert_flat(call)


@pytest.mark.usefixtures("_idle")
def test_tls_on_the_asyncio_face(certificate: Certificate) -> None:
    async def ask(server: str) -> None:
        async with AsyncConnection(
            server, user="ann", encryption=Encryption.ALWAYS, trust=lambda _shown: True
        ) as connection:
            await connection.get_printer_attributes("x")

    with serving(over_tls(certificate.context(), GOOD)) as server, asyncio.Runner() as runner:
        assert_flat(lambda: runner.run(ask(server.address)))


@pytest.mark.usefixtures("_idle")
def test_tls_that_nobody_trusts(certificate: Certificate) -> None:
    with serving(over_tls(certificate.context(), GOOD)) as server:

        def call() -> None:
            with Connection(
                server.address, user="ann", encryption=Encryption.ALWAYS, trust=lambda _shown: False
            ) as connection:
                connection.get_printer_attributes("x")

        assert_flat(failing(CertificateError, call))


def test_asyncio_with_a_connection_each(canned: CannedFactory) -> None:
    server = f"127.0.0.1:{canned('Office')}"

    async def ask() -> None:
        async with AsyncConnection(server, user="ann") as connection:
            await connection.get_printer_attributes("x")

    with asyncio.Runner() as runner:
        assert_flat(lambda: runner.run(ask()))


def test_asyncio_cancels() -> None:
    asked = threading.Semaphore(0)

    def silent(exchange: Exchange) -> None:
        while exchange.receive():
            asked.release()

    async def ask(server: str) -> None:
        async with AsyncConnection(server, user="ann") as connection:
            task = asyncio.create_task(connection.get_printer_attributes("x"))
            assert await asyncio.to_thread(asked.acquire, timeout=SOON)
            task.cancel()
            await asyncio.wait({task})
            assert task.cancelled()

    with serving(silent) as server, asyncio.Runner() as runner:
        assert_flat(lambda: runner.run(ask(server.address)))


def test_uploads() -> None:
    with serving(GOOD) as server, Connection(server.address, user="ann") as connection:
        assert_flat(lambda: connection.send_document("x", 1, [b"x" * 70_000, b"y" * 1000]))


def test_streams() -> None:
    with serving(GOOD) as server, Connection(server.address, user="ann") as connection:
        assert_flat(lambda: list(connection.iter_devices()))


def test_waits_for_events() -> None:
    number = wire.attribute(wire.INTEGER, 7)
    happened = ipp_reply(
        wire.Group(wire.SUBSCRIPTION, {"notify-subscription-id": number}),
        wire.Group(wire.EVENT, {"notify-sequence-number": number}),
    )

    with serving(answer(happened)) as server:

        def call() -> None:
            with Connection(server.address, user="ann") as connection:
                assert len(connection.wait_for_events()) == 1

        assert_flat(call)


def test_streams_given_up() -> None:
    def begins(exchange: Exchange) -> None:
        request = exchange.read_request()
        body = PRINTER[:4] + request.body[4:8] + PRINTER[8:-1] + b"\x04"
        exchange.send(CHUNKED + b"%x\r\n%s\r\n" % (len(body), body))
        exchange.stay_silent()

    with serving(begins) as server:
        connection = Connection(server.address, user="ann")

        def call() -> None:
            devices = connection.iter_devices()
            next(devices)
            devices.close()  # type: ignore[attr-defined]

        assert_flat(call)
