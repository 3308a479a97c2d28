# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A remedy: what it would do, consent, the doing, the second look, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from unjam.actions import ActionError, Applied, Check, Executor
from unjam.actions import describe as preview_of
from unjam.app.consultation import Consultation, Deed
from unjam.app.i18n import _
from unjam.app.pages.stage import StagePage
from unjam.app.status import Level
from unjam.app.trouble import Step, describe
from unjam.app.widgets.unfolding import by_hand, consequences, proof, rows
from unjam.cups import errors
from unjam.diagnosis.model import Finding
from unjam.diagnosis.remedies import DeleteQueue, Remedy

if TYPE_CHECKING:
    from unjam.app.host import Host

PROBLEMS = (errors.CupsError, ActionError, OSError)
MEND, BIN = "unjam-mend-symbolic", "user-trash-symbolic"


class RemedyPage(StagePage):
    """Carries out one remedy, if the person agrees."""

    __gtype_name__ = "UnjamRemedyPage"

    def __init__(
        self, window: Host, consultation: Consultation, finding: Finding | None, remedy: Remedy
    ) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._consultation = consultation
        self._finding = finding
        self._remedy = remedy
        self._deed: Deed | None = None
        self._note = ""
        self._undoing = False
        self._show_done: Callable[[], object] = self._ask
        self._preview = preview_of(remedy, window.session.place.server)
        self.title = _("Remove") if isinstance(remedy, DeleteQueue) else _("Put It Right")
        self.subtitle = consultation.queue or ""
        self._ask()

    def apply(self) -> None:
        """Do it: the person has agreed."""
        self._deed, self._undoing = None, False
        self.stage(
            Level.BUSY,
            self._preview.summary,
            _("Working on it…"),
            steps=[Step(_("_Cancel"), lambda: self.tasks.stop("remedy"))],
        )
        self.tasks.restart(self._apply(), name="remedy", stopped=self._stopped)

    # --- stages -------------------------------------------------------------------------------

    def _ask(self) -> None:
        details = [consequences(self._preview)]
        steps = [
            self._consent(),
            Step(_("_Not Now"), self._window.back),
        ]
        level = Level.INFO if self._remedy.reversible else Level.WARNING
        icon = BIN if self._removes else MEND if self._remedy.reversible else ""
        self.stage(
            level,
            self._preview.summary,
            self._lead_words(),
            icon=icon,
            details=details,
            steps=steps,
        )

    def _lead_words(self) -> str:
        if self._removes:
            return _("The printer can be brought back afterwards; what waits for it cannot.")
        if self._remedy.reversible:
            return _("You can undo this afterwards.")
        return _("This cannot be undone.")

    def _consent(self) -> Step:
        if self._removes:
            return Step(_("_Remove"), self.apply, destructive=True)
        return Step(_("_Do It"), self.apply, suggested=True)

    def _back(self, *, suggested: bool = False) -> Step:
        label = _("_Back to the Result") if self._finding else _("_Back")
        return Step(label, self._window.back, suggested)

    @property
    def _removes(self) -> bool:
        return isinstance(self._remedy, DeleteQueue)

    async def _apply(self) -> None:
        try:
            async with self._window.session.executor() as executor:
                applied = await executor.apply(self._remedy)
                self._record(applied)
                await self._look_again(executor)
        except errors.AuthenticationCancelled:
            self._ask()
        except PROBLEMS as error:
            self._failed(error, self.apply)

    def _record(self, applied: Applied) -> None:
        """It is done, whatever looking again says, and however that ends."""
        self._deed = Deed(self._preview.done, self._remedy, verified=False, undo=applied.undo)
        self._consultation.did(self._deed)
        self._note = applied.note

    async def _look_again(self, executor: Executor) -> None:
        try:
            check = await executor.verify(self._remedy)
        except PROBLEMS as error:
            self._done(None, describe(error))
            return
        if check.holds and self._deed is not None:
            self._deed = self._consultation.confirmed(self._deed)
        self._done(check)

    def _done(self, check: Check | None, why: str = "") -> None:
        """Say that it is done, what looking again showed, and how to go on or back.

        Without a `check` nobody could look, for the reason `why`.
        """
        self._show_done = partial(self._done, check, why)
        level = Level.OK if check is not None and check.holds else Level.WARNING
        details = [proof(check)] if check is not None and check.evidence else []
        steps = self._ways_on()
        if self._deed is not None and self._deed.undo is not None:
            steps.append(Step(_("_Undo"), self._undo))
        headline, lead = done_words(self._preview.done, check)
        lead = " ".join(part for part in (lead, self._note, why) if part)
        self.stage(level, headline, lead, details=details, steps=steps)

    def _ways_on(self) -> list[Step]:
        if self._removes:
            return [Step(_("To the _Printers"), self._window.finish, suggested=True)]
        again = Step(_("_Check Again"), lambda: self._window.check_again(self._consultation))
        if not self._consultation.queue:
            return [Step(again.label, again.take, suggested=True)]
        test = Step(
            _("Print a _Test Page…"),
            lambda: self._window.open_test_page(self._consultation),
            suggested=True,
        )
        return [test, again]

    def _failed(self, error: Exception, again: Callable[[], object]) -> None:
        command = getattr(error, "command", ()) or self._preview.command
        details = [rows([by_hand(command)])] if command else []
        steps = [Step(_("_Try Again"), again, suggested=True), self._back()]
        self.stage(
            Level.ERROR, _("That did not work"), describe(error), details=details, steps=steps
        )

    def _stopped(self) -> None:
        if self._deed is not None and not self._deed.undone and not self._undoing:
            self._done(None, _("Looking again was stopped."))
            return
        steps = [
            Step(
                _("_Check Again"),
                lambda: self._window.check_again(self._consultation),
                suggested=True,
            ),
            self._back(),
        ]
        text = _("It was stopped on the way: it may or may not have happened. Look again to know.")
        self.stage(Level.UNKNOWN, _("Cancelled"), text, steps=steps)

    # --- the way back -------------------------------------------------------------------------

    def _undo(self) -> None:
        self._undoing = True
        self.stage(
            Level.BUSY,
            _("Taking it back…"),
            steps=[Step(_("_Cancel"), lambda: self.tasks.stop("remedy"))],
        )
        self.tasks.restart(self._take_back(), name="remedy", stopped=self._stopped)

    async def _take_back(self) -> None:
        if self._deed is None or self._deed.undo is None:
            return
        try:
            async with self._window.session.executor() as executor:
                await executor.apply(self._deed.undo)
        except errors.AuthenticationCancelled:
            self._show_done()
        except PROBLEMS as error:
            self._failed(error, self._undo)
        else:
            self._deed = self._consultation.undid(self._deed)
            steps = [
                self._back(suggested=True),
                Step(_("_Do It Again"), self.apply),
            ]
            self.stage(Level.OK, _("Taken back"), _("It is as it was before."), steps=steps)


def done_words(done: str, check: Check | None) -> tuple[str, str]:
    """What was done, and whether a second look confirms it."""
    if check is None:
        return done, _("It could not be looked at again.")
    if check.holds:
        return done, _("Looked at again: it holds.")
    text = _("{what}, but a second look does not show it.")
    return _("It did not have the effect"), text.format(what=done)
