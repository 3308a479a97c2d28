# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Removing a queue, and putting it back as it was: its address, driver, words and defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unjam.actions.action import Action, Registry, look, text
from unjam.actions.drivers import driver_of
from unjam.actions.errors import Overtaken
from unjam.actions.model import Check, Preview
from unjam.actions.setup import ASK, exists, hides_password, plainly
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.cups.errors import CupsError
from unjam.cups.model import PrinterState
from unjam.diagnosis.remedies import DeleteQueue, Remedy, RestoreQueue

WORDS = ("printer-info", "printer-location")
SWITCHES = ("printer-is-shared", "printer-is-accepting-jobs")
DEFAULTS = (
    "media-default", "sides-default", "print-color-mode-default", "print-quality-default",
    "output-bin-default", "number-up-default", "orientation-requested-default",
    "InputSlot-default", "MediaType-default",
)  # fmt: skip
"""What a queue may have been told beside its driver's own defaults."""
RULES = (
    "requesting-user-name-allowed", "requesting-user-name-denied", "auth-info-required",
    "printer-op-policy", "printer-error-policy", "job-sheets-default", "job-quota-period",
    "job-k-limit", "job-page-limit",
)  # fmt: skip
"""Who may print, how much, and what happens then: a queue never comes back more open than it was.
"""
DESCRIBED = ("printer-state", *WORDS, *SWITCHES, *DEFAULTS, *RULES)
SEVERAL = "\n"
"""Between the values of an attribute that may have several."""
CLASS = 0x0001
"""`CUPS_PRINTER_CLASS` in printer-type."""


class Delete(Action[DeleteQueue]):
    """CUPS-Delete-Printer; undone by making it again, unless its address held a password."""

    def preview(self, remedy: DeleteQueue) -> Preview:
        said = Preview(
            _("Remove the printer {queue}"),
            _("Printer {queue} removed"),
            (_("Documents that wait for it are lost."),),
            ("lpadmin", "-x", remedy.queue),
        )
        return said.about(queue=remedy.queue)

    async def apply(self, remedy: DeleteQueue, world: World) -> Remedy | None:
        undo = await self._undo(remedy.queue, world)
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: to.delete_printer(remedy.queue))
        return undo

    @staticmethod
    async def _undo(queue: str, world: World) -> Remedy | None:
        """Return what would make it again, if everything that it takes can be read."""
        wanted = ("device-uri", "printer-type", *DESCRIBED)
        try:
            now = await world.queue(queue, *wanted)
            if int(now.get("printer-type", 0)) & CLASS:
                return None  # it has no driver, and cupsd 2.4.2 crashes when an empty one is asked
            default = await world.connection.get_default()
            ppd = await driver_of(queue, world)
        except CupsError:
            return None
        uri = text(now.get("device-uri"))
        if not uri or hides_password(uri):
            return None
        is_default = default is not None and default.get("printer-name") == queue
        return RestoreQueue(queue, uri, ppd, _described(now), is_default=is_default)

    async def check(self, remedy: DeleteQueue, world: World) -> Check:
        there = await exists(remedy.queue, world)
        return Check(not there, (look(ASK, remedy.queue, "exists" if there else "gone"),))


class Restore(Action[RestoreQueue]):
    """CUPS-Add-Modify-Printer with all that was known; undone by removing it again."""

    def preview(self, remedy: RestoreQueue) -> Preview:
        summary, done = _("Put the printer {queue} back"), _("Printer {queue} put back")
        sentences = (_("Documents that waited for it stay lost."),)
        return Preview(summary, done, sentences).about(queue=remedy.queue)

    async def apply(self, remedy: RestoreQueue, world: World) -> Remedy:
        if await exists(remedy.queue, world):
            message = _("There is a printer {queue} already.").format(queue=remedy.queue)
            raise Overtaken(message)
        purpose, was = self.preview(remedy).summary, dict(remedy.described)
        await world.change(
            purpose,
            lambda to: to.add_modify_printer(
                remedy.queue,
                device_uri=remedy.device_uri,
                ppd=remedy.ppd or None,
                info=was.get("printer-info"),
                location=was.get("printer-location"),
                shared=_switch(was, "printer-is-shared"),
                accepting=_switch(was, "printer-is-accepting-jobs"),
                enabled=was.get("printer-state") != str(int(PrinterState.STOPPED)),
                attributes={n: _values(was[n]) for n in (*DEFAULTS, *RULES) if n in was},
            ),
        )
        if remedy.is_default:
            await world.change(purpose, lambda to: to.set_default(remedy.queue))
        return DeleteQueue(remedy.queue)

    async def check(self, remedy: RestoreQueue, world: World) -> Check:
        there = await exists(remedy.queue, world)
        return Check(there, (look(ASK, remedy.queue, "exists" if there else "gone"),))


def _described(now: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return everything of a queue beside its address and driver, in words that compare."""
    return tuple((name, said) for name in DESCRIBED if (said := _joined(now.get(name))))


def _joined(value: object) -> str:
    values = value if isinstance(value, list | tuple) else [value]
    return SEVERAL.join(filter(None, map(plainly, values)))


def _values(said: str) -> str | list[str]:
    values = said.split(SEVERAL)
    return values if len(values) > 1 else said


def _switch(was: Mapping[str, str], name: str) -> bool:
    return was.get(name) != "0"


ACTIONS: Registry = {DeleteQueue: Delete(), RestoreQueue: Restore()}
