# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Queues that do not print because somebody, or CUPS itself, set them so."""

from __future__ import annotations

import re
from datetime import datetime
from enum import IntEnum

from unjam.cups.model import PrinterState
from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import known, missing
from unjam.diagnosis.facts.jobs import JobState, QueueJobs
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.server import ServerReach
from unjam.diagnosis.messages import queue as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.remedies import (
    AcceptJobs,
    ReleaseHeldNewJobs,
    Remedy,
    ResumeQueue,
    SetErrorPolicy,
)
from unjam.diagnosis.wording import _, finding

OWN_WORDS = frozenset({"", "Paused", "Rejecting Jobs", "Printer paused."})
"""What cupsd itself puts in the message when the person gave none."""
NO_BACKEND = re.compile(r"Backend .* does not exist!")
"""What cupsd says when it starts, and stops a queue whose backend is gone (printers.c)."""
SETTLED_AFTER = 12 * 3600.0
"""Seconds after which a stop with the owner's own message is taken as meant."""


@rule("QUEUE_STOPPED")
def queue_stopped(
    queue: QueueState, jobs: QueueJobs | Unknown | None, reach: ServerReach | None
) -> Finding | None:
    """Find a queue that is stopped with no failed job behind it.

    Where nobody may see the jobs, a failure may be behind it all the same.
    """
    if not queue.stopped or failed_job(known(jobs)):
        return None
    by_hand = not (isinstance(jobs, Unknown) or NO_BACKEND.fullmatch(queue.message))
    return finding(
        "QUEUE_STOPPED",
        Severity.INFO if _is_meant(queue, reach) else Severity.ERROR,
        queue.scope[0],
        messages.QUEUE_STOPPED,
        evidence=state_evidence(queue),
        remedies=(ResumeQueue(queue.name),),
        own_cause=by_hand,
        queue=queue.name,
        since=when(queue.changed),
        message=saying(queue.message),
        waiting=waiting(queue),
    )


@rule("QUEUE_STOPPED_BY_FAILURE")
def queue_stopped_by_failure(queue: QueueState, jobs: QueueJobs | Unknown | None) -> Verdict:
    """Find a queue that CUPS stopped (error policy `stop-printer`) when a job failed."""
    failed = failed_job(known(jobs))
    if not queue.stopped:
        return None
    if failed is None:
        return missing(jobs)
    words = Evidence(
        "Get-Jobs", f"job {failed.id}", f"{', '.join(failed.reasons)}: {failed.message}"
    )
    return finding(
        "QUEUE_STOPPED_BY_FAILURE",
        Severity.ERROR,
        queue.scope[0],
        messages.QUEUE_STOPPED_BY_FAILURE,
        evidence=(*state_evidence(queue), words),
        remedies=(ResumeQueue(queue.name), *_go_on_after_failures(queue)),
        queue=queue.name,
        job=failed.id,
        message=saying(failed.message or queue.message),
        waiting=waiting(queue),
    )


@rule("QUEUE_REJECTING")
def queue_rejecting(queue: QueueState, reach: ServerReach | None) -> Finding | None:
    """Find a queue that refuses new jobs; whoever prints is told at once, and nothing is lost."""
    if queue.accepting:
        return None
    return finding(
        "QUEUE_REJECTING",
        Severity.INFO if _is_meant(queue, reach) else Severity.WARNING,
        queue.scope[0],
        messages.QUEUE_REJECTING,
        evidence=(printer_said("printer-is-accepting-jobs", "false"), *state_evidence(queue)),
        remedies=(AcceptJobs(queue.name),),
        queue=queue.name,
        message=saying(queue.message),
    )


@rule("QUEUE_HOLDS_NEW_JOBS", supersedes=("JOB_HELD",))
def queue_holds_new_jobs(queue: QueueState) -> Finding | None:
    """Find a queue that holds every new job."""
    if "hold-new-jobs" not in queue.reasons:
        return None
    return finding(
        "QUEUE_HOLDS_NEW_JOBS",
        Severity.ERROR,
        queue.scope[0],
        messages.QUEUE_HOLDS_NEW_JOBS,
        evidence=state_evidence(queue),
        remedies=(ReleaseHeldNewJobs(queue.name),),
        queue=queue.name,
        waiting=waiting(queue),
    )


def _go_on_after_failures(queue: QueueState) -> tuple[Remedy, ...]:
    """Offer to try a failed job again, in place of stopping the queue for everybody."""
    stops = queue.error_policy == "stop-printer"
    return (SetErrorPolicy(queue.name, "retry-job"),) if stops else ()


def failed_job(jobs: QueueJobs | None) -> JobState | None:
    """Return the job whose failure stopped the queue: tried, and put back for that reason."""
    tried = [job for job in (jobs.active if jobs else ()) if "printer-stopped" in job.reasons]
    return next((job for job in tried if job.started), None)


def printer_said(asked: str, answer: str) -> Evidence:
    """Quote one attribute of a queue."""
    return Evidence("CUPS-Get-Printers", asked, answer)


def state_evidence(queue: QueueState) -> tuple[Evidence, ...]:
    """Quote the queue's state, its reasons and its message."""
    quotes = [printer_said("printer-state", spelled(PrinterState, queue.state))]
    if queue.reasons:
        quotes.append(printer_said("printer-state-reasons", ",".join(queue.reasons)))
    if queue.message:
        quotes.append(printer_said("printer-state-message", queue.message))
    return tuple(quotes)


def spelled(kind: type[IntEnum], value: int) -> str:
    """Return a number of the protocol with its meaning beside it: 5 (stopped)."""
    meaning = next((member.name.lower() for member in kind if member == value), "")
    return f"{value} ({meaning})" if meaning else str(value)


def saying(message: str) -> str:
    """Return a clause with the message, or nothing where it says nothing of its own."""
    return "" if message in OWN_WORDS else _(messages.SAYING).format(message=message)


def waiting(queue: QueueState) -> str:
    """Return a sentence of how many jobs wait, or nothing where none does."""
    count = queue.queued_jobs
    return _(messages.WAITING).format(count=count) if count else ""


def when(moment: float) -> str:
    """Return a time of day as people read it."""
    return datetime.fromtimestamp(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def _is_meant(queue: QueueState, reach: ServerReach | None) -> bool:
    """Whether the owner left it so: an own message, for long, and nobody waits for it."""
    old = reach is not None and reach.clock - queue.changed >= SETTLED_AFTER
    own = queue.message not in OWN_WORDS and not NO_BACKEND.fullmatch(queue.message)
    return old and own and not queue.queued_jobs
