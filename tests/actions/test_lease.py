# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The log level is what it was: after the block, after a cancel, and after kill -9."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from tests.programs import running

from unjam.actions.lease import Loan, debug_logging, lease_directory, recover
from unjam.actions.world import Change, World
from unjam.cups import AsyncConnection
from unjam.cups.errors import NotAuthenticated
from unjam.sandbox import Sandbox

Factory = Callable[..., Sandbox]
T = TypeVar("T")
BORROWER = """
import asyncio, sys
from unjam.actions.lease import debug_logging
from unjam.actions.world import World
from unjam.cups import AsyncConnection

async def main():
    async with AsyncConnection(sys.argv[1]) as connection, debug_logging(World(connection)):
        print("borrowed", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.fixture
def quiet_box(sandbox: Factory) -> Sandbox:
    box = sandbox(("Office",))
    text = conf(box).read_text().replace("LogLevel debug", "LogLevel warn")
    conf(box).write_text(text)
    return box


def conf(box: Sandbox) -> Path:
    return box.cups_files.parent / "cupsd.conf"


def level(box: Sandbox) -> str:
    lines = [line.split() for line in conf(box).read_text().splitlines() if line]
    return next((words[1] for words in lines if words[0] == "LogLevel"), "")


def world(box: Sandbox) -> World:
    return World(AsyncConnection(str(box.socket)), environ={"HOME": str(box.home)})


def notes(box: Sandbox) -> list[Path]:
    return list(lease_directory({}, box.home).glob("*"))


async def test_within_the_block_and_no_longer(quiet_box: Sandbox) -> None:
    async with debug_logging(world(quiet_box)) as loan:
        assert loan == Loan(str(quiet_box.socket), "warn")
        assert level(quiet_box) == "debug"
        assert notes(quiet_box)
    assert level(quiet_box) == "warn"
    assert not notes(quiet_box)


async def test_a_server_that_logs_enough_lends_nothing(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    async with debug_logging(world(box)) as loan:
        assert loan is None
    assert level(box) == "debug"


async def test_an_exception_and_a_cancel_give_it_back_too(quiet_box: Sandbox) -> None:
    with pytest.raises(ZeroDivisionError):
        async with debug_logging(world(quiet_box)):
            raise ZeroDivisionError
    assert level(quiet_box) == "warn"
    borrowed = asyncio.Event()

    async def work() -> None:
        async with debug_logging(world(quiet_box)):
            borrowed.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await borrowed.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert level(quiet_box) == "warn"


async def test_killed_in_the_middle_the_next_start_gives_it_back(quiet_box: Sandbox) -> None:
    argv = [sys.executable, "-c", BORROWER, str(quiet_box.socket)]
    environ = {**os.environ, "HOME": str(quiet_box.home)}
    environ.pop("XDG_STATE_HOME", None)
    with running(argv, env=environ) as borrower:
        assert borrower.stdout
        assert await asyncio.to_thread(borrower.stdout.readline) == "borrowed\n"
        assert await recover({}, quiet_box.home, lambda _server: world(quiet_box)) == []
        assert level(quiet_box) == "debug"
        borrower.send_signal(signal.SIGKILL)
    assert level(quiet_box) == "debug"
    settled = await recover({}, quiet_box.home, lambda _server: world(quiet_box))
    assert settled == [Loan(str(quiet_box.socket), "warn")]
    assert level(quiet_box) == "warn"
    assert not notes(quiet_box)


async def test_what_somebody_else_chose_meanwhile_stays(quiet_box: Sandbox) -> None:
    async with debug_logging(world(quiet_box)):
        conf(quiet_box).write_text(conf(quiet_box).read_text().replace("debug", "info"))
    assert level(quiet_box) == "info"


async def test_what_takes_more_rights_is_left_and_told(tmp_path: Path) -> None:
    class Closed(World):
        async def change(self, title: str, change: Change[T]) -> T:
            raise NotAuthenticated(title, 401, "who are you?")

    note = lease_directory({}, tmp_path) / "x.json"
    note.parent.mkdir(parents=True)
    note.write_text('{"server": "print.example", "level": ""}')
    refused: list[Loan] = []
    visit = Closed(AsyncConnection("print.example"))
    assert await recover({}, tmp_path, lambda _server: visit, refused.append) == []
    assert refused == [Loan("print.example", "")]
    assert note.exists()


async def test_a_damaged_note_is_passed_over(quiet_box: Sandbox) -> None:
    directory = lease_directory({}, quiet_box.home)
    directory.mkdir(parents=True)
    (directory / "x.json").write_text("{")
    assert await recover({}, quiet_box.home, lambda _server: world(quiet_box)) == []
