# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Print servers that refuse, and what is none: scripted replies over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.diagnosis.boxes import ids

from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Verdict


@asynccontextmanager
async def serving(*replies: bytes) -> AsyncIterator[int]:
    """A server that answers every request with these bytes, and hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if replies and replies[0] != b"SSH-2.0-OpenSSH_9.2\r\n":
            await reader.readuntil(b"\r\n\r\n")
        for reply in replies:
            writer.write(reply)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def http(status: str, kind: str = "text/html", body: bytes = b"<html>no</html>") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize(
    ("reply", "finding"),
    [
        (http("400 Bad Request"), "SCHEDULER_REFUSES_HOST"),
        (http("403 Forbidden"), "SCHEDULER_FORBIDS_CLIENT"),
        (http("426 Upgrade Required"), "SCHEDULER_REQUIRES_ENCRYPTION"),
        (http("200 OK"), "SCHEDULER_NOT_CUPS"),
        (http("404 Not Found"), "SCHEDULER_NOT_CUPS"),
        (http("503 Service Unavailable"), "SCHEDULER_NOT_CUPS"),
        (http("200 OK", "application/ipp", b""), "SCHEDULER_NOT_CUPS"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SCHEDULER_NOT_CUPS"),
        (b"", "SCHEDULER_NOT_CUPS"),
        (b"\x00" * 4000, "SCHEDULER_NOT_CUPS"),
    ],
)
async def test_each_answer_has_its_finding(reply: bytes, finding: str, tmp_path: Path) -> None:
    async with serving(reply) as port:
        env = LiveEnv(f"127.0.0.1:{port}", environ={}, home=tmp_path)
        diagnosis = await diagnose(env)
    assert ids(diagnosis) == [finding]
    assert diagnosis.verdict is Verdict.PROBLEMS
