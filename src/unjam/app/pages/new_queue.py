# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A new queue: named, made, looked at, and on to its test page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gi.repository import Adw

from unjam.actions import ActionError, Executor
from unjam.app.consultation import Consultation, Deed
from unjam.app.i18n import _
from unjam.app.pages.stage import StagePage
from unjam.app.status import Level
from unjam.app.store.values import Device
from unjam.app.trouble import Step, describe
from unjam.app.widgets.finding_card import paragraph
from unjam.cups import errors
from unjam.diagnosis.remedies import CreateQueue

if TYPE_CHECKING:
    from unjam.app.host import Host

PROBLEMS = (errors.CupsError, ActionError, OSError)
NAME = r"[^\s/#?'\"\\]{1,127}"
"""What CUPS takes as the name of a queue."""


class NewQueuePage(StagePage):
    """Makes a queue for one device, if the person agrees."""

    __gtype_name__ = "UnjamNewQueuePage"

    def __init__(self, window: Host, found: Device, name: str) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._device = found
        self._deed: Deed | None = None
        self._consultation = Consultation([name])
        self.title = _("Add a Printer")
        self.name_row = Adw.EntryRow(title=_("Name"), text=name, activates_default=False)
        self.info_row = Adw.EntryRow(title=_("Description"), text=found.info or found.model)
        self.place_row = Adw.EntryRow(title=_("Place"), text=found.location)
        for row in (self.name_row, self.info_row, self.place_row):
            row.connect("entry-activated", lambda _row: self.make())
        self._group = Adw.PreferencesGroup()
        for row in (self.name_row, self.info_row, self.place_row):
            self._group.add(row)
        self._ask()

    def make(self) -> None:
        """Make the queue: the person has agreed."""
        if not re.fullmatch(NAME, self.name_row.get_text()):
            self.name_row.add_css_class("error")
            self._window.say(_("A printer's name has no spaces and none of / # ? ' \" \\"))
            return
        self.name_row.remove_css_class("error")
        remedy = CreateQueue(
            self.name_row.get_text(),
            self._device.uri,
            info=self.info_row.get_text(),
            location=self.place_row.get_text(),
        )
        self.stage(
            Level.BUSY,
            _("Adding {printer}…").format(printer=remedy.queue),
            _("The print server asks the printer what it can do."),
            steps=[Step(_("_Cancel"), lambda: self.tasks.stop("make"))],
        )
        self._deed, self._consultation = None, Consultation([remedy.queue])
        self.tasks.restart(self._make(remedy), name="make", stopped=self._on_stopped)

    def _ask(self) -> None:
        how = (
            _("This printer needs no driver.")
            if self._device.driverless
            else _("This printer may need a driver. It is tried without one first.")
        )
        self.stage(
            Level.INFO,
            self._device.info or self._device.model or self._device.uri,
            how,
            icon="printer-symbolic",
            details=[self._group, paragraph(self._device.uri, "caption", "dim-label")],
            steps=[
                Step(_("_Add"), self.make, suggested=True),
                Step(_("_Not Now"), self._window.back),
            ],
        )

    async def _make(self, remedy: CreateQueue) -> None:
        try:
            async with self._window.session.executor() as executor:
                applied = await executor.apply(remedy)
                done = executor.preview(remedy).done
                self._record(Deed(done, remedy, verified=False, undo=applied.undo))
                await self._look_again(executor, remedy)
        except errors.AuthenticationCancelled:
            self._ask()
        except PROBLEMS as error:
            self._failed(describe(error))

    def _record(self, deed: Deed) -> None:
        """The queue is there, whatever looking again says, and however that ends."""
        self._deed = deed
        self._consultation.did(deed)
        self._window.live.look_soon()

    async def _look_again(self, executor: Executor, remedy: CreateQueue) -> None:
        try:
            check = await executor.verify(remedy)
        except PROBLEMS as error:
            self._added(describe(error))
            return
        if check.holds and self._deed is not None:
            self._deed = self._consultation.confirmed(self._deed)
            self._added()
        else:
            self._added(_("It is there, but has not told what it can do."))

    def _added(self, but: str = "") -> None:
        """The queue has been made; `but` says what is not well with it."""
        consultation = self._consultation
        queue = consultation.queue or ""
        text = but or _("It needs no driver.")
        steps = [
            Step(
                _("Print a _Test Page…"),
                lambda: self._window.open_test_page(consultation),
                suggested=True,
            ),
            Step(_("_Find Out More"), lambda: self._window.diagnose([queue])),
            Step(_("_Done"), self._window.finish),
        ]
        headline = _("{printer} has been added").format(printer=queue)
        self.stage(Level.WARNING if but else Level.OK, headline, text, steps=steps)

    def _on_stopped(self) -> None:
        if self._deed is not None:
            self._added(_("Looking again was stopped."))
            return
        self._failed(_("It was stopped on the way. The printer may have been added."))

    def _failed(self, why: str) -> None:
        if not self._device.driverless:
            why = f"{why} {driver_words()}"
        self.stage(
            Level.ERROR,
            _("The printer could not be added"),
            why,
            details=[self._group],
            steps=[
                Step(_("_Try Again"), self.make, suggested=True),
                Step(_("_Find Out Why"), self._window.diagnose),
                Step(_("_Back"), self._window.back),
            ],
        )


def driver_words() -> str:
    """What to do for a printer that does not work without a driver."""
    return _(
        "This printer does not work without a driver: install its maker's driver, or a printer "
        "application (a program that brings the driver along), and look for the printer again."
    )
