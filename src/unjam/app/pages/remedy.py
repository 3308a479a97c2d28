# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A remedy: what it would do, consent, the doing, the second look, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unjam.actions import ActionError, Applied, Check
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
    from unjam.app.window import Window

MEND, BIN = "unjam-mend-symbolic", "user-trash-symbolic"


class RemedyPage(StagePage):
    """Carries out one remedy, if the person agrees."""

    __gtype_name__ = "UnjamRemedyPage"

    def __init__(
        self, window: Window, consultation: Consultation, finding: Finding | None, remedy: Remedy
    ) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._consultation = consultation
        self._finding = finding
        self._remedy = remedy
        self._preview = preview_of(remedy, window.session.place.server)
        self.title = _("Remove") if isinstance(remedy, DeleteQueue) else _("Put It Right")
        self.subtitle = consultation.queue or ""
        self._ask()

    def apply(self) -> None:
        """Do it: the person has agreed."""
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
        lead = (
            _("You can undo this afterwards.")
            if self._remedy.reversible
            else _("This cannot be undone.")
        )
        steps = [
            self._consent(),
            Step(_("_Not Now"), self._window.back),
        ]
        level = Level.INFO if self._remedy.reversible else Level.WARNING
        icon = BIN if self._removes else MEND if self._remedy.reversible else ""
        self.stage(level, self._preview.summary, lead, icon=icon, details=details, steps=steps)

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
                check = await executor.verify(self._remedy)
        except (errors.CupsError, ActionError, OSError) as error:
            self._failed(error)
        else:
            self._done(applied, check)

    def _done(self, applied: Applied, check: Check) -> None:
        deed = Deed(self._preview.summary, self._remedy, check.holds, applied.undo)
        self._consultation.did(deed)
        level = Level.OK if check.holds else Level.WARNING
        headline = (
            _("Done and checked: it holds")
            if check.holds
            else _("Done, but it did not have the effect")
        )
        details = [proof(check)] if check.evidence else []
        steps = self._ways_on()
        if applied.undo is not None:
            steps.append(Step(_("_Undo"), lambda: self._undo(deed)))
        lead = " ".join(part for part in (self._preview.summary, applied.note) if part)
        self.stage(level, headline, lead, details=details, steps=steps)

    def _ways_on(self) -> list[Step]:
        if self._removes:
            return [Step(_("To the _Printers"), self._window.navigator.home, suggested=True)]
        again = Step(_("_Check Again"), lambda: self._window.check_again(self._consultation))
        if not self._consultation.queue:
            return [Step(again.label, again.take, suggested=True)]
        test = Step(
            _("Print a _Test Page…"),
            lambda: self._window.open_test_page(self._consultation),
            suggested=True,
        )
        return [test, again]

    def _failed(self, error: Exception) -> None:
        command = getattr(error, "command", ()) or self._preview.command
        details = [rows([by_hand(command)])] if command else []
        steps = [
            Step(_("_Try Again"), self.apply, suggested=True),
            self._back(),
        ]
        self.stage(
            Level.ERROR, _("That did not work"), describe(error), details=details, steps=steps
        )

    def _stopped(self) -> None:
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

    def _undo(self, deed: Deed) -> None:
        self.stage(
            Level.BUSY,
            _("Taking it back…"),
            steps=[Step(_("_Cancel"), lambda: self.tasks.stop("remedy"))],
        )
        self.tasks.restart(self._take_back(deed), name="remedy", stopped=self._stopped)

    async def _take_back(self, deed: Deed) -> None:
        if deed.undo is None:
            return
        try:
            async with self._window.session.executor() as executor:
                await executor.apply(deed.undo)
        except (errors.CupsError, ActionError, OSError) as error:
            self._failed(error)
        else:
            self._consultation.undid(deed)
            steps = [
                self._back(suggested=True),
                Step(_("_Do It Again"), self.apply),
            ]
            self.stage(Level.OK, _("Taken back"), _("It is as it was before."), steps=steps)
