# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is asked of a printer, by its queue's defaults and by the jobs that wait."""

from __future__ import annotations

from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.driver import QueuePpd
from unjam.diagnosis.facts.jobs import QueueJobs
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.wishes import JobWishes, MediaWish, Wish
from unjam.diagnosis.model import job_scope
from unjam.diagnosis.reading.attributes import Attributes, mapping, number, text, values
from unjam.diagnosis.wording import N_

JUDGED = ("sides", "media", "print-color-mode", "print-quality", "output-bin")
"""Options whose values a queue lists in full, and that change what comes out."""
ASKED = ("job-id", *JUDGED, "media-col", "InputSlot")


@probe(title=N_("Looking what documents ask for by default"))
async def queue_wish(
    env: Env,
    queue: QueueState,
    ppd: QueuePpd | None,
) -> MediaWish | None:
    """Take the queue's default paper, and the source that its driver takes it from."""
    if queue.is_class or not queue.media_default:
        return None
    source = queue.media_source or (ppd.input_slot if ppd else "")
    return MediaWish(queue.scope, queue.name, queue.media_default, source)


@probe(title=N_("Looking what the waiting documents ask for"))
async def job_wishes(
    env: Env, queue: QueueState, jobs: QueueJobs
) -> list[JobWishes | MediaWish] | None:
    """Compare the options of the waiting jobs with what the queue offers."""
    waiting = {job.id for job in jobs.active}
    if not waiting or queue.is_class:
        return None
    async with env.connect() as connection:
        records = await connection.get_jobs(
            queue.name, requested_attributes=ASKED, limit=len(waiting)
        )
        offered = await connection.get_printer_attributes(
            queue.name, requested_attributes=[f"{option}-supported" for option in JUDGED]
        )
    found: list[JobWishes | MediaWish] = []
    for record in records:
        if number(record, "job-id") in waiting:
            found += _wishes(queue, record, offered)
    return found


def _wishes(
    queue: QueueState, record: Attributes, offered: Attributes
) -> list[JobWishes | MediaWish]:
    scope = job_scope(queue.name, number(record, "job-id"))
    wishes = [
        Wish(option, value, values(offered, f"{option}-supported"))
        for option in JUDGED
        for value in values(record, option)
    ]
    found: list[JobWishes | MediaWish] = [JobWishes(scope, tuple(wishes))] if wishes else []
    source = text(mapping(record, "media-col"), "media-source") or text(record, "InputSlot")
    if source:
        media = text(record, "media") or queue.media_default
        found.append(MediaWish(scope, queue.name, media, source))
    return found
