# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Sockets of one's own tell apart what libcups calls "Host is down" all together."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic

import pytest

from unjam.diagnosis.live import network


@pytest.fixture
def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that accepts (by the kernel) and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
async def echo() -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"you said " + await reader.read(100))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


async def test_refused(free_port: int) -> None:
    connected = await network.connect("127.0.0.1", free_port, 2.0)
    assert (connected.error, connected.text) == ("ECONNREFUSED", "Connection refused")
    assert connected.target == f"127.0.0.1:{free_port}"


async def test_no_socket_and_a_stale_one(tmp_path: Path) -> None:
    path = str(tmp_path / "sock")
    assert (await network.connect(path, 0, 2.0)).error == "ENOENT"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        assert (await network.connect(path, 0, 2.0)).ok
    assert (await network.connect(path, 0, 2.0)).error == "ECONNREFUSED"


async def test_a_full_backlog_is_not_a_refusal(tmp_path: Path) -> None:
    path = str(tmp_path / "sock")
    with socket.socket(socket.AF_UNIX) as listener, ExitStack() as others:
        listener.bind(path)
        listener.listen(0)
        with suppress(BlockingIOError):
            while True:
                other = others.enter_context(socket.socket(socket.AF_UNIX))
                other.setblocking(False)
                other.connect(path)
        assert (await network.connect(path, 0, 0.2)).error == "EAGAIN"


async def test_a_name_that_does_not_resolve() -> None:
    assert (await network.connect("nosuch.invalid", 631, 5.0)).error.startswith("EAI_")
    resolved = await network.resolve("nosuch.invalid", 5.0)
    assert not resolved.addresses
    assert resolved.error.startswith("EAI_")


async def test_localhost_resolves() -> None:
    resolved = await network.resolve("localhost", 5.0)
    assert set(resolved.addresses) & {"127.0.0.1", "::1"}


async def test_a_slow_name_service_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: object, **_options: object) -> None:
        os.read(reading, 1)

    reading, writing = os.pipe()
    monkeypatch.setattr(socket, "getaddrinfo", slow)
    before = monotonic()
    resolved = await network.resolve("slow.example", 0.05)
    assert resolved.error == "TIMEOUT"
    assert monotonic() - before < 1
    os.close(writing)


async def test_silence_is_an_answer(silent: int) -> None:
    reply = await network.exchange("127.0.0.1", silent, b"hello?", False, 100, 0.1)
    assert reply.connected.ok
    assert (reply.data, reply.error) == (b"", "TIMEOUT")


async def test_an_answer(echo: int) -> None:
    reply = await network.exchange("127.0.0.1", echo, b"hello", False, 100, 2.0)
    assert (reply.data, reply.error) == (b"you said hello", "")


async def test_no_more_is_read_than_asked_for(echo: int) -> None:
    reply = await network.exchange("127.0.0.1", echo, b"hello", False, 3, 2.0)
    assert reply.data == b"you"


async def test_a_server_without_tls(echo: int) -> None:
    reply = await network.exchange("127.0.0.1", echo, b"hello", True, 100, 2.0)
    assert reply.connected.ok
    assert reply.error == "TLS"


async def test_cancelling_leaves_no_open_socket(silent: int) -> None:
    before = _descriptors()
    task = asyncio.create_task(network.exchange("127.0.0.1", silent, b"", False, 1, 30.0))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _descriptors() == before


async def test_datagrams() -> None:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as peer:
        peer.bind(("127.0.0.1", 0))
        port = peer.getsockname()[1]
        asking = asyncio.create_task(network.udp_exchange("127.0.0.1", port, b"ping", 2.0))
        data, address = await loop.sock_recvfrom(peer, 100)
        await loop.sock_sendto(peer, b"pong to " + data, address)
        assert (await asking).data == b"pong to ping"
    lost = await network.udp_exchange("127.0.0.1", port, b"ping", 0.2)
    assert lost.error in ("TIMEOUT", "ECONNREFUSED")


def test_own_addresses() -> None:
    assert network.is_own_address("127.0.0.1")
    assert not network.is_own_address("192.0.2.1")
    assert not network.is_own_address("printer.example")


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
