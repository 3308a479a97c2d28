# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Default printers and saved options: the server's by IPP, a person's in `lpoptions`.

`lpoptions` holds lines "Default NAME[/INSTANCE] OPTION=VALUE…" and "Dest …" (lpoptions(1)); what
is not meant stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from pathlib import Path
from typing import TypeVar

from unjam.actions.action import Action, Registry, look, text
from unjam.actions.errors import Overtaken
from unjam.actions.files import read, replace
from unjam.actions.model import Check, Preview
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.diagnosis.remedies import (
    Remedy,
    RemoveUserDestination,
    RemoveUserOption,
    ResetUserDefault,
    RestoreFile,
    SetDefault,
    SetUserDefault,
)

Personal = SetUserDefault | ResetUserDefault | RemoveUserOption | RemoveUserDestination
P = TypeVar("P", SetUserDefault, ResetUserDefault, RemoveUserOption, RemoveUserDestination)
LINE = re.compile(
    r"(?P<kind>\s*(?:default|dest)\s+)(?P<name>\S+)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)


class ServerDefault(Action[SetDefault]):
    """CUPS-Set-Default; undone by the former default, if there was one."""

    def preview(self, remedy: SetDefault) -> Preview:
        said = Preview(
            _("Make {queue} the default printer of the print server"),
            _("{queue} is the default printer of the print server"),
            (),
            ("lpadmin", "-d", remedy.queue),
        )
        return said.about(queue=remedy.queue)

    async def apply(self, remedy: SetDefault, world: World) -> Remedy | None:
        before = await self._default(world)
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: to.set_default(remedy.queue))
        return SetDefault(before) if before else None

    async def check(self, remedy: SetDefault, world: World) -> Check:
        default = await self._default(world)
        evidence = look("CUPS-Get-Default", "printer-name", default or "(none)")
        return Check(default == remedy.queue, (evidence,))

    @staticmethod
    async def _default(world: World) -> str:
        found = await world.connection.get_default(requested_attributes=["printer-name"])
        return text(found.get("printer-name")) if found is not None else ""


class Lpoptions(Action[P]):
    """One edit of the person's `lpoptions`; undone by the former content."""

    @abstractmethod
    def edit(self, remedy: P, lines: list[str]) -> list[str]:
        """Return the lines as they should be."""

    async def apply(self, remedy: P, world: World) -> Remedy | None:
        path = _path(remedy, world)
        before = await read(path)
        after = self._edited(remedy, before)
        if after == before:
            raise Overtaken(_("There is nothing to change in {path}.").format(path=path))
        world.begin()
        await replace(path, before, after)
        return RestoreFile(str(path), before, after)

    def _edited(self, remedy: P, content: bytes | None) -> bytes | None:
        lines = (content or b"").decode("utf-8", "surrogateescape").splitlines(keepends=True)
        edited = "".join(self.edit(remedy, lines)).encode("utf-8", "surrogateescape")
        return None if content is None and not edited else edited

    async def check(self, remedy: P, world: World) -> Check:
        path = _path(remedy, world)
        content = await read(path)
        holds = self._edited(remedy, content) == content
        answer = (content or b"").decode("utf-8", "replace") or "(empty)"
        return Check(holds, (look(str(path), remedy.id, answer),))


class UserDefault(Lpoptions[SetUserDefault]):
    """The Default line."""

    def preview(self, remedy: SetUserDefault) -> Preview:
        summary = _("Make {queue} your default printer")
        done = _("{queue} is your default printer")
        command = ("lpoptions", "-d", remedy.queue)
        return Preview(summary, done, (), command).about(queue=remedy.queue)

    def edit(self, remedy: SetUserDefault, lines: list[str]) -> list[str]:
        return _with_default(remedy.queue, lines)


class NoUserDefault(Lpoptions[ResetUserDefault]):
    """No Default line; its options stay as a Dest line."""

    def preview(self, remedy: ResetUserDefault) -> Preview:
        del remedy
        return Preview(
            _("Forget your own default printer"),
            _("Your own default printer forgotten"),
            (_("Programs then use the default printer of the print server."),),
        )

    def edit(self, remedy: ResetUserDefault, lines: list[str]) -> list[str]:
        del remedy
        return _without_default(lines)


class UserOption(Lpoptions[RemoveUserOption]):
    """One option less."""

    def preview(self, remedy: RemoveUserOption) -> Preview:
        name, option = remedy.destination, remedy.option
        said = Preview(
            _("Forget your saved option {option} of {name}"),
            _("Your saved option {option} of {name} forgotten"),
            (),
            ("lpoptions", "-p", name, "-r", option),
        )
        return said.about(option=option, name=name)

    def edit(self, remedy: RemoveUserOption, lines: list[str]) -> list[str]:
        return [_drop(line, remedy.destination, remedy.option) for line in lines]


class UserDestination(Lpoptions[RemoveUserDestination]):
    """One Dest line less."""

    def preview(self, remedy: RemoveUserDestination) -> Preview:
        summary = _("Forget your saved options of {name}")
        done = _("Your saved options of {name} forgotten")
        command = ("lpoptions", "-x", remedy.destination)
        return Preview(summary, done, (), command).about(name=remedy.destination)

    def edit(self, remedy: RemoveUserDestination, lines: list[str]) -> list[str]:
        return [line for line in lines if _words(line)[:2] != ("dest", remedy.destination)]


def _path(remedy: Personal, world: World) -> Path:
    return Path(remedy.path) if remedy.path else world.home / ".cups" / "lpoptions"


def _words(line: str) -> tuple[str, str, str]:
    """Split a line into what it is, whose it is, and the rest; all empty for any other line."""
    match = LINE.fullmatch(line)
    return (match["kind"].strip().lower(), match["name"], match["rest"]) if match else ("", "", "")


def _without_default(lines: list[str]) -> list[str]:
    """Turn the Default line into a Dest line, or drop it where it has no options."""
    kept = []
    for line in lines:
        kind, name, rest = _words(line)
        if kind != "default":
            kept.append(line)
        elif rest.strip():
            kept.append(f"Dest {name}{rest}")
    return kept


def _with_default(queue: str, lines: list[str]) -> list[str]:
    """Make the destination's own line the Default line, or put a new one first."""
    lines = _without_default(lines)
    for index, line in enumerate(lines):
        _kind, name, rest = _words(line)
        if name == queue:
            return [*lines[:index], f"Default {name}{rest}", *lines[index + 1 :]]
    return [f"Default {queue}\n", *lines]


def _drop(line: str, destination: str, option: str) -> str:
    """Return the line without one option; values may be quoted, braced or escaped."""
    match = LINE.fullmatch(line)
    if match is None or match["name"] != destination:
        return line
    value = r"""(?:=(?:'[^']*'|"[^"]*"|\{[^}]*\}|\\.|[^\s\\])*)?"""
    pattern = rf"(?i:[ \t]+{re.escape(option)}){value}(?=\s|$)"
    return match["kind"] + match["name"] + re.sub(pattern, "", match["rest"])


ACTIONS: Registry = {
    SetDefault: ServerDefault(),
    SetUserDefault: UserDefault(),
    ResetUserDefault: NoUserDefault(),
    RemoveUserOption: UserOption(),
    RemoveUserDestination: UserDestination(),
}
