# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A printed page, followed to its end, and what the person saw of it.

CUPS may call a job completed of which nothing came out. So the last word has the person: the page
is followed through job and queue, then they are asked, and both become one fact that rules judge.
Printing the page is not done here: that is an effect, and needs consent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from unjam.cups.errors import CredentialsError, NotFound
from unjam.diagnosis.facts.jobs import HELD, PENDING, JobState, PrintedPage, Seen
from unjam.diagnosis.facts.jobs import STOPPED as JOB_STOPPED
from unjam.diagnosis.facts.queue import STOPPED
from unjam.diagnosis.model import Scope, job_scope
from unjam.diagnosis.probes.queues import JOB_ATTRIBUTES, read_job
from unjam.diagnosis.questions import Choice, Question, Questions
from unjam.diagnosis.reading.attributes import number
from unjam.diagnosis.wording import N_, _

if TYPE_CHECKING:
    from unjam.cups import AsyncConnection
    from unjam.diagnosis.env import Env

FIRST_LOOK, LAST_PACE = 0.2, 1.5
"""Seconds between two looks: often at first, then seldom."""
PATIENCE = 120.0
"""Seconds after which a page that is still printing is left to itself."""

DID_IT_COME_OUT = N_("Did the page come out of the printer “{queue}”?")
WHY_IT_IS_ASKED = N_("Only you can see that: the print server merely knows that it sent the page.")
YES = N_("Yes, and it looks right")
WRONG = N_("Something came out, but not as it should be")
NO = N_("No, nothing came out")

Watch = Callable[[JobState], None]


async def follow(
    env: Env, job_id: int, *, watch: Watch | None = None, patience: float = PATIENCE
) -> JobState:
    """Follow a job until it is over, stands still for good, or the patience is.

    `watch` is called at each change. Raises CupsError when the server cannot be asked.
    """
    end, pace = monotonic() + patience, FIRST_LOOK
    last: JobState | None = None
    async with env.connect() as connection:
        while True:
            record = await connection.get_job_attributes(
                job_id, requested_attributes=JOB_ATTRIBUTES
            )
            job = read_job(record)
            if watch and job != last:
                watch(job)
            last = job
            if stands_still(job) or monotonic() >= end or await _is_stopped_before(job, connection):
                return job
            await asyncio.sleep(pace)
            pace = min(LAST_PACE, pace * 1.3)


def stands_still(job: JobState) -> bool:
    """Tell whether nothing more will happen to a job by itself."""
    return not job.active or job.state in (HELD, JOB_STOPPED) or "printer-stopped" in job.reasons


async def _is_stopped_before(job: JobState, connection: AsyncConnection) -> bool:
    """Tell whether a job waits behind a stopped queue; False of one that is closed to us."""
    if job.state != PENDING:
        return False
    wanted = ["printer-state"]
    try:
        seen = await connection.get_printer_attributes(job.queue, requested_attributes=wanted)
    except (NotFound, CredentialsError):
        return False
    return number(seen, "printer-state") == STOPPED


def came_out(queue: str, job_id: int) -> Question:
    """Return the question for the person."""
    choices = (
        Choice(Seen.RIGHT, _(YES)),
        Choice(Seen.WRONG, _(WRONG)),
        Choice(Seen.NOTHING, _(NO)),
    )
    text = _(DID_IT_COME_OUT).format(queue=queue)
    return Question("came-out", job_scope(queue, job_id), text, choices, _(WHY_IT_IS_ASKED))


async def ask_whether_it_came_out(questions: Questions, job: JobState) -> PrintedPage:
    """Ask the person, and make a fact of the job and the answer. Raises `Unavailable`."""
    answer = await questions.ask(came_out(job.queue, job.id))
    return printed_page(job, Seen(answer) if answer else Seen.UNKNOWN)


def printed_page(job: JobState, seen: Seen) -> PrintedPage:
    """Return the fact for a followed job; hand it to the engine as known."""
    scope: Scope = job_scope(job.queue, job.id)
    return PrintedPage(scope, job.id, job.queue, job.state, seen)
