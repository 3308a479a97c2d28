# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Leaving: Ctrl-C in the middle of a call, and the end of a program whose calls hang."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from tests.conditions import SOON, eventually
from tests.cups.phases import (
    CHUNKED,
    Phase,
    Way,
    body_in_drops,
    drip,
    encrypted,
    half_a_reply,
    hello,
    silence,
)

from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer

BLOCKING = """
import sys
from unjam.cups import Connection, Encryption
encryption = Encryption.ALWAYS if sys.argv[2] == "tls" else Encryption.IF_REQUESTED
connection = Connection(
    sys.argv[1], encryption=encryption, trust=lambda shown: True, timeout=None
)
try:
    print("ready", flush=True)
    if sys.argv[2] == "upload":
        connection.send_document("Office", 1, b"x" * 50_000_000)
    else:
        connection.get_printers()
except KeyboardInterrupt:
    sys.exit(42)
"""
SETTINGS = """
import os, sys
os.environ["HOME"] = sys.argv[1]
from unjam.cups import Connection
try:
    print("ready", flush=True)
    Connection("localhost", user="ann")
except KeyboardInterrupt:
    sys.exit(42)
"""
THREADED = """
import sys, threading
from unjam.cups import Connection
for _ in range(4):
    connection = Connection(sys.argv[1], timeout=None)
    threading.Thread(target=connection.get_printers, daemon=True).start()
print("ready", flush=True)
sys.stdin.readline()
"""
ASYNCIO = """
import asyncio, sys
from unjam.cups import AsyncConnection
async def main():
    connections = [AsyncConnection(sys.argv[1], timeout=None) for _ in range(4)]
    calls = [asyncio.create_task(each.get_printers()) for each in connections]
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
asyncio.run(main())
"""


def head_in_drops(every: float) -> Way:
    """A reply whose head never ends."""

    def go(exchange: Exchange) -> Iterator[None]:
        exchange.read_request()
        exchange.send(b"HTTP/1.1 200 OK\r\nX-Filler: ")
        yield
        exchange.trickle(b"x" * 100_000, every=every)
        exchange.stay_silent()

    return go


def slow_chunk(exchange: Exchange) -> Iterator[None]:
    """Take one's time to say how long a chunk is."""
    exchange.read_request()
    exchange.send(CHUNKED)
    yield
    drip(exchange, b"0", every=0.3)


def reads_slowly(exchange: Exchange) -> Iterator[None]:
    """Take an upload in small sips."""
    exchange.receive()
    exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    exchange.receive()
    yield
    while exchange.receive():
        exchange.pause(0.05)


def reads_nothing(exchange: Exchange) -> Iterator[None]:
    """Let an upload begin, and take nothing of it."""
    exchange.receive()
    exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    exchange.receive()
    yield
    exchange.pause(SOON)


@contextmanager
def begun(program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program that says that it begins; killed at the end, should it still run."""
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            yield running
        finally:
            running.kill()


@pytest.mark.parametrize(
    ("way", "mode"),
    [
        (silence, "plain"),
        (hello, "tls"),
        (body_in_drops, "plain"),
        (half_a_reply, "plain"),
        (head_in_drops(0.02), "plain"),
        (head_in_drops(0.001), "plain"),
        (slow_chunk, "plain"),
        ("over tls", "tls"),
        (reads_nothing, "upload"),
        (reads_slowly, "upload"),
    ],
    ids=[
        *("waiting", "handshake", "trickle", "half a reply", "head", "fast head", "chunk"),
        *("trickle by tls", "stalled upload", "slow upload"),
    ],
)
def test_ctrl_c_ends_a_blocking_call(way: Way | str, mode: str, tmp_path: Path) -> None:
    if isinstance(way, str):
        way = encrypted(make_certificate(tmp_path), head_in_drops(0.02))
    phase = Phase(way)
    with HostileServer(phase) as server, begun(BLOCKING, server.address, mode) as program:
        assert phase.reached.wait(SOON)
        program.send_signal(signal.SIGINT)
        assert program.wait(SOON) == 42


def test_ctrl_c_while_client_conf_cannot_be_read(tmp_path: Path) -> None:
    pipe = tmp_path / ".cups" / "client.conf"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    with begun(SETTINGS, str(tmp_path)) as program, ExitStack() as opened:

        def being_read() -> bool:
            with suppress(OSError):
                opened.callback(os.close, os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
                return True
            return False

        assert eventually(being_read)
        program.send_signal(signal.SIGINT)
        assert program.wait(SOON) == 42


@pytest.mark.parametrize("program", [THREADED, ASYNCIO], ids=["threads", "asyncio"])
def test_a_program_ends_while_its_calls_hang(program: str) -> None:
    with (
        HostileServer(acts.silence_after_request()) as server,
        begun(program, server.address) as running,
    ):
        assert running.stdin is not None
        assert eventually(lambda: len(server.requests) == 4)
        running.stdin.write("enough\n")
        running.stdin.flush()
        assert running.wait(SOON) == 0
