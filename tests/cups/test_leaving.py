# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Leaving: Ctrl-C in the middle of a call, and the end of a program whose calls hang."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer

BLOCKING = """
import sys
from unjam.cups import Connection, Encryption
encryption = Encryption.ALWAYS if sys.argv[2] == "tls" else Encryption.IF_REQUESTED
print("ready", flush=True)
connection = Connection(
    sys.argv[1], encryption=encryption, trust=lambda shown: True, timeout=None
)
try:
    if sys.argv[2] == "upload":
        connection.send_document("Office", 1, b"x" * 50_000_000)
    else:
        connection.get_printers()
except KeyboardInterrupt:
    sys.exit(42)
"""
THREADED = """
import sys, threading, time
from unjam.cups import Connection
for _ in range(4):
    connection = Connection(sys.argv[1], timeout=None)
    threading.Thread(target=connection.get_printers, daemon=True).start()
time.sleep(0.3)
print("ready", flush=True)
"""
ASYNCIO = """
import asyncio, sys
from unjam.cups import AsyncConnection
async def main():
    connections = [AsyncConnection(sys.argv[1], timeout=None) for _ in range(4)]
    calls = [asyncio.create_task(each.get_printers()) for each in connections]
    await asyncio.sleep(0.3)
    print("ready", flush=True)
asyncio.run(main())
"""
LONG_HEAD = acts.http_reply(b"x", headers={"X-Filler": "x" * 100_000})


def slow_chunk(exchange: Exchange) -> None:
    """Take one's time to say how long a chunk is."""
    exchange.read_request()
    exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    exchange.trickle(b"0" * 30, every=0.3)


def reads_slowly(exchange: Exchange) -> None:
    """Take an upload in small sips."""
    while exchange.receive():
        exchange.pause(0.05)


def reads_nothing(exchange: Exchange) -> None:
    """Take nothing at all."""
    exchange.pause(60)


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    running = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    return running


@pytest.mark.parametrize(
    ("behaviour", "mode"),
    [
        (acts.silence(), "plain"),
        (acts.silence(), "tls"),
        (acts.trickle(acts.http_reply(b"x" * 1000), every=0.02), "plain"),
        (acts.silence_after_request(acts.http_reply(b"x" * 1000), first=300), "plain"),
        (acts.trickle(LONG_HEAD, every=0.02), "plain"),
        (acts.trickle(LONG_HEAD, every=0.001), "plain"),
        (slow_chunk, "plain"),
        ("tls", "tls"),
        (reads_nothing, "upload"),
        (reads_slowly, "upload"),
    ],
    ids=[
        *("waiting", "handshake", "trickle", "half a reply", "head", "fast head", "chunk"),
        *("trickle by tls", "stalled upload", "slow upload"),
    ],
)
def test_ctrl_c_ends_a_blocking_call(behaviour: Behaviour | str, mode: str, tmp_path: Path) -> None:
    if isinstance(behaviour, str):
        trickling = acts.trickle(LONG_HEAD, every=0.02)
        behaviour = acts.over_tls(make_certificate(tmp_path).context(), trickling)
    with HostileServer(behaviour) as server, start(BLOCKING, server.address, mode) as program:
        time.sleep(1.7 if mode == "upload" else 0.7)
        began = time.monotonic()
        program.send_signal(signal.SIGINT)
        try:
            assert program.wait(10) == 42
        finally:
            program.kill()
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("program", [THREADED, ASYNCIO], ids=["threads", "asyncio"])
def test_a_program_ends_while_its_calls_hang(program: str) -> None:
    with HostileServer(acts.silence()) as server, start(program, server.address) as running:
        began = time.monotonic()
        assert running.wait(10) == 0
        assert time.monotonic() - began < 2
