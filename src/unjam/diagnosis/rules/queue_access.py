# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Queues that are there, and not for this person, or not for this computer."""

from __future__ import annotations

from urllib.parse import urlsplit

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import known, missing
from unjam.diagnosis.facts.base import Wanted
from unjam.diagnosis.facts.client import ClientDefaults
from unjam.diagnosis.facts.jobs import QueueJobs
from unjam.diagnosis.facts.person import Person
from unjam.diagnosis.facts.queue import QueueDevices, Queues, QueueState
from unjam.diagnosis.facts.queue_more import QueueAccess, QuotaUse
from unjam.diagnosis.facts.server import ServerReach, ServerSettings
from unjam.diagnosis.messages import queue as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.remedies import Instruction, PublishShared
from unjam.diagnosis.rules.job_state import awaits_login, job_evidence
from unjam.diagnosis.rules.queue_state import printer_said
from unjam.diagnosis.rules.server import server_subject
from unjam.diagnosis.wording import _, finding, size

DAY = 86400.0


@rule("QUEUE_NOT_SHARED", supersedes=("JOB_HELD_FOR_AUTH",))
def queue_not_shared(queue: QueueState, jobs: QueueJobs) -> Finding | None:
    """Find jobs that wait for a password that the other print server never asked for.

    A CUPS server that does not share a queue answers "not authorized"; the backend takes that for
    a wish for a password, but the queue's auth-info-required stays as it was.
    """
    held = [job for job in jobs.active if awaits_login(job)]
    parts = urlsplit(queue.device_uri)
    if not held or queue.auth_info_required or not parts.path.startswith("/printers/"):
        return None
    share = Instruction(_(messages.SHARE_THERE).format(host=parts.hostname))
    return finding(
        "QUEUE_NOT_SHARED",
        Severity.ERROR,
        queue.scope[0],
        messages.QUEUE_NOT_SHARED,
        evidence=(*job_evidence(held[0]), printer_said("auth-info-required", "none")),
        remedies=(share,),
        queue=queue.name,
        uri=queue.device_uri,
    )


@rule("SHARING_OFF")
def sharing_off(
    devices: QueueDevices, settings: ServerSettings, reach: ServerReach
) -> Finding | None:
    """Find shared queues on a server that listens outside and announces nothing: a hint."""
    if not devices.shared or settings.browsing or not settings.listens_outside:
        return None
    return finding(
        "SHARING_OFF",
        Severity.INFO,
        server_subject(reach),
        messages.SHARING_OFF,
        evidence=(
            Evidence(settings.path, "Browsing", "off"),
            printer_said("printer-is-shared", ", ".join(devices.shared)),
        ),
        remedies=(PublishShared(),),
        queues=", ".join(devices.shared[:10]),
    )


@rule("QUEUE_USER_DENIED")
def queue_user_denied(
    access: QueueAccess,
    queue: QueueState,
    person: Person,
    wanted: Wanted | None,
    everything: Queues | None,
    defaults: ClientDefaults | None,
    jobs: QueueJobs | None,
) -> Finding | None:
    """Find that this person is on the list of those denied, or off that of those allowed.

    A queue for others is no fault unless the person asks for it, uses it, or has a job there.
    """
    if not access.shut_out:
        return None
    wishes = (*((wanted.queues or ()) if wanted else ()), *_usual(defaults, everything))
    waits = any(job.user == person.user for job in (jobs.active if jobs else ()))
    concerned = waits or queue.name in wishes
    kind = "denied" if queue.denied_users else "allowed"
    users = queue.denied_users or queue.allowed_users
    ask = _(messages.ASK_FOR_ACCESS).format(user=person.user, queue=queue.name)
    return finding(
        "QUEUE_USER_DENIED",
        Severity.WARNING if concerned else Severity.INFO,
        queue.scope[0],
        messages.QUEUE_USER_DENIED,
        evidence=(printer_said(f"requesting-user-name-{kind}", ", ".join(users)),),
        remedies=(Instruction(ask),),
        user=person.user,
        queue=queue.name,
    )


@rule("QUOTA_REACHED")
def quota_reached(queue: QueueState, use: QuotaUse | Unknown | None) -> Verdict:
    """Find a used-up quota: by CUPS' own count, or by what the printer says of the account."""
    told = [reason for reason in queue.reasons if reason.startswith("account-")]
    counted = known(use)
    detail = _used_up(queue, counted) if counted else ""
    if told and not detail:
        detail = _(messages.ACCOUNT_LIMIT).format(reason=told[0])
    if not detail:
        return missing(use)
    return finding(
        "QUOTA_REACHED",
        Severity.WARNING,
        queue.scope[0],
        messages.QUOTA_REACHED,
        evidence=(
            printer_said("job-k-limit, job-page-limit", f"{queue.k_limit}, {queue.page_limit}"),
            *((_printed(counted),) if counted else ()),
        ),
        remedies=(Instruction(_(messages.ASK_FOR_QUOTA)),),
        queue=queue.name,
        detail=detail,
    )


def _used_up(queue: QueueState, use: QuotaUse) -> str:
    days = use.period / DAY
    if 0 < queue.k_limit <= use.k_octets:
        used, limit = size(use.k_octets << 10), size(queue.k_limit << 10)
        return _(messages.USED_K).format(used=used, limit=limit, days=days)
    if 0 < queue.page_limit <= use.pages:
        return _(messages.USED_PAGES).format(used=use.pages, limit=queue.page_limit, days=days)
    return ""


def _printed(use: QuotaUse) -> Evidence:
    """Quote CUPS' own count."""
    answer = f"{use.k_octets} KiB, {use.pages} pages in {use.period / DAY:g} d"
    return Evidence("Get-Jobs", f"what {use.user} printed", answer)


def _usual(defaults: ClientDefaults | None, everything: Queues | None) -> tuple[str, ...]:
    """Return where this person prints by default: the own default counts, else the server's."""
    own = [setting.queue for setting in defaults.settings[:1]] if defaults else []
    return tuple(own) or ((everything.default,) if everything and everything.default else ())
