# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Owners and modes of CUPS's own programs and directories, back to what CUPS insists on.

Only ever towards less: nobody else may write, no special bits, no link is followed.
"""

from __future__ import annotations

import asyncio
import grp
import os
import pwd
import stat
from pathlib import Path

from unjam.actions.action import Action, Registry, look
from unjam.actions.errors import ActionError, LowersSecurity, NotPermitted, Overtaken
from unjam.actions.model import Check, Preview
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.diagnosis.remedies import RestorePermissions


def insist_on_modest(remedy: RestorePermissions, *, directory: bool) -> None:
    """Refuse a mode that lets others write, or that gives a program special rights."""
    shared = stat.S_IWGRP if directory and remedy.mode & stat.S_ISVTX else 0
    allowed = 0o755 | shared | (stat.S_ISVTX if directory else 0)
    if remedy.mode & ~allowed:
        message = _("That would let too many people change the file (mode {mode:04o}).")
        raise LowersSecurity(message.format(mode=remedy.mode))


class Permissions(Action[RestorePermissions]):
    """chown and chmod."""

    def preview(self, remedy: RestorePermissions) -> Preview:
        owner = f"{remedy.owner}:{remedy.group}"
        script = 'chown "$1" "$2" && chmod "$3" "$2"'
        rights = _(
            "It then belongs to {owner}, and only its owner may change it (mode {mode:04o})."
        )
        return Preview(
            _("Give {path} back to its owner, with its usual rights").format(path=remedy.path),
            (rights.format(owner=owner, mode=remedy.mode),),
            ("sudo", "sh", "-c", script, "sh", owner, remedy.path, f"{remedy.mode:04o}"),
        )

    async def apply(self, remedy: RestorePermissions, world: World) -> None:
        world.begin()
        await asyncio.to_thread(self._restore, remedy)

    def _restore(self, remedy: RestorePermissions) -> None:
        try:
            descriptor = os.open(remedy.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as problem:
            raise self._refused(remedy, problem) from problem
        try:
            self._change(descriptor, remedy)
        except OSError as problem:
            raise self._refused(remedy, problem) from problem
        finally:
            os.close(descriptor)

    @staticmethod
    def _change(descriptor: int, remedy: RestorePermissions) -> None:
        mode = os.fstat(descriptor).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise Overtaken(
                _("{path} is no program and no directory, so it was left alone.").format(
                    path=remedy.path
                )
            )
        insist_on_modest(remedy, directory=stat.S_ISDIR(mode))
        os.fchown(descriptor, *_ids(remedy))
        os.fchmod(descriptor, remedy.mode)

    def _refused(self, remedy: RestorePermissions, problem: OSError) -> ActionError:
        message = _("{path} could not be changed: {why}.")
        text = message.format(path=remedy.path, why=problem.strerror)
        return NotPermitted(text, self.preview(remedy).command)

    async def check(self, remedy: RestorePermissions, world: World) -> Check:
        del world
        found = await asyncio.to_thread(Path(remedy.path).lstat)
        seen = f"{found.st_uid}:{found.st_gid} {stat.S_IMODE(found.st_mode):04o}"
        holds = (found.st_uid, found.st_gid) == _ids(remedy)
        holds = holds and stat.S_IMODE(found.st_mode) == remedy.mode
        return Check(holds, (look("stat", remedy.path, seen),))


def _ids(remedy: RestorePermissions) -> tuple[int, int]:
    try:
        return pwd.getpwnam(remedy.owner).pw_uid, grp.getgrnam(remedy.group).gr_gid
    except KeyError as problem:
        message = _("There is no user or group {name} here.").format(name=problem.args[0])
        raise ActionError(message) from problem


ACTIONS: Registry = {RestorePermissions: Permissions()}
