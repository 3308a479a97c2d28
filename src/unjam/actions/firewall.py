# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""firewalld: let printer announcements (mDNS) through one zone, now and after a restart.

Nothing else is opened, and the firewall stays on.
"""

from __future__ import annotations

from unjam.actions.action import Action, Registry, look
from unjam.actions.bus import Bus, BusError
from unjam.actions.errors import (
    ActionError,
    NotPermitted,
    NotPossibleHere,
    PartlyApplied,
    ServiceFailed,
)
from unjam.actions.model import Check, Preview
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.diagnosis.remedies import AllowMdns, Remedy

SERVICE = "org.fedoraproject.FirewallD1"
ROOT = "/org/fedoraproject/FirewallD1"
ZONE = f"{SERVICE}.zone"
CONFIG = f"{SERVICE}.config"
MDNS = "mdns"
UNCHANGED = ("ALREADY_ENABLED", "NOT_ENABLED")


class Allow(Action[AllowMdns]):
    """The service `mdns` in one zone; undone by taking it out again, unless it was in before."""

    def preview(self, remedy: AllowMdns) -> Preview:
        verb = "add" if remedy.allow else "remove"
        summary = _("No longer let printer announcements through the firewall (zone {zone})")
        done = _("Printer announcements no longer let through the firewall (zone {zone})")
        if remedy.allow:
            summary = _("Let printer announcements through the firewall (zone {zone})")
            done = _("Printer announcements let through the firewall (zone {zone})")
        sentence = _(
            "Only announcements (mDNS, UDP port 5353), only there; all else stays as it is."
        )
        command = ("firewall-cmd", f"--zone={remedy.zone}", f"--{verb}-service={MDNS}")
        return Preview(summary, done, (sentence,), command).about(zone=remedy.zone)

    async def apply(self, remedy: AllowMdns, world: World) -> Remedy | None:
        async with world.bus() as bus:
            world.begin()
            changed_now = await self._now(remedy, bus)
            changed_for_good = await self._permanently(remedy, bus)
        return (
            AllowMdns(remedy.zone, not remedy.allow) if changed_now and changed_for_good else None
        )

    async def _now(self, remedy: AllowMdns, bus: Bus) -> bool:
        """Change what holds until the next restart; False if it was so already."""
        arguments: tuple[object, ...] = (
            (remedy.zone, MDNS, 0) if remedy.allow else (remedy.zone, MDNS)
        )
        method, signature = ("addService", "ssi") if remedy.allow else ("removeService", "ss")
        try:
            await bus.call(SERVICE, ROOT, ZONE, method, signature, *arguments)
        except BusError as problem:
            if not str(problem).startswith(UNCHANGED):
                raise self._explained(problem, remedy) from problem
            return False
        return True

    async def _permanently(self, remedy: AllowMdns, bus: Bus) -> bool:
        """Change what is saved; False if it was so already."""
        method = "addService" if remedy.allow else "removeService"
        try:
            (path,) = await bus.call(
                SERVICE, f"{ROOT}/config", CONFIG, "getZoneByName", "s", remedy.zone
            )
            await bus.call(SERVICE, path, f"{CONFIG}.zone", method, "s", MDNS)
        except BusError as problem:
            if not str(problem).startswith(UNCHANGED):
                message = _("It is done until the next restart, but could not be saved: {why}")
                raise PartlyApplied(message.format(why=problem)) from problem
            return False
        return True

    def _explained(self, problem: BusError, remedy: AllowMdns) -> ActionError:
        command = ("sudo", *self.preview(remedy).command)
        if problem.absent:
            return NotPossibleHere(
                _("The service that manages the firewall (firewalld) does not run here."), command
            )
        if problem.denied:
            return NotPermitted(_("Changing the firewall takes an administrator."), command)
        return ServiceFailed(
            _("The service that manages the firewall (firewalld) says: {why}").format(why=problem)
        )

    async def check(self, remedy: AllowMdns, world: World) -> Check:
        async with world.bus() as bus:
            try:
                (on,) = await bus.call(SERVICE, ROOT, ZONE, "queryService", "ss", remedy.zone, MDNS)
            except BusError as problem:
                raise self._explained(problem, remedy) from problem
        evidence = look("firewalld", f"{MDNS} in {remedy.zone}", "yes" if on else "no")
        return Check(bool(on) is remedy.allow, (evidence,))


ACTIONS: Registry = {AllowMdns: Allow()}
