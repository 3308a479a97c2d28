# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Jobs that do not get on, or that ended other than they say."""

from __future__ import annotations

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import missing
from unjam.diagnosis.facts.jobs import COMPLETED, HELD, PROCESSING, JobState, PrintedPage, Seen
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.queue_more import JobFiles
from unjam.diagnosis.facts.server import ServerReach
from unjam.diagnosis.facts.wishes import JobWishes, Wish
from unjam.diagnosis.messages import job as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.remedies import CancelJob, Instruction, UseDriverless
from unjam.diagnosis.rules.job_state import RECENT, job_evidence
from unjam.diagnosis.rules.media import size_of
from unjam.diagnosis.rules.queue_state import saying, state_evidence, when
from unjam.diagnosis.wording import _, finding

STUCK_AFTER = 600.0
"""Seconds without any change while a job is printed."""
CONNECTING_AFTER = 120.0
"""Seconds of connecting to a device."""
CONFLICTS = frozenset(
    {"unsupported-attributes-or-values", "conflicting-attributes", "unsupported-document-format"}
)
DROPPED = ("Unable to add document to print job.", "cups-ipp-missing-job-history")
"""What the ipp backend says of a job that the printer did not take or forgot (ipp.c)."""
DROPPED_REASONS = frozenset({"document-format-error", "document-unprintable-error"})


@rule("JOB_NEEDS_RELEASE", supersedes=("JOB_HELD", "JOB_STUCK"))
def job_needs_release(job: JobState, queue: QueueState | None) -> Finding | None:
    """Find a job that waits at the printer for its owner.

    What the queue says is about the job that it prints, or one that it put back.
    """
    at_printer = queue is not None and job.state in (HELD, PROCESSING)
    told = (*job.reasons, *job.printer_reasons, *(queue.reasons if queue and at_printer else ()))
    reasons = {**messages.REASONS, **messages.ACCOUNT_REASONS}
    reason = next((reason for reason in told if reason in reasons), "")
    if not job.active or not reason:
        return None
    charged = reason in messages.ACCOUNT_REASONS
    step = messages.ASK_ABOUT_ACCOUNT if charged else messages.RELEASE_THERE
    return finding(
        "JOB_NEEDS_RELEASE",
        Severity.WARNING,
        job.scope[-1],
        messages.JOB_NEEDS_ACCOUNT if charged else messages.JOB_NEEDS_RELEASE,
        evidence=job_evidence(job),
        remedies=(Instruction(_(step)), CancelJob(job.id)),
        job=job.id,
        reason=_(reasons[reason]),
        queue=job.queue,
    )


@rule("JOB_STUCK")
def job_stuck(job: JobState, queue: QueueState, reach: ServerReach) -> Finding | None:
    """Find a job that is being printed and does not get on."""
    if job.state != PROCESSING or not job.started:
        return None
    connecting = "connecting-to-device" in queue.reasons
    still = reach.clock - max(job.started, queue.changed)
    since_start, behind = reach.clock - job.started, queue.queued_jobs - 1
    if not (still >= STUCK_AFTER or (connecting and since_start >= CONNECTING_AFTER)):
        return None
    return finding(
        "JOB_STUCK",
        Severity.WARNING,
        job.scope[-1],
        messages.JOB_STUCK,
        evidence=(*job_evidence(job), *state_evidence(queue)),
        remedies=(Instruction(_(messages.LOOK_AT_PRINTER)), CancelJob(job.id)),
        job=job.id,
        queue=job.queue,
        minutes=since_start / 60 if connecting else still / 60,
        since=when(job.started),
        message=saying(job.message or queue.message),
        behind=_(messages.BEHIND).format(count=behind) if behind > 0 else "",
    )


