# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Debug logging on loan: taken with consent, and given back whatever happens.

The law: before the server's log level is changed, what it was is on disk. The lender's file is
locked while the borrower lives; the kernel drops the lock even of a process that is killed. So the
next start finds a file without an owner, and gives back what was borrowed. A level that somebody
else changed meanwhile is left alone. Giving back is a task whose name begins with `MUST_FINISH`:
whoever ends the loop lets it finish.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from unjam.actions.errors import ActionError
from unjam.actions.words import N_, _
from unjam.actions.world import World
from unjam.cups.errors import CredentialsError, CupsError
from unjam.diagnosis.live.threads import in_thread

MUST_FINISH = "unjam: must finish"
DIRECTIVE = "LogLevel"
BORROWED = "debug"
ALREADY_ENOUGH = frozenset({"debug", "debug2"})
DEFAULT_LEVEL = "warn"
"""cupsd's own, where cupsd.conf sets none."""
GIVING_BACK = 20.0
"""Seconds for restoring the level, even while the program is being cancelled."""
LOOKING = 2.0
"""Seconds for a server to say how much it logs, when a program starts: nobody waits for a hung one.
"""
RESTARTING = 10.0
"""Seconds for the scheduler to read its configuration again."""

TAKE = N_("Write more into the print server's log for a while")
GIVE_BACK = N_("Write as much into the print server's log as before")


@dataclass(frozen=True, slots=True)
class Loan:
    """What was borrowed from which server. An empty `level`: cupsd.conf set none."""

    server: str
    level: str


def lease_directory(environ: Mapping[str, str], home: Path) -> Path:
    """Return where loans are written down (XDG base directories: state)."""
    state = environ.get("XDG_STATE_HOME")
    return Path(state or home / ".local" / "state") / "unjam" / "leases"


@asynccontextmanager
async def debug_logging(world: World) -> AsyncIterator[Loan | None]:
    """Let the server log in detail within the block; None where it does so already.

    Raises CupsError when the server does not permit it, ActionError where that cannot be written
    down; nothing is changed then. Raises ActionError, too, where it cannot be given back; the next
    start of a program tries again. Consent is the caller's to have.
    """
    level = (await _settings(world)).get(DIRECTIVE, "")
    if level.lower() in ALREADY_ENOUGH:
        yield None
        return
    loan = Loan(world.connection.server, level)
    directory = lease_directory(world.environ, world.home)
    async with _written_down(directory, loan) as note:
        try:
            await _set_level(world, BORROWED, _(TAKE))
            yield loan
        finally:
            await _finished(_given_back(world, loan, note))


async def recover(
    environ: Mapping[str, str],
    home: Path,
    visit: Callable[[str], World],
    refused: Callable[[Loan], object] = lambda _loan: None,
    *,
    patience: float = LOOKING,
) -> list[Loan]:
    """Give back what crashed programs borrowed, all at once; return the loans that were settled.

    `visit` makes the world of a server, whose connection is closed in the end. Loans of living
    programs, and of servers that do not answer within `patience` seconds, are left for later; so
    are those that take more rights, and `refused` hears of them. A note that cannot be read or
    removed is passed over.
    """
    directory = lease_directory(environ, home)
    try:
        async with asyncio.timeout(patience):
            notes = await in_thread(_notes, directory)
    except TimeoutError:
        return []
    looks = (_recovered(path, visit, refused, patience) for path in notes)
    return [loan for loan in await asyncio.gather(*looks) if loan is not None]


def _notes(directory: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(directory.glob("*.json"))
    return []


async def _recovered(
    path: Path,
    visit: Callable[[str], World],
    refused: Callable[[Loan], object],
    patience: float,
) -> Loan | None:
    """Settle the loan of one note, if nobody lives who would; None if that was not to be."""
    claimed = await in_thread(_claimed, path)
    if claimed is None:
        return None
    note, loan = claimed
    try:
        world = visit(loan.server)
        async with world.connection:
            await _settle(world, loan, path, patience)
    except CredentialsError:
        refused(loan)
        return None
    except (ActionError, CupsError, OSError, ValueError):
        return None
    finally:
        note.close()
    return loan


async def _given_back(world: World, loan: Loan, note: Path) -> None:
    try:
        await _settle(world, loan, note)
    except (CupsError, OSError) as problem:
        message = _(
            "The log of {server} is still more detailed than before, since that could not be put "
            "back: {why}. The next start of Unjam tries it again."
        )
        why = str(problem) or _("no answer came")
        raise ActionError(message.format(server=loan.server, why=why)) from problem


async def _settle(world: World, loan: Loan, note: Path, patience: float = GIVING_BACK) -> None:
    """Give back, then forget. `patience` is for looking, in seconds."""
    async with asyncio.timeout(GIVING_BACK):
        async with asyncio.timeout(patience):
            now = (await _settings(world)).get(DIRECTIVE, "")
        if now.lower() == BORROWED:
            await _set_level(world, loan.level, _(GIVE_BACK))
    await in_thread(note.unlink)


async def _settings(world: World) -> Mapping[str, str]:
    return await world.change(_(TAKE), lambda to: to.get_server_settings())


async def _set_level(world: World, level: str, title: str) -> None:
    """Set it, and wait until the scheduler, which reads its configuration anew, answers again."""
    await world.change(title, lambda to: to.set_server_settings({DIRECTIVE: level}))
    async with asyncio.timeout(RESTARTING):
        while True:
            try:
                await world.connection.get_default(requested_attributes=["printer-name"])
            except (CupsError, OSError):
                await asyncio.sleep(0.1)
            else:
                return


async def _finished(work: Coroutine[None, None, None]) -> None:
    """Finish the work even when this task is being cancelled; then let the cancel go on."""
    task = asyncio.create_task(work, name=f"{MUST_FINISH}: the log level")
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


@asynccontextmanager
async def _written_down(directory: Path, loan: Loan) -> AsyncIterator[Path]:
    """The loan's file: written and synced before anything is changed, locked while we live."""
    name = hashlib.sha256(loan.server.encode()).hexdigest()[:16]
    path = directory / f"{name}-{os.getpid()}.json"
    try:
        note = await in_thread(_write, path, loan)
    except OSError as problem:
        message = _("The previous log level cannot be noted in {path}: {why}.")
        raise ActionError(message.format(path=path, why=problem.strerror)) from problem
    try:
        yield path
    finally:
        note.close()


def _write(path: Path, loan: Loan) -> IO[str]:
    """Write the note down and keep it locked as long as the returned file is open."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    note = path.open("w")
    _lock(note)
    json.dump(asdict(loan), note)
    note.flush()
    os.fsync(note.fileno())
    return note


def _claimed(path: Path) -> tuple[IO[str], Loan] | None:
    """Open and lock a note; None where somebody lives who has it, or it cannot be read."""
    with suppress(OSError):
        note = path.open("r+")
        loan = _read(note) if _lock(note) else None
        if loan is not None:
            return note, loan
        note.close()
    return None


def _lock(note: IO[str]) -> bool:
    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(note: IO[str]) -> Loan | None:
    try:
        loan = json.load(note)
        return Loan(str(loan["server"]), str(loan["level"]))
    except (ValueError, KeyError, TypeError):
        return None
