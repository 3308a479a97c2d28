# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Carrying remedies out: preview, apply, verify, undo; and a journal of what was tried.

The law: nothing is done that was not asked for by name; nothing that lowers security is done at
all; and whatever was begun stands in the journal with its outcome, the unknown one included. It
is never tried a second time by itself.
"""

from __future__ import annotations

import asyncio

from unjam.actions.errors import (
    ActionError,
    LowersSecurity,
    NotAutomatic,
    OutcomeUnknown,
)
from unjam.actions.guard import objections_to, refusal
from unjam.actions.model import Applied, Check, Entry, Outcome, Preview
from unjam.actions.registry import action_for, describe
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.cups.errors import Cancelled, ConnectionLost, CupsError, DeadlineExceeded
from unjam.diagnosis.remedies import Remedy


class Executor:
    """Carries out remedies on one server, for one person."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.journal: list[Entry] = []

    def preview(self, remedy: Remedy) -> Preview:
        """Say what it would do. Raises `LowersSecurity` for what is never done."""
        preview = describe(remedy, self.world.connection.server)
        if what := objections_to(preview):
            raise LowersSecurity(refusal(what))
        return preview

    async def apply(self, remedy: Remedy) -> Applied:
        """Do it. Raises `ActionError` or `CupsError`; cancelled, its outcome may be unknown."""
        self.preview(remedy)
        if not remedy.automatic:
            raise NotAutomatic(_("This is for a person to do, not for a program."))
        self.world.begun = False
        try:
            undo = await action_for(remedy).apply(remedy, self.world)
        except (asyncio.CancelledError, Cancelled):
            self._stopped(remedy)
            raise
        except (DeadlineExceeded, ConnectionLost, OutcomeUnknown, TimeoutError) as problem:
            raise self._unanswered(remedy, problem) from problem
        except (ActionError, CupsError) as problem:
            self._note(remedy, Outcome.FAILED, str(problem))
            raise
        self._note(remedy, Outcome.APPLIED)
        return Applied(remedy, undo)

    async def verify(self, remedy: Remedy) -> Check:
        """Look again. Raises `ActionError` or `CupsError` where even looking fails."""
        try:
            return await action_for(remedy).check(remedy, self.world)
        except DeadlineExceeded:
            raise
        except TimeoutError as problem:
            raise _silent() from problem

    async def undo(self, applied: Applied) -> Applied:
        """Take it back. Raises `ActionError` where there is no way back."""
        if applied.undo is None:
            raise ActionError(_("This cannot be undone."))
        return await self.apply(applied.undo)

    @property
    def unsettled(self) -> list[Entry]:
        """What was begun and not finished, or finished in part: a person must hear of it."""
        return [entry for entry in self.journal if entry.outcome is Outcome.UNKNOWN]

    def _stopped(self, remedy: Remedy) -> None:
        """Note a cancelled change: before it was sent nothing happened, afterwards who knows."""
        outcome = Outcome.UNKNOWN if self.world.begun else Outcome.FAILED
        self._note(remedy, outcome, _("stopped"))

    def _unanswered(self, remedy: Remedy, problem: Exception) -> ActionError | CupsError:
        if not self.world.begun:
            self._note(remedy, Outcome.FAILED, str(problem))
            return problem if isinstance(problem, ActionError | CupsError) else _silent()
        self._note(remedy, Outcome.UNKNOWN, str(problem))
        message = _("No answer came, so it may or may not have been done: {why}")
        return OutcomeUnknown(message.format(why=problem))

    def _note(self, remedy: Remedy, outcome: Outcome, detail: str = "") -> None:
        self.journal.append(Entry(remedy, outcome, detail))


def _silent() -> ActionError:
    """Return that a service of this computer was asked in vain."""
    return ActionError(_("A service of this computer was asked, and gave no answer."))
