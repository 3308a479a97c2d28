# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Jobs that wait for somebody, and jobs that were given up."""

from __future__ import annotations

from unjam.cups.model import JobState as States
from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.jobs import ABORTED, COMPLETED, HELD, STOPPED, JobState, QueueJobs
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.server import ServerReach
from unjam.diagnosis.messages import job as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.remedies import (
    AuthenticateJob,
    CancelJob,
    Instruction,
    PurgeJobs,
    ReleaseJob,
    Remedy,
    RestartJob,
)
from unjam.diagnosis.rules.queue_state import saying, spelled, when
from unjam.diagnosis.wording import _, finding

FOR_AUTH = "cups-held-for-authentication"
OTHER_WAITS = frozenset(
    {FOR_AUTH, "job-incoming", "job-data-insufficient", "job-password-wait", "job-release-wait"}
)
"""Reasons of held jobs that other findings explain, or that are no fault at all."""
AUTH_INFO = "auth-info-required"
"""job-hold-until of a job that waits for a password (scheduler, job.c)."""
INDEFINITE = frozenset({"", "indefinite", "no-hold", AUTH_INFO})
RECENT = 24 * 3600.0
"""Seconds for which a failed job is worth a word."""


@rule("JOB_HELD")
def job_held(job: JobState, jobs: QueueJobs | None) -> Finding | None:
    """Find a job that a person (or a backend) put on hold."""
    if job.state != HELD or OTHER_WAITS & set(job.reasons) or awaits_login(job):
        return None
    waiting = jobs.counted if jobs else 1
    timed = job.hold_until not in INDEFINITE
    until = _(messages.UNTIL_TIME) if timed else _(messages.UNTIL_RELEASED)
    return finding(
        "JOB_HELD",
        Severity.INFO if timed else Severity.WARNING,
        job.scope[-1],
        messages.JOB_HELD,
        evidence=job_evidence(job),
        remedies=(ReleaseJob(job.id), CancelJob(job.id)),
        job=job.id,
        queue=job.queue,
        until=until.format(until=job.hold_until),
        others=_(messages.OTHERS).format(count=waiting) if waiting > 1 else "",
    )


def awaits_login(job: JobState) -> bool:
    """Whether a job waits for a password: a restarted cupsd forgets the reason, not until when."""
    return job.state == HELD and (FOR_AUTH in job.reasons or job.hold_until == AUTH_INFO)


@rule("JOB_HELD_FOR_AUTH", supersedes=("JOB_HELD",))
def job_held_for_auth(job: JobState, queue: QueueState | None) -> Finding | None:
    """Find a job whose printer wants to know who prints.

    Where the queue itself asks for a password, that is why: nothing else has to explain it.
    """
    if not awaits_login(job):
        return None
    fields = job.auth_info_required or (queue.auth_info_required if queue else ())
    fields = fields or ("username", "password")
    words = [_(messages.FIELDS[f]) if f in messages.FIELDS else f for f in fields]
    return finding(
        "JOB_HELD_FOR_AUTH",
        Severity.ERROR,
        job.scope[-1],
        messages.JOB_HELD_FOR_AUTH,
        evidence=job_evidence(job),
        remedies=(AuthenticateJob(job.id, job.queue, fields), CancelJob(job.id)),
        own_cause=queue is not None and "password" in queue.auth_info_required,
        job=job.id,
        queue=job.queue,
        fields=", ".join(words),
    )


@rule("JOB_ABORTED")
def job_aborted(job: JobState, jobs: QueueJobs, reach: ServerReach) -> Finding | None:
    """Find a job that was given up lately, unless a later one on that queue came out well."""
    if job.state not in (ABORTED, STOPPED) or _is_history(job, jobs, reach.clock):
        return None
    known = "" if job.documents or job.state == STOPPED else _(messages.NO_DOCUMENT)
    return finding(
        "JOB_ABORTED",
        Severity.ERROR,
        job.scope[-1],
        messages.JOB_ABORTED,
        evidence=job_evidence(job),
        remedies=_again(job),
        own_cause=bool(known),
        job=job.id,
        queue=job.queue,
        when=when(job.ended or job.started or job.created),
        message=saying(job.message),
        known=known,
    )


def job_evidence(job: JobState) -> tuple[Evidence, ...]:
    """Quote the job's state, its reasons, what was last said, and until when it is held."""
    quotes = [
        ("job-state", spelled(States, job.state)),
        ("job-state-reasons", ",".join(job.reasons)),
    ]
    quotes += [("job-printer-state-message", job.message), ("job-hold-until", job.hold_until)]
    asked = f"job {job.id}, "
    return tuple(Evidence("Get-Jobs", asked + name, value) for name, value in quotes if value)


def _is_history(job: JobState, jobs: QueueJobs, now: float) -> bool:
    ended = job.ended or job.started
    later = any(other.state == COMPLETED and other.ended >= ended for other in jobs.ended)
    return later or now - ended > RECENT


def _again(job: JobState) -> tuple[Remedy, ...]:
    """Offer to print it again where the document is still there; else to forget it."""
    if job.state == STOPPED:
        return (RestartJob(job.id), CancelJob(job.id))
    if job.files_kept:
        return (RestartJob(job.id), PurgeJobs((job.id,)))
    return (Instruction(_(messages.PRINT_AGAIN)), PurgeJobs((job.id,)))
