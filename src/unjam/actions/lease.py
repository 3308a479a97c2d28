# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Debug logging on loan: taken with consent, and given back whatever happens.

The law: before the server's log level is changed, what it was is on disk. The lender's file is
locked while the borrower lives; the kernel drops the lock even of a process that is killed. So the
next start finds a file without an owner, and gives back what was borrowed. A level that somebody
else changed meanwhile is left alone.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from unjam.actions.words import N_, _
from unjam.actions.world import World
from unjam.cups.errors import CredentialsError, CupsError

DIRECTIVE = "LogLevel"
BORROWED = "debug"
ALREADY_ENOUGH = frozenset({"debug", "debug2"})
DEFAULT_LEVEL = "warn"
"""cupsd's own, where cupsd.conf sets none."""
GIVING_BACK = 20.0
"""Seconds for restoring the level, even while the program is being cancelled."""
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

    Raises CupsError when the server does not permit it; nothing is changed then. Consent is the
    caller's to have.
    """
    level = (await _settings(world)).get(DIRECTIVE, "")
    if level.lower() in ALREADY_ENOUGH:
        yield None
        return
    loan = Loan(world.connection.server, level)
    directory = lease_directory(world.environ, world.home)
    with _written_down(directory, loan) as note:
        try:
            await _set_level(world, BORROWED, _(TAKE))
            yield loan
        finally:
            await _shielded(_give_back(world, loan))
            note.unlink()


async def recover(
    environ: Mapping[str, str],
    home: Path,
    visit: Callable[[str], World],
    refused: Callable[[Loan], object] = lambda _loan: None,
) -> list[Loan]:
    """Give back what a crashed program borrowed; return the loans that were settled.

    `visit` makes the world of a server. Loans of living programs, and of servers that do not
    answer now, are left for later; so are those that take more rights, and `refused` hears of them.
    """
    settled = []
    for path in sorted(lease_directory(environ, home).glob("*.json")):
        with path.open("r+") as note:
            loan = _read(note)
            if loan is None or not _lock(note):
                continue
            try:
                await _give_back(visit(loan.server), loan)
            except CredentialsError:
                refused(loan)
                continue
            except (CupsError, OSError, TimeoutError):
                continue
            path.unlink()
            settled.append(loan)
    return settled


async def _give_back(world: World, loan: Loan) -> None:
    async with asyncio.timeout(GIVING_BACK):
        now = (await _settings(world)).get(DIRECTIVE, "")
        if now.lower() == BORROWED:
            await _set_level(world, loan.level, _(GIVE_BACK))


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


async def _shielded(work: object) -> None:
    """Finish the work even when this task is being cancelled; then let the cancel go on."""
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


class _written_down:  # noqa: N801 - used as a verb
    """The loan's file: written and synced before anything is changed, locked while we live."""

    def __init__(self, directory: Path, loan: Loan) -> None:
        name = hashlib.sha256(loan.server.encode()).hexdigest()[:16]
        self._path = directory / f"{name}-{os.getpid()}.json"
        self._loan = loan

    def __enter__(self) -> Path:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._note = self._path.open("w")
        _lock(self._note)
        json.dump(asdict(self._loan), self._note)
        self._note.flush()
        os.fsync(self._note.fileno())
        return self._path

    def __exit__(self, *_exception: object) -> None:
        self._note.close()


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
