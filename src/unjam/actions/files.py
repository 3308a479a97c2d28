# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Small personal settings files, changed atomically and only while they are as they were seen.

Only the files that CUPS programs read for one person or one machine are ever touched, and never
through anything but a regular file. A settings file belongs to whoever changes it; a link of theirs
is followed and stays a link. A certificate may lie where CUPS's own user writes: no link is
followed there, and the file is replaced, not written to. Mode and group stay.
"""

from __future__ import annotations

import asyncio
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from unjam.actions.action import Action, Registry, look
from unjam.actions.errors import ActionError, LowersSecurity, NotPermitted, Overtaken
from unjam.actions.model import Check, Preview
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.diagnosis.remedies import DisableDirective, Remedy, RestoreFile

CLIENT_CONF = "client.conf"
NAMES = ("lpoptions", CLIENT_CONF)
CERTIFICATE = ".crt"
DISABLED = ("servername",)
"""The directives of client.conf that may be taken out."""
LARGEST = 1 << 20
ADMINISTRATOR = 0


async def read(path: Path) -> bytes | None:
    """Return the content of a settings file; None where there is none."""
    return await asyncio.to_thread(_read, path)


async def replace(path: Path, expected: bytes | None, content: bytes | None) -> None:
    """Give the file this content (None: remove it) if it still has the expected one.

    Raises `Overtaken` if it has not, `NotPermitted` without the right to write there.
    """
    await asyncio.to_thread(_replace, path, expected, content)


def _read(path: Path) -> bytes | None:
    _insist_on_settings(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | _links(path))
    except FileNotFoundError:
        return None
    except PermissionError as problem:
        message = _("You do not have the right to read {path}; its owner can.").format(path=path)
        raise NotPermitted(message) from problem
    except OSError as problem:
        raise _not_ordinary(path) from problem
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _not_ordinary(path)
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _not_ordinary(path)
    return content


def _links(path: Path) -> int:
    return os.O_NOFOLLOW if path.suffix == CERTIFICATE else 0


def _not_ordinary(path: Path) -> ActionError:
    message = _("{path} is not an ordinary file, so it was left alone.")
    return ActionError(message.format(path=path))


def _insist_on_settings(path: Path) -> None:
    known = path.name in NAMES or path.suffix == CERTIFICATE
    if not known or not path.is_absolute() or ".." in path.parts:
        raise ActionError(
            _("{path} is not a settings file for printing, so it was left alone.").format(path=path)
        )


def _replace(path: Path, expected: bytes | None, content: bytes | None) -> None:
    if _read(path) != expected:
        raise Overtaken(_("{path} was changed meanwhile, so it was left alone.").format(path=path))
    try:
        target = path if path.suffix == CERTIFICATE else _own(path)
        if content is None:
            target.unlink(missing_ok=True)
        else:
            _write(target, content)
    except NotPermitted:
        raise
    except OSError as problem:
        message = _("{path} could not be written: {why}.")
        raise NotPermitted(message.format(path=path, why=problem.strerror)) from problem


def _own(path: Path) -> Path:
    """Return where a file really is, if it belongs to this person, as does a link to it.

    Its directory may also be the administrator's. Raises `NotPermitted`, OSError.
    """
    target, me = path.resolve(), os.geteuid()
    directory = next(parent for parent in target.parents if parent.exists())
    owners = [directory.stat().st_uid] if directory.stat().st_uid != ADMINISTRATOR else []
    for place in (path, target):
        with suppress(FileNotFoundError):
            owners.append(place.lstat().st_uid)
    if any(owner != me for owner in owners):
        message = _("{path} belongs to somebody else, so it was left alone.")
        raise NotPermitted(message.format(path=path))
    return target


def _write(path: Path, content: bytes) -> None:
    """Write beside it, then rename over it, so that nobody ever reads half of it."""
    path.parent.mkdir(mode=0o755, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            _like(path, stream.fileno())
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _like(path: Path, descriptor: int) -> None:
    """Give the new file the owner and mode of the old one, or those of a new settings file."""
    try:
        old = path.lstat()
    except FileNotFoundError:
        os.fchmod(descriptor, 0o644)
        return
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode) & 0o755)
    if (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        os.fchown(descriptor, old.st_uid, old.st_gid)


class Disable(Action[DisableDirective]):
    """A `#` before one line of a client.conf; undone by the former content."""

    def preview(self, remedy: DisableDirective) -> Preview:
        said = Preview(
            _("Take the line “{line}” out of {path}"),
            _("Line “{line}” taken out of {path}"),
            (_("It stays in the file as a comment."),),
        )
        return said.about(line=remedy.line.strip(), path=remedy.path)

    async def apply(self, remedy: DisableDirective, world: World) -> Remedy:
        path = Path(remedy.path)
        self._insist_on_server(path, remedy.line)
        before = await read(path)
        lines = (before or b"").splitlines(keepends=True)
        wanted = remedy.line.strip().encode()
        if all(line.strip() != wanted for line in lines):
            raise Overtaken(_("The line is no longer in {path}.").format(path=path))
        after = b"".join(b"#" + line if line.strip() == wanted else line for line in lines)
        world.begin()
        await replace(path, before, after)
        return RestoreFile(remedy.path, before, after)

    @staticmethod
    def _insist_on_server(path: Path, line: str) -> None:
        """Refuse every other line: some ask for encryption, or for certificates to be checked."""
        directive = line.lower().split(maxsplit=1)[:1]
        if path.name != CLIENT_CONF or not set(directive) & set(DISABLED):
            message = _("The line “{line}” is not one that Unjam takes out of a file.")
            raise LowersSecurity(message.format(line=line.strip()))

    async def check(self, remedy: DisableDirective, world: World) -> Check:
        del world
        lines = (await read(Path(remedy.path)) or b"").splitlines()
        there = any(line.strip() == remedy.line.strip().encode() for line in lines)
        return Check(not there, (look(remedy.path, remedy.line, "there" if there else "gone"),))


class Restore(Action[RestoreFile]):
    """A settings file as it was, if nobody has changed it since."""

    def preview(self, remedy: RestoreFile) -> Preview:
        said = Preview(
            _("Give {path} its former content back"), _("{path} has its former content back")
        )
        return said.about(path=remedy.path)

    async def apply(self, remedy: RestoreFile, world: World) -> None:
        world.begin()
        await replace(Path(remedy.path), remedy.expected, remedy.content)

    async def check(self, remedy: RestoreFile, world: World) -> Check:
        del world
        same = await read(Path(remedy.path)) == remedy.content
        return Check(same, (look(remedy.path, "content", "as before" if same else "different"),))


ACTIONS: Registry = {DisableDirective: Disable(), RestoreFile: Restore()}
