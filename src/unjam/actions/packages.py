# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Packages of the distribution, by PackageKit over D-Bus; only what the distribution has signed."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field

from unjam.actions.action import Action, Registry, look
from unjam.actions.bus import Bus, BusError
from unjam.actions.errors import (
    ActionError,
    NotPermitted,
    NotPossibleHere,
    OutcomeUnknown,
    ServiceFailed,
)
from unjam.actions.model import Check, Preview
from unjam.actions.words import _, ngettext
from unjam.actions.world import World
from unjam.diagnosis.remedies import InstallPackages

SERVICE = "org.freedesktop.PackageKit"
ROOT = "/org/freedesktop/PackageKit"
TRANSACTION = f"{SERVICE}.Transaction"
INSTALLED = 1
SUCCESS = 1
ONLY_TRUSTED = 1 << 1
SECONDS = 900.0

TOOLS = {
    "debian": ("apt-get", "install"),
    "fedora": ("dnf", "install"),
    "suse": ("zypper", "install"),
    "arch": ("pacman", "-S"),
}
"""The package manager of each family of distributions."""


@dataclass(slots=True)
class Answer:
    """What one transaction said: (info, package-id) pairs, and how it ended."""

    packages: list[tuple[int, str]] = field(default_factory=list)
    problem: str = ""
    exit: int = 0


async def transaction(bus: Bus, method: str, signature: str, *body: object) -> Answer:
    """Run one transaction to its end."""
    (path,) = await bus.call(SERVICE, ROOT, SERVICE, "CreateTransaction")
    answer = Answer()
    async with bus.signals(TRANSACTION) as signals, asyncio.timeout(SECONDS):
        await bus.call(SERVICE, path, TRANSACTION, method, signature, *body)
        while True:
            signal = await signals.get()
            if signal.path == path and _taken(answer, signal.member or "", signal.body):
                return answer


def _taken(answer: Answer, member: str, body: Sequence[object]) -> bool:
    """Take in one signal; True for the last one."""
    if member == "Package":
        answer.packages.append((int(str(body[0])), str(body[1])))
    elif member == "ErrorCode":
        answer.problem = str(body[1])
    elif member == "Finished":
        answer.exit = int(str(body[0]))
        return True
    return False


def by_hand(remedy: InstallPackages) -> tuple[str, ...]:
    """Return the command of the package manager whose names these are, or of this system's own."""
    here = (words for words in TOOLS.values() if shutil.which(words[0]))
    tool = TOOLS.get(remedy.family) or next(here, None)
    return ("sudo", *tool, *remedy.packages) if tool else ()


class Install(Action[InstallPackages]):
    """Resolve the names, install what is not there yet."""

    def preview(self, remedy: InstallPackages) -> Preview:
        number, names = len(remedy.packages), ", ".join(remedy.packages)
        summary = ngettext("Install the package {names}", "Install the packages {names}", number)
        done = ngettext("Package {names} installed", "Packages {names} installed", number)
        sentence = _("They come from your distribution, with whatever they need.")
        return Preview(summary, done, (sentence,), by_hand(remedy)).about(names=names)

    async def apply(self, remedy: InstallPackages, world: World) -> None:
        async with world.bus() as bus:
            try:
                await self._install(remedy, bus, world)
            except BusError as problem:
                raise _explained(problem, remedy) from problem
            except TimeoutError as problem:
                raise OutcomeUnknown(
                    _("The system has not said how the installation ended.")
                ) from problem

    async def _install(self, remedy: InstallPackages, bus: Bus, world: World) -> None:
        found = await transaction(bus, "Resolve", "tas", 0, list(remedy.packages))
        have = {_name(package) for info, package in found.packages if info == INSTALLED}
        offered = {_name(package): package for _info, package in reversed(found.packages)}
        missing = [name for name in remedy.packages if name not in have]
        if absent := [name for name in missing if name not in offered]:
            message = _("Your distribution offers no package {names}.")
            raise NotPossibleHere(message.format(names=", ".join(absent)))
        if not missing:
            return
        world.begin()
        wanted = [offered[name] for name in missing]
        answer = await transaction(bus, "InstallPackages", "tas", ONLY_TRUSTED, wanted)
        if answer.exit != SUCCESS:
            why = answer.problem or _("no reason given")
            raise ServiceFailed(_("It could not be installed: {why}").format(why=why))

    async def check(self, remedy: InstallPackages, world: World) -> Check:
        async with world.bus() as bus:
            try:
                found = await transaction(bus, "Resolve", "tas", 0, list(remedy.packages))
            except BusError as problem:
                raise _explained(problem, remedy) from problem
        have = {_name(package) for info, package in found.packages if info == INSTALLED}
        evidence = look("PackageKit", "installed", sorted(have))
        return Check(have >= set(remedy.packages), (evidence,))


def _name(package_id: str) -> str:
    return package_id.partition(";")[0]


def _explained(problem: BusError, remedy: InstallPackages) -> ActionError:
    command = by_hand(remedy)
    if problem.absent:
        return NotPossibleHere(
            _("Programs cannot install packages here: the service for it (PackageKit) is absent."),
            command,
        )
    if problem.denied:
        return NotPermitted(_("Installing packages takes an administrator."), command)
    return ServiceFailed(_("The package service (PackageKit) says: {why}").format(why=problem))


ACTIONS: Registry = {InstallPackages: Install()}
