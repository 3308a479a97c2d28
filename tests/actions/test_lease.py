# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The log level is what it was: after the block, after a cancel, and after kill -9."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

import pytest
from tests.actions.fakes import paper_world
from tests.programs import running

from unjam.actions import ActionError
from unjam.actions.lease import Loan, debug_logging, lease_directory, recover
from unjam.actions.world import Change, World
from unjam.cups import AsyncConnection
from unjam.cups.errors import NotAuthenticated, Refused
from unjam.sandbox import Sandbox

Factory = Callable[..., Sandbox]
T = TypeVar("T")
BORROWER = """
import asyncio, sys
from unjam.actions import ActionError
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


async def recovered(box: Sandbox) -> list[Loan]:
    """What is settled, however long this machine takes over it."""
    return await recover({}, box.home, lambda _server: world(box), patience=60.0)


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


@pytest.mark.parametrize(
    "problem", [TimeoutError(), Refused("CUPS-Get-Default", None, "nobody listens")], ids=repr
)
async def test_what_cannot_be_given_back_is_told_and_stays_noted(
    tmp_path: Path, problem: Exception
) -> None:
    paper = paper_world(tmp_path, get_server_settings={"LogLevel": "warn"})
    with pytest.raises(ActionError, match=r"still more detailed.*next start"):
        async with debug_logging(paper.world):
            paper.connection.answers["get_server_settings"] = problem
    (note,) = lease_directory({}, tmp_path).iterdir()
    assert json.loads(note.read_text())["level"] == "warn"


async def test_killed_in_the_middle_the_next_start_gives_it_back(quiet_box: Sandbox) -> None:
    argv = [sys.executable, "-c", BORROWER, str(quiet_box.socket)]
    environ = {**os.environ, "HOME": str(quiet_box.home)}
    environ.pop("XDG_STATE_HOME", None)
    with running(argv, env=environ) as borrower:
        assert borrower.stdout
        assert await asyncio.to_thread(borrower.stdout.readline) == "borrowed\n"
        assert await recovered(quiet_box) == []
        assert level(quiet_box) == "debug"
        borrower.send_signal(signal.SIGKILL)
    assert level(quiet_box) == "debug"
    settled = await recovered(quiet_box)
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
    assert await recovered(quiet_box) == []


def orphan(home: Path, server: str, name: str = "x") -> Path:
    """A note that nobody holds any more."""
    note = lease_directory({}, home) / f"{name}.json"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"server": server, "level": "warn"}))
    return note


class Hung:
    """Print servers that take a connection and say nothing."""

    def __init__(self, number: int) -> None:
        self._listeners = [socket.create_server(("127.0.0.1", 0)) for _each in range(number)]
        self.servers = [f"127.0.0.1:{each.getsockname()[1]}" for each in self._listeners]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for listener in self._listeners:
            listener.close()


async def test_hung_servers_are_all_asked_at_once(tmp_path: Path) -> None:
    """All of them are asked before anybody gives up: none waits for another."""
    asked: list[str] = []
    worlds: list[World] = []
    everybody = asyncio.Event()

    class Patient(World):
        async def change(self, title: str, change: Change[T]) -> T:
            asked.append(self.connection.server)
            if len(asked) == 5:
                everybody.set()
            await everybody.wait()
            return await super().change(title, change)

    def visit(server: str) -> World:
        worlds.append(Patient(AsyncConnection(server)))
        return worlds[-1]

    with Hung(5) as hung:
        left = [orphan(tmp_path, server, f"{n}") for n, server in enumerate(hung.servers)]
        task = asyncio.create_task(recover({}, tmp_path, visit, patience=600.0))
        await everybody.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert all(note.exists() for note in left)
    assert all(world.connection.closed for world in worlds)


async def test_one_hung_server_keeps_no_other_from_its_level(quiet_box: Sandbox) -> None:
    conf(quiet_box).write_text(
        conf(quiet_box).read_text().replace("LogLevel warn", "LogLevel debug")
    )
    quiet_box.scheduler.restart()
    here = orphan(quiet_box.home, str(quiet_box.socket), "z")
    with Hung(1) as hung:
        away = orphan(quiet_box.home, hung.servers[0], "a")
        visits = {str(quiet_box.socket): world(quiet_box)}

        def visit(server: str) -> World:
            return visits.get(server) or World(AsyncConnection(server))

        settled = await recover({}, quiet_box.home, visit, patience=5.0)
    assert [loan.server for loan in settled] == [str(quiet_box.socket)]
    assert level(quiet_box) == "warn"
    assert (here.exists(), away.exists()) == (False, True)


@pytest.mark.rights_matter
async def test_a_note_of_somebody_else_is_passed_over(tmp_path: Path) -> None:
    orphan(tmp_path, "print.example").chmod(0)
    assert await recover({}, tmp_path, nobody_visits) == []
    directory = lease_directory({}, tmp_path)
    directory.chmod(0)
    assert await recover({}, tmp_path, nobody_visits) == []
    directory.chmod(0o700)


def nobody_visits(server: str) -> World:
    raise AssertionError(server)


async def test_a_note_that_vanishes_meanwhile_and_nonsense_are_passed_over(tmp_path: Path) -> None:
    note = orphan(tmp_path, "print.example")
    note.unlink()
    note.symlink_to(tmp_path / "gone")
    orphan(tmp_path, "no server/at all", "nonsense")
    assert await recover({}, tmp_path, lambda server: World(AsyncConnection(server))) == []


async def test_without_a_place_for_the_note_nothing_is_borrowed(quiet_box: Sandbox) -> None:
    (quiet_box.home / ".local").write_text("")
    with pytest.raises(ActionError, match="noted"):
        async with debug_logging(world(quiet_box)):
            raise AssertionError("borrowed without a note")
    assert level(quiet_box) == "warn"


async def test_what_ends_the_loop_can_tell_that_giving_back_must_finish(
    quiet_box: Sandbox,
) -> None:
    """Whoever is cancelled twice still gives back, in a task that says what it is."""
    seen: set[str] = set()
    borrowed, giving_back, go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Slow(World):
        async def change(self, title: str, change: Change[T]) -> T:
            if borrowed.is_set():
                giving_back.set()
                await go_on.wait()
            return await super().change(title, change)

    async def work() -> None:
        slow = Slow(AsyncConnection(str(quiet_box.socket)), environ={"HOME": str(quiet_box.home)})
        async with debug_logging(slow):
            borrowed.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await borrowed.wait()
    task.cancel()
    await giving_back.wait()
    seen = {each.get_name() for each in asyncio.all_tasks()}
    task.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert any(name.startswith("unjam: must finish") for name in seen)
    assert level(quiet_box) == "warn"
    assert not notes(quiet_box)
