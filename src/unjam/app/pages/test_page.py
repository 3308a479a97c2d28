# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The test page: printed with consent and followed to its end; then a person is asked.

Whether it came out only a person can see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unjam.app.consultation import Consultation
from unjam.app.i18n import _
from unjam.app.pages.stage import StagePage
from unjam.app.status import FINISHED, JOB_DONE, Level, job_level, job_words
from unjam.app.store.values import Job
from unjam.app.trouble import Step, describe
from unjam.cups import errors
from unjam.diagnosis.facts.jobs import JobState, Seen
from unjam.diagnosis.following import follow, printed_page

if TYPE_CHECKING:
    from unjam.app.host import Host

PRINTER = "printer-symbolic"
PATIENCE = 60.0
"""Seconds after which a person is asked what is to be seen, whatever the server says."""


class TestPagePage(StagePage):
    """Prints a test page on the consultation's queue."""

    __gtype_name__ = "UnjamTestPagePage"
    __test__ = False

    def __init__(self, window: Host, consultation: Consultation) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._consultation = consultation
        self._queue = consultation.queue or ""
        self._job: JobState | None = None
        self.title = _("Test Page")
        self.subtitle = self._queue
        self._offer()

    def print_page(self) -> None:
        """Print it: the person has agreed."""
        self._consultation.known = ()
        self._busy(_("Sending the test page…"), "")
        self.tasks.restart(self._print(), name="test page", stopped=self._cancelled)

    # --- stages -------------------------------------------------------------------------------

    def _offer(self) -> None:
        self.stage(
            Level.INFO,
            _("Print a test page on {queue}?").format(queue=self._queue),
            _("It takes one sheet of paper, and shows whether everything works to the end."),
            icon=PRINTER,
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
        session = self._window.session
        try:
            async with session.connect() as connection:
                job_id = await connection.print_test_page(self._queue, title=_("Test page"))
            env = await session.env()
            state = await follow(env, job_id, watch=self._on_the_way, patience=PATIENCE)
        except errors.CupsError as error:
            self._failed(describe(error))
        else:
            self._judge(state)

    def _on_the_way(self, now: JobState) -> None:
        self._headline.set_text(_("The test page is on its way"))
        said = job_words(as_job(now))
        self._lead.set_text(f"{said}: {now.message}" if now.message else said)
        self._lead.set_visible(True)

    def _judge(self, now: JobState) -> None:
        self._job, one = now, as_job(now)
        if one.state == JOB_DONE:
            self._ask(_("The print server says that the test page has been printed."))
        elif one.state in FINISHED:
            self._failed(now.message or job_words(one))
        else:
            text = _("The test page has not come through yet: {state}.")
            self._ask(text.format(state=job_words(one)), level=job_level(one))

    def _ask(self, said: str, level: Level = Level.INFO) -> None:
        self.stage(
            Level.UNKNOWN if level is Level.INFO else level,
            _("Did it come out?"),
            " ".join((said, _("Look at the printer. Only you can see this."))),
            steps=[
                Step(_("_Yes, It Came Out"), lambda: self._answer(Seen.RIGHT), suggested=True),
                Step(_("It Came Out _Wrong"), lambda: self._answer(Seen.WRONG)),
                Step(_("_No, Nothing Came Out"), lambda: self._answer(Seen.NOTHING)),
            ],
        )

    def _answer(self, seen: Seen) -> None:
        self._consultation.came_out = seen is Seen.RIGHT
        if seen is Seen.RIGHT:
            self._window.open_outcome(self._consultation)
            return
        if self._job is not None:
            self._consultation.known = (printed_page(self._job, seen),)
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


def as_job(now: JobState) -> Job:
    """A followed job as the lists show it."""
    return Job(now.id, queue=now.queue, state=now.state, reasons=now.reasons, message=now.message)