@rule("JOB_COMPLETED_UNPRINTED", supersedes=("IPP_CONFORMANCE",))
def job_completed_unprinted(
    job: JobState, page: PrintedPage | None, queue: QueueState | None, reach: ServerReach
) -> Finding | None:
    """Find a completed job whose last news were bad, or of which a person saw nothing."""
    told = (*job.reasons, *job.printer_reasons)
    dropped = job.message in DROPPED or DROPPED_REASONS & set(told) or DROPPED[1] in told
    nothing = page is not None and page.seen is Seen.NOTHING
    right = page is not None and page.seen is Seen.RIGHT
    if job.state != COMPLETED or right or not (dropped or nothing):
        return None
    if not nothing and reach.clock - job.ended > RECENT:
        return None
    raw = queue is not None and queue.raw
    driverless = () if queue is None or not raw else (UseDriverless(job.queue),)
    return finding(
        "JOB_COMPLETED_UNPRINTED",
        Severity.WARNING,
        job.scope[-1],
        messages.JOB_COMPLETED_UNPRINTED,
        evidence=(*job_evidence(job), *_seen(page)),
        remedies=(Instruction(_(messages.TRY_OTHER_FORM)), *driverless),
        job=job.id,
        queue=job.queue,
        message=job.message or ", ".join(told) or _(messages.NOTHING_SEEN),
    )


@rule("PAGE_PRINTED_WRONG")
def page_printed_wrong(page: PrintedPage, queue: QueueState | None) -> Finding | None:
    """Find that something came out, but not what was sent: the driver speaks another language."""
    if page.seen is not Seen.WRONG:
        return None
    network = queue is not None and queue.scheme in ("ipp", "ipps", "dnssd")
    driverless = (UseDriverless(page.queue),) if network else ()
    return finding(
        "PAGE_PRINTED_WRONG",
        Severity.WARNING,
        page.scope[-1],
        messages.PAGE_PRINTED_WRONG,
        evidence=_seen(page),
        remedies=(Instruction(_(messages.CHECK_DRIVER)), *driverless),
        queue=page.queue,
    )


def _seen(page: PrintedPage | None) -> tuple[Evidence, ...]:
    return (Evidence("you", "what came out", str(page.seen)),) if page else ()


@rule(
    "JOB_FILES_GONE",
    supersedes=("JOB_HELD", "JOB_ABORTED", "FILTER_FAILED", "BACKEND_FAILED", "FORMAT_UNSUPPORTED"),
)
def job_files_gone(files: JobFiles, job: JobState) -> Finding | None:
    """Find a waiting job none of whose documents is left."""
    if files.found or not files.expected:
        return None
    return finding(
        "JOB_FILES_GONE",
        Severity.ERROR,
        job.scope[-1],
        messages.JOB_FILES_GONE,
        evidence=(
            *job_evidence(job),
            Evidence("ls", f"{files.directory}/d{job.id:05}-*", "No such file or directory"),
        ),
        remedies=(CancelJob(job.id),),
        job=job.id,
        queue=job.queue,
        directory=files.directory,
    )


@rule("JOB_OPTIONS_CONFLICT", supersedes=("JOB_HELD", "JOB_ABORTED"))
def job_options_conflict(
    job: JobState, wishes: JobWishes | Unknown | None, reach: ServerReach
) -> Verdict:
    """Find a job whose options the queue could not honour, or does not offer."""
    told = [Evidence("Get-Jobs", "job-state-reasons", r) for r in job.reasons if r in CONFLICTS]
    wished = wishes.wishes if isinstance(wishes, JobWishes) else ()
    unmet = [w for w in wished if not offers(w)]
    asked = [Evidence("Get-Jobs", w.option, f"{w.value} (not supported)") for w in unmet]
    if not job.active and (not told or reach.clock - job.ended > RECENT):
        return None
    if not (told or asked):
        return missing(wishes)
    reasons = [f"{wish.option}={wish.value}" for wish in unmet] or [it.answer for it in told]
    return finding(
        "JOB_OPTIONS_CONFLICT",
        Severity.WARNING,
        job.scope[-1],
        messages.JOB_OPTIONS_CONFLICT,
        evidence=(*told, *asked),
        remedies=(Instruction(_(messages.PRINT_OTHERWISE)),),
        job=job.id,
        queue=job.queue,
        reason=", ".join(reasons),
    )


def offers(wish: Wish) -> bool:
    """Tell whether a queue offers what is wished; what it does not list at all it may offer."""
    if not wish.supported or wish.value in wish.supported:
        return True
    return wish.option == "media" and not _is_too_large(wish)


def _is_too_large(wish: Wish) -> bool:
    """Tell whether no listed size, custom ones included, reaches the one wished for."""
    wanted = size_of(wish.value)
    sizes = [size for size in map(size_of, wish.supported) if size]
    if wanted is None or not sizes:
        return False
    return all(wanted[0] > width + 100 or wanted[1] > length + 100 for width, length in sizes)
