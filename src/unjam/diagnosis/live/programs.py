# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Running programs that only look: bounded in time and output, and gone with all their children."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress

from unjam.diagnosis.env import FILE_LIMIT, Completed


async def run(
    argv: Sequence[str],
    data: bytes,
    environ: Mapping[str, str],
    timeout: float,
) -> Completed:
    """Run in a session of its own; on timeout or cancel the whole group is killed."""
    process = await _started(argv, PIPE if data else DEVNULL, environ)
    try:
        async with asyncio.timeout(timeout):
            out, err, _none = await asyncio.gather(
                _read(process.stdout), _read(process.stderr), _feed(process, data)
            )
            code = await process.wait()
    finally:
        await _end(process)
    return Completed(tuple(argv), code, out, err)


async def _started(argv: Sequence[str], stdin: int, environ: Mapping[str, str]) -> Process:
    """Start it. A cancel waits for that moment: asyncio loses the pipes of what it is starting."""
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *argv, stdin=stdin, stdout=PIPE, stderr=PIPE, env=dict(environ), start_new_session=True
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with suppress(OSError):  # it was not to be started: a cancel it is all the same
            await _end(await starting)
        raise


async def _end(process: Process) -> None:
    _kill_group(process)
    try:
        await process.wait()
    finally:
        _close(process)


async def _read(stream: asyncio.StreamReader | None) -> str:
    """Read to the end, keeping no more than the limit."""
    assert stream is not None  # noqa: S101 - asked for as PIPE
    kept = bytearray()
    while block := await stream.read(65536):
        kept += block[: max(0, FILE_LIMIT - len(kept))]
    return kept.decode(errors="replace")


async def _feed(process: Process, data: bytes) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(data)
        await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        pass  # it did not want to read: its exit status tells
    finally:
        process.stdin.close()


def _kill_group(process: Process) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _close(process: Process) -> None:
    transport = getattr(process, "_transport", None)
    if transport is not None:
        transport.close()
