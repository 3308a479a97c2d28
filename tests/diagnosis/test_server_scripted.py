# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Print servers that refuse, and what is none: scripted replies over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import AsyncMock, MagicMock

import pytest
from tests.diagnosis.boxes import ids

from unjam.cups import errors
from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.facts.server import ServerState
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Verdict
from unjam.diagnosis.probes.server import server_reach


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


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (None, ServerState.ANSWERS),
        (errors.NotAuthenticated("CUPS-Get-Default", 401, "who?"), ServerState.ANSWERS),
        (errors.TlsFailed("CUPS-Get-Default", None, "no key"), ServerState.REFUSES),
        (errors.CertificateUntrusted("CUPS-Get-Default", None, "unknown"), ServerState.REFUSES),
    ],
)
async def test_wanting_encryption_is_no_refusal_where_encryption_works(
    error: errors.CupsError | None,
    state: ServerState,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encrypted = MagicMock()
    encrypted.__aenter__.return_value.get_default = AsyncMock(side_effect=error, return_value=None)
    async with serving(http("426 Upgrade Required")) as port:
        env = LiveEnv(f"127.0.0.1:{port}", environ={}, home=tmp_path)
        monkeypatch.setattr(LiveEnv, "connect", lambda _env: encrypted)
        reach = await server_reach(env)
    assert (reach.state, reach.http_status) == (state, 426)
    assert bool(reach.encryption) == (state is ServerState.REFUSES)
