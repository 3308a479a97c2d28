# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Owners and modes of CUPS's own programs and directories, back to what CUPS insists on.

Only ever towards less: nobody else may write, no special bits, no link is followed. And only where
CUPS has its programs or its spool: a path may have come from a hostile server.
"""

from __future__ import annotations

import asyncio
import grp
import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unjam.actions.action import Action, Registry, look
from unjam.actions.errors import ActionError, LowersSecurity, NotPermitted, Overtaken
from unjam.actions.model import Check, Preview
from unjam.actions.places import Places
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.diagnosis.remedies import RestorePermissions

OTHERS = stat.S_IRWXO
PARENT = os.O_RDONLY | os.O_DIRECTORY
UNFOLLOWED = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def insist_on_modest(remedy: RestorePermissions, *, directory: bool) -> None:
    """Refuse a mode that lets others write, or that gives a program special rights."""
    shared = stat.S_IWGRP if directory and remedy.mode & stat.S_ISVTX else 0
    allowed = 0o755 | shared | (stat.S_ISVTX if directory else 0)
    if remedy.mode & ~allowed:
        message = _("That would let too many people change the file (mode {mode:04o}).")
        raise LowersSecurity(message.format(mode=remedy.mode))


def insist_on_cups(path: str, mode: int, remedy: RestorePermissions, places: Places) -> None:
    """Refuse whatever is neither a program nor a spool of CUPS, and a spool opened to everybody.

    `path` is the remedy's without links in its directory, `mode` is as fstat(2) has it.
    """
    if stat.S_ISREG(mode) and places.holds_programs(str(Path(path).parent)):
        return
    if not (stat.S_ISDIR(mode) and places.is_spool(path)):
        message = _("{path} is no program and no directory of the print server.")
        raise LowersSecurity(message.format(path=remedy.path))
    if remedy.mode & OTHERS & ~mode:
        message = _("That would open {path} to everybody (mode {mode:04o}).")
        raise LowersSecurity(message.format(path=remedy.path, mode=remedy.mode))


class Permissions(Action[RestorePermissions]):
    """chown and chmod."""

    def preview(self, remedy: RestorePermissions) -> Preview:
        owner = f"{remedy.owner}:{remedy.group}"
        script = 'chown "$1" "$2" && chmod "$3" "$2"'
        rights = _(
            "It then belongs to {owner}, and only its owner may change it (mode {mode:04o})."
        )
        said = Preview(
            _("Give {path} back to its owner, with its usual rights"),
            _("{path} given back to its owner, with its usual rights"),
            (
                rights.format(owner=owner, mode=remedy.mode),
                _("What is in it now is trusted then; if you are in doubt, reinstall its package."),
            ),
            ("sudo", "sh", "-c", script, "sh", owner, remedy.path, f"{remedy.mode:04o}"),
        )
        return said.about(path=remedy.path)

    async def apply(self, remedy: RestorePermissions, world: World) -> None:
        world.begin()
        await asyncio.to_thread(self._restore, remedy, world.places)

    def _restore(self, remedy: RestorePermissions, places: Places) -> None:
        try:
            with _opened(remedy.path) as (path, descriptor):
                self._change(path, descriptor, remedy, places)
        except OSError as problem:
            raise self._refused(remedy, problem) from problem

    @staticmethod
    def _change(path: str, descriptor: int, remedy: RestorePermissions, places: Places) -> None:
        mode = os.fstat(descriptor).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise Overtaken(
                _("{path} is no program and no directory, so it was left alone.").format(
                    path=remedy.path
                )
            )
        insist_on_modest(remedy, directory=stat.S_ISDIR(mode))
        insist_on_cups(path, mode, remedy, places)
        os.fchown(descriptor, *_ids(remedy))
        os.fchmod(descriptor, remedy.mode)

    def _refused(self, remedy: RestorePermissions, problem: OSError) -> ActionError:
        message = _("{path} could not be changed: {why}.")
        text = message.format(path=remedy.path, why=problem.strerror)
        return NotPermitted(text, self.preview(remedy).command)

    async def check(self, remedy: RestorePermissions, world: World) -> Check:
        del world
        seen, holds = await asyncio.to_thread(_seen, remedy)
        return Check(holds, (look("stat", remedy.path, seen),))


def _seen(remedy: RestorePermissions) -> tuple[str, bool]:
    """Return owner and mode as they are, and whether they are as the remedy wants them."""
    try:
        found = Path(remedy.path).lstat()
    except OSError as problem:
        return str(problem.strerror), False
    owner, mode = (found.st_uid, found.st_gid), stat.S_IMODE(found.st_mode)
    holds = owner == _ids(remedy) and mode == remedy.mode
    return f"{owner[0]}:{owner[1]} {mode:04o}", holds


@contextmanager
def _opened(path: str) -> Iterator[tuple[str, int]]:
    """Open a path; yields it without links in its directory, and a descriptor. Raises OSError.

    A roundabout path ("..", "//") is refused.
    """
    if not path.startswith("/") or os.path.normpath(path) != path:
        message = _("{path} is a roundabout path, so it was left alone.")
        raise LowersSecurity(message.format(path=path))
    directory, name = os.path.split(path)
    directory = os.path.realpath(directory)
    parent = os.open(directory, PARENT)
    try:
        descriptor = os.open(name, UNFOLLOWED, dir_fd=parent)
    finally:
        os.close(parent)
    try:
        yield os.path.join(directory, name), descriptor  # noqa: PTH118 - no meaning is given to it
    finally:
        os.close(descriptor)


def _ids(remedy: RestorePermissions) -> tuple[int, int]:
    try:
        return pwd.getpwnam(remedy.owner).pw_uid, grp.getgrnam(remedy.group).gr_gid
    except KeyError as problem:
        message = _("There is no user or group {name} here.").format(name=problem.args[0])
        raise ActionError(message) from problem


ACTIONS: Registry = {RestorePermissions: Permissions()}
