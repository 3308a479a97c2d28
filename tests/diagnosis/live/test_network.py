# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Sockets of one's own tell apart what libcups calls "Host is down" all together."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

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
    connected = await network.connect("127.0.0.1", free_port, 60.0)
    assert (connected.error, connected.text) == ("ECONNREFUSED", "Connection refused")
    assert connected.target == f"127.0.0.1:{free_port}"


async def test_no_socket_and_a_stale_one(tmp_path: Path) -> None:
    path = str(tmp_path / "sock")
    assert (await network.connect(path, 0, 60.0)).error == "ENOENT"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        assert (await network.connect(path, 0, 60.0)).ok
    assert (await network.connect(path, 0, 60.0)).error == "ECONNREFUSED"


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
        assert (await network.connect(path, 0, 60.0)).error == "EAGAIN"


async def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert (await network.connect("nosuch.invalid", 631, 60.0)).error == "EAI_NONAME"
    resolved = await network.resolve("nosuch.invalid", 60.0)
    assert (resolved.addresses, resolved.error, resolved.silent) == ((), "EAI_NONAME", False)


async def test_localhost_resolves() -> None:
    resolved = await network.resolve("localhost", 60.0)
    assert set(resolved.addresses) & {"127.0.0.1", "::1"}


@pytest.fixture
def silent_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A name service that answers for literals, and for names when the test is over."""
    released, real = threading.Event(), socket.getaddrinfo

    def wait(*args: Any, **options: Any) -> Any:
        if not options.get("flags", 0) & socket.AI_NUMERICHOST:
            assert threading.current_thread() is not threading.main_thread(), "on the event loop"
            released.wait()
        return real(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    yield
    released.set()


@pytest.mark.usefixtures("silent_names")
async def test_a_silent_name_service_holds_nobody_up_and_is_told_as_such() -> None:
    resolved = await network.resolve("slow.example", 0.05)
    assert (resolved.error, resolved.silent) == ("TIMEOUT", True)
    assert (await network.connect("slow.example", 631, 0.05)).error == "EAI_AGAIN"


async def test_silence_is_an_answer(silent: int) -> None:
    reply = await network.exchange("127.0.0.1", silent, b"hello?", False, 100, 0.1)
    assert reply.connected.ok
    assert (reply.data, reply.error) == (b"", "TIMEOUT")


async def test_an_answer(echo: int) -> None:
    reply = await network.exchange("127.0.0.1", echo, b"hello", False, 100, 60.0)
    assert (reply.data, reply.error) == (b"you said hello", "")


async def test_no_more_is_read_than_asked_for(echo: int) -> None:
    reply = await network.exchange("127.0.0.1", echo, b"hello", False, 3, 60.0)
    assert reply.data == b"you"


async def test_a_server_without_tls(echo: int) -> None:
    reply = await network.exchange("127.0.0.1", echo, b"hello", True, 100, 60.0)
    assert reply.connected.ok
    assert reply.error == "TLS"


async def test_cancelling_leaves_no_open_socket() -> None:
    heard = asyncio.Event()
    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set()
        await reader.read()
        ended.set()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        task = asyncio.create_task(network.exchange("127.0.0.1", port, b"", False, 1, 600.0))
        await heard.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await ended.wait()


def test_own_addresses() -> None:
    assert network.is_own_address("127.0.0.1")
    assert not network.is_own_address("192.0.2.1")


def test_a_name_is_not_looked_up_in_passing() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        network.is_own_address("printer.example")
