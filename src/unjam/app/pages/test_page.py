# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The test page: printed with consent and followed to its end; then a person is asked.

Whether it came out only a person can see.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from unjam.app.consultation import Consultation
from unjam.app.i18n import _
from unjam.app.pages.stage import StagePage
from unjam.app.status import FINISHED, JOB_DONE, Level, job_level, job_words
from unjam.app.store.values import JOB_ATTRIBUTES, Job, job
from unjam.app.trouble import Step, describe
from unjam.app.widgets.finding_card import paragraph
from unjam.cups import errors

if TYPE_CHECKING:
    from unjam.app.window import Window

PATIENCE = 60.0
"""Seconds after which a person is asked what is to be seen, whatever the server says."""
LOOK = 0.5
"""Seconds between two looks at the job where the server sends no events."""


class TestPagePage(StagePage):
    """Prints a test page on the consultation's queue."""

    __gtype_name__ = "UnjamTestPagePage"
    __test__ = False

    def __init__(self, window: Window, consultation: Consultation) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._consultation = consultation
        self._queue = consultation.queue or ""
        self._job_id = 0
        self.title = _("Test Page")
        self.subtitle = self._queue
        self._offer()

    def print_page(self) -> None:
        """Print it: the person has agreed."""
        self._busy(_("Sending the test page…"), "")
        self.tasks.restart(self._print(), name="test page", stopped=self._cancelled)

    # --- stages -------------------------------------------------------------------------------

    def _offer(self) -> None:
        self.stage(
            Level.INFO,
            _("Print a test page on {queue}?").format(queue=self._queue),
            _("It takes one sheet of paper, and shows whether everything works to the end."),
            steps=[
                Step(_("_Print a Test Page"), self.print_page, suggested=True),
                Step(_("_Not Now"), self._window.back),
            ],
        )

    def _busy(self, headline: str, lead: str) -> None:
        self.stage(
            Level.BUSY,
            headline,
            lead,
            steps=[Step(_("_Cancel"), lambda: self.tasks.stop("test page"))],
        )

    async def _print(self) -> None:
        try:
            async with self._window.session.connect() as connection:
                self._job_id = await connection.print_test_page(self._queue, title=_("Test page"))
                state = await self._follow(connection)
        except errors.CupsError as error:
            self._failed(describe(error))
        else:
            self._judge(state)

    async def _follow(self, connection: object) -> Job:
        """Watch the job until it is over, held, or has taken too long for a person to wait."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while True:
            record = await connection.get_job_attributes(  # type: ignore[attr-defined]
                self._job_id, requested_attributes=JOB_ATTRIBUTES
            )
            now = job(record)
            if now.state in FINISHED or loop.time() > end:
                return now
            self._headline.set_text(_("The test page is on its way"))
            self._lead.set_text(job_words(now) + (f": {now.message}" if now.message else ""))
            self._lead.set_visible(True)
            await asyncio.sleep(LOOK)

    def _judge(self, now: Job) -> None:
        if now.state == JOB_DONE:
            self._ask(_("The print server says that the test page has been printed."))
        elif now.state in FINISHED:
            self._failed(now.message or job_words(now))
        else:
            text = _("The test page is still in the queue: {state}.")
            self._ask(text.format(state=job_words(now)), level=job_level(now))

    def _ask(self, said: str, level: Level = Level.INFO) -> None:
        self.stage(
            Level.UNKNOWN if level is Level.INFO else level,
            _("Did it come out?"),
            said,
            details=[paragraph(_("Look at the printer. Only you can see this."))],
            steps=[
                Step(_("_Yes, It Came Out"), lambda: self._answer(came_out=True), suggested=True),
                Step(_("_No, Nothing Came Out"), lambda: self._answer(came_out=False)),
            ],
        )

    def _answer(self, *, came_out: bool) -> None:
        self._consultation.came_out = came_out
        if came_out:
            self._window.open_outcome(self._consultation)
        else:
            self._nothing_came()

    def _nothing_came(self) -> None:
        self.stage(
            Level.WARNING,
            _("Then something is still wrong"),
            _("Looking again now can show more, because a document has just been through."),
            steps=self._ways_on(),
        )

    def _failed(self, why: str) -> None:
        self.stage(Level.ERROR, _("The test page did not get through"), why, steps=self._ways_on())

    def _cancelled(self) -> None:
        self.stage(
            Level.UNKNOWN,
            _("Cancelled"),
            _("A page that had been sent already may still come out."),
            steps=self._ways_on(),
        )

    def _ways_on(self) -> list[Step]:
        return [
            Step(
                _("_Check Again"),
                lambda: self._window.check_again(self._consultation),
                suggested=True,
            ),
            Step(_("_Print Again"), self.print_page),
            Step(_("Save a _Report…"), lambda: self._window.open_report(self._consultation)),
        ]
