# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Files are read within bounds and never waited for; programs end with all their children."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from asyncio.subprocess import Process
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unjam.diagnosis.live import LiveEnv, files, programs
from unjam.diagnosis.live.programs import run

ENVIRON = {"PATH": os.environ["PATH"]}


def test_the_head_and_the_tail_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"0123456789")
    assert files.read_file(path, 4, tail=False) == b"0123"
    assert files.read_file(path, 4, tail=True) == b"6789"
    assert files.read_file(path, 40, tail=True) == b"0123456789"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="regular"):
        files.read_file(tmp_path / "pipe", 10, tail=False)


def test_stat(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello")
    (tmp_path / "x").chmod(0o640)
    found = files.stat_path(tmp_path / "x", follow=True)
    assert found
    assert (found.kind, found.mode, found.size) == ("file", 0o640, 5)
    assert files.stat_path(tmp_path / "nothing", follow=True) is None
    assert files.stat_path(tmp_path / "x" / "below", follow=True) is None
    (tmp_path / "link").symlink_to("nowhere")
    link = files.stat_path(tmp_path / "link", follow=False)
    assert link
    assert link.kind == "link"


def test_directories(tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / name).touch()
    assert files.list_directory(tmp_path, 10) == ["a", "b", "c"]
    assert len(files.list_directory(tmp_path, 2)) == 2
    assert files.disk_facts(tmp_path).total_bytes > 0


async def test_a_program_answers() -> None:
    done = await run([sys.executable, "-c", "print(input()); exit(3)"], b"hi\n", ENVIRON, 60.0)
    assert (done.returncode, done.stdout) == (3, "hi\n")


async def test_a_program_that_never_ends_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time begins when it has shown its child, however long the shell took to start one."""
    pid_file, really = tmp_path / "pid", programs._started

    async def started(*how: Any) -> Process:
        process = await really(*how)
        await _until(pid_file.exists)
        return process

    monkeypatch.setattr(programs, "_started", started)
    script = f"sleep 1000 & echo $! >{pid_file}.new; mv {pid_file}.new {pid_file}; wait"
    with pytest.raises(TimeoutError):
        await run(["sh", "-c", script], b"", ENVIRON, 0.05)
    await _gone(int(pid_file.read_text()))


async def test_cancelling_kills_it_too(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    argv = ["sh", "-c", f"echo $$ >{pid_file}; exec sleep 1000"]
    task = asyncio.create_task(run(argv, b"", ENVIRON, 100.0))
    await _until(lambda: pid_file.exists() and bool(pid_file.read_text().strip()))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await _gone(int(pid_file.read_text()))


async def test_output_is_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unjam.diagnosis.live.programs.FILE_LIMIT", 1000)
    done = await run(["sh", "-c", "yes | head -c 1000000"], b"", ENVIRON, 60.0)
    assert len(done.stdout) == 1000


async def test_programs_speak_english() -> None:
    env = await LiveEnv.open("localhost", environ={**ENVIRON, "LC_ALL": "de_DE.UTF-8"})
    done = await env.run(["sh", "-c", "echo $LC_ALL"])
    assert done.stdout == "C\n"


async def _gone(pid: int) -> None:
    await _until(lambda: "Z" in _status(pid))


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.01)


def _status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return "Z"


@pytest.mark.parametrize("turns", range(12))
async def test_a_cancel_is_one_even_where_there_is_no_such_program(turns: int) -> None:
    task = asyncio.create_task(run(["unjam-no-such-program"], b"", ENVIRON, 30))
    for _ in range(turns):
        await asyncio.sleep(0)
    if task.cancel():
        with pytest.raises(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("turns", range(12))
def test_a_cancel_while_it_starts_leaves_no_pipe_open(turns: int) -> None:
    async def cancelled() -> None:
        task = asyncio.create_task(run(["sleep", "60"], b"", {"PATH": os.environ["PATH"]}, 30))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    gc.collect()  # what was left open says so now, and every warning is an error here
