# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Services of this computer: start, stop, restart, by systemd over D-Bus.

systemd answers at once with a job; its signal JobRemoved tells how that ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from unjam.actions.action import Action, Registry, look
from unjam.actions.bus import CALL_SECONDS, Bus, BusError
from unjam.actions.errors import (
    ActionError,
    NotPermitted,
    NotPossibleHere,
    OutcomeUnknown,
    ServiceFailed,
)
from unjam.actions.model import Check, Preview
from unjam.actions.words import N_, _
from unjam.actions.world import World
from unjam.diagnosis.remedies import (
    Remedy,
    RestartScheduler,
    RestartUnit,
    StartScheduler,
    StartUnit,
    StopUnit,
)

SYSTEMD = "org.freedesktop.systemd1"
ROOT = "/org/freedesktop/systemd1"
MANAGER = f"{SYSTEMD}.Manager"
PROPERTIES = "org.freedesktop.DBus.Properties"
NO_SUCH_UNIT = (f"{SYSTEMD}.NoSuchUnit", f"{SYSTEMD}.LoadFailed", f"{SYSTEMD}.UnitMasked")

UnitRemedy = StartScheduler | RestartScheduler | StartUnit | StopUnit | RestartUnit


async def state(bus: Bus, unit: str) -> str:
    """Return the unit's ActiveState, as `active`."""
    (path,) = await bus.call(SYSTEMD, ROOT, MANAGER, "LoadUnit", "s", unit)
    arguments = (f"{SYSTEMD}.Unit", "ActiveState")
    (value,) = await bus.call(SYSTEMD, path, PROPERTIES, "Get", "ss", *arguments)
    return str(value.value)


async def order(bus: Bus, method: str, unit: str) -> str:
    """Ask for a job (`StartUnit`…) and wait for its end. Returns its result, as `done`."""
    async with bus.signals(MANAGER) as signals, asyncio.timeout(CALL_SECONDS):
        await bus.call(SYSTEMD, ROOT, MANAGER, "Subscribe")
        (job,) = await bus.call(SYSTEMD, ROOT, MANAGER, method, "ss", unit, "replace")
        while True:
            signal = await signals.get()
            if signal.member == "JobRemoved" and signal.body[1] == job:
                return str(signal.body[3])


def explained(problem: BusError, unit: str, command: tuple[str, ...]) -> ActionError:
    """Return what systemd refused, in our words."""
    if problem.name in NO_SUCH_UNIT:
        message = _(
            "There is no service {unit} here, or its administrator has locked it (masked it)."
        )
        return NotPossibleHere(message.format(unit=unit), command)
    if problem.absent:
        return NotPossibleHere(
            _("This system does not start its services by systemd, so Unjam cannot."), command
        )
    if problem.denied:
        message = _("Starting and stopping services here takes an administrator.")
        return NotPermitted(message, ("sudo", *command))
    return ServiceFailed(
        _("The system's service manager (systemd) says: {why}").format(why=problem)
    )


@dataclass(frozen=True, slots=True)
class Order(Action[UnitRemedy]):
    """One verb for one unit; undone by `undo`, unless the unit was as `wanted` before."""

    method: str
    verb: str
    summary: str
    done: str
    sentence: str
    wanted: str
    undo: Callable[[str], Remedy] | None = None

    def preview(self, remedy: UnitRemedy) -> Preview:
        sentences = (_(self.sentence),) if self.sentence else ()
        command = ("systemctl", self.verb, remedy.unit)
        said = Preview(_(self.summary), _(self.done), sentences, command)
        return said.about(unit=remedy.unit)

    async def apply(self, remedy: UnitRemedy, world: World) -> Remedy | None:
        async with world.bus() as bus:
            before = await self._state(bus, remedy)
            world.begin()
            result = await self._order(bus, remedy)
        if result != "done":
            message = _("The service {unit} could not be changed: {result}.")
            hint = _("Its own messages: journalctl -u {unit}").format(unit=remedy.unit)
            raise ServiceFailed(message.format(unit=remedy.unit, result=result) + " " + hint)
        return self.undo(remedy.unit) if self.undo and before != self.wanted else None

    async def _order(self, bus: Bus, remedy: UnitRemedy) -> str:
        command = ("systemctl", self.verb, remedy.unit)
        try:
            return await order(bus, self.method, remedy.unit)
        except BusError as problem:
            raise explained(problem, remedy.unit, command) from problem
        except TimeoutError as problem:
            message = _("The system has not said whether the service {unit} runs now.").format(
                unit=remedy.unit
            )
            raise OutcomeUnknown(message) from problem

    async def _state(self, bus: Bus, remedy: UnitRemedy) -> str:
        command = ("systemctl", self.verb, remedy.unit)
        try:
            return await state(bus, remedy.unit)
        except BusError as problem:
            raise explained(problem, remedy.unit, command) from problem

    async def check(self, remedy: UnitRemedy, world: World) -> Check:
        async with world.bus() as bus:
            seen = await self._state(bus, remedy)
        return Check(seen == self.wanted, (look("systemd", f"ActiveState {remedy.unit}", seen),))


ACTIONS: Registry = {
    StartScheduler: Order(
        "StartUnit",
        "start",
        N_("Start the print server ({unit})"),
        N_("Print server ({unit}) started"),
        "",
        "active",
        StopUnit,
    ),
    RestartScheduler: Order(
        "RestartUnit",
        "restart",
        N_("Restart the print server ({unit})"),
        N_("Print server ({unit}) restarted"),
        N_("What prints at this moment starts anew."),
        "active",
    ),
    StartUnit: Order(
        "StartUnit",
        "start",
        N_("Start the service {unit}"),
        N_("Service {unit} started"),
        "",
        "active",
        StopUnit,
    ),
    StopUnit: Order(
        "StopUnit",
        "stop",
        N_("Stop the service {unit}"),
        N_("Service {unit} stopped"),
        "",
        "inactive",
        StartUnit,
    ),
    RestartUnit: Order(
        "RestartUnit",
        "restart",
        N_("Restart the service {unit}"),
        N_("Service {unit} restarted"),
        "",
        "active",
    ),
}
