# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""All queues and all jobs, in four requests however many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from unjam.cups.errors import CredentialsError, NotFound
from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.base import Fact, Wanted
from unjam.diagnosis.facts.client import ClientDefaults
from unjam.diagnosis.facts.jobs import JobCounts, JobState, QueueJobs
from unjam.diagnosis.facts.queue import QueueDevices, Queues, QueueState
from unjam.diagnosis.facts.server import Denial, ServerReach
from unjam.diagnosis.model import Unknown, job_scope, queue_scope
from unjam.diagnosis.reading.attributes import (
    Attributes,
    flag,
    keywords,
    mapping,
    moment,
    number,
    text,
    texts,
)
from unjam.diagnosis.reading.queue_uri import queue_named_by
from unjam.diagnosis.wording import N_, _

NO_SERVER = N_("The print server at {server} does not answer, so it could not be asked.")

DENIED = N_("The print server does not permit you to ask ({asked}): {answer}")

QUEUE_ATTRIBUTES = (
    "printer-name", "printer-state", "printer-state-reasons", "printer-state-message",
    "printer-state-change-time", "printer-config-change-time", "printer-is-accepting-jobs",
    "printer-is-shared", "device-uri",
    "printer-make-and-model", "printer-info", "printer-location", "printer-uuid", "printer-type",
    "member-names", "printer-is-temporary", "printer-error-policy", "printer-op-policy",
    "queued-job-count", "auth-info-required", "requesting-user-name-allowed",
    "requesting-user-name-denied", "job-quota-period", "job-k-limit", "job-page-limit",
    "media-default", "media-col-default", "media-ready", "printer-uri-supported", "cups-version",
    "printer-dns-sd-name",
)  # fmt: skip
JOB_ATTRIBUTES = (
    "job-id", "job-printer-uri", "job-state", "job-state-reasons", "job-printer-state-message",
    "job-printer-state-reasons", "job-name", "job-originating-user-name",
    "job-originating-host-name", "job-hold-until", "time-at-creation", "time-at-processing",
    "time-at-completed", "job-impressions-completed", "job-media-sheets-completed", "job-k-octets",
    "number-of-documents", "document-format", "auth-info-required", "job-preserved",
)  # fmt: skip
COUNTED_BY = ("job-id", "job-printer-uri", "job-originating-user-name")
CLASS_BIT = 0x1
NOBODY_KNOWN = "unjam"
"""A name that stands on nobody's list, said openly; it is given no right that a person lacks."""

MOST_ACTIVE = 1000
MOST_ENDED = 200
"""How many jobs are asked for in full; the newest ended ones, the next active ones.

Where more are active, all of them are counted.
"""
LOOKED_AT = 10
"""How many jobs of one queue become facts of their own."""


@probe(title=N_("Asking for the printers"), deadline=10.0)
async def queues(
    env: Env, reach: ServerReach, wanted: Wanted
) -> list[Queues | QueueDevices | QueueState | Denial | Unknown]:
    """List all queues (CUPS-Get-Printers) and the default (CUPS-Get-Default)."""
    if not reach.answers:
        raise Unavailable(_(NO_SERVER).format(server=reach.server))
    try:
        async with env.connect() as connection:
            records = await connection.get_printers(requested_attributes=QUEUE_ATTRIBUTES)
            default = await connection.get_default(requested_attributes=["printer-name"])
    except CredentialsError as error:
        return _denied("CUPS-Get-Printers", error, Queues, QueueDevices, QueueState)
    states = [_queue_state(record) for record in records]
    everything = Queues(
        (),
        tuple(state.name for state in states),
        tuple(state.name for state in states if state.is_class),
        text(default, "printer-name") if default is not None else "",
        tuple(state.name for state in states if state.stopped or not state.accepting),
        next((text(record, "cups-version") for record in records), ""),
    )
    offered = {s.name: _label(r) for s, r in zip(states, records, strict=True) if s.shared}
    devices = QueueDevices(
        (),
        tuple((s.name, s.device_uri) for s in states if not s.is_class and not s.temporary),
        tuple(offered),
        tuple(offered.values()),
    )
    return [everything, devices, *(state for state in states if wanted.includes(state.name))]


def _label(record: Attributes) -> str:
    """Return the name under which cupsd announces a queue (dirsvc.c)."""
    names = ("printer-dns-sd-name", "printer-info", "printer-name")
    return next((said for name in names if (said := text(record, name))), "")


@probe(title=N_("Asking for printers that are not listed for you"), deadline=10.0)
async def unlisted_queues(
    env: Env, known: Queues, wanted: Wanted, defaults: ClientDefaults
) -> list[QueueState]:
    """Ask by name for queues that the list left out, as it does where a person may not print."""
    asked = [name for name in wanted.queues or () if name not in known.names]
    others = (*defaults.unlisted, *await _listed_for_others(env))
    names = [*asked, *(name for name in others if wanted.includes(name))]
    states: list[QueueState] = []
    if not set(names) - set(known.names):
        return states
    async with env.connect() as connection:
        for name in dict.fromkeys(name for name in names if name not in known.names):
            with suppress(NotFound):
                record = await connection.get_printer_attributes(
                    name, requested_attributes=QUEUE_ATTRIBUTES
                )
                states.append(_queue_state(record))
    return states


async def _listed_for_others(env: Env) -> list[str]:
    """List the queues as somebody would see them whom no list of denied users names."""
    async with env.connect(user=NOBODY_KNOWN) as connection:
        records = await connection.get_printers(requested_attributes=["printer-name"])
    return [text(record, "printer-name") for record in records]


@probe(title=N_("Asking for the documents"), deadline=10.0)
async def jobs(
    env: Env, known: Queues, wanted: Wanted
) -> list[QueueJobs | JobState | JobCounts | Denial | Unknown]:
    """List the jobs that wait, and the last that ended, for all queues at once (Get-Jobs)."""
    try:
        async with env.connect() as connection:
            active = await connection.get_jobs(
                requested_attributes=JOB_ATTRIBUTES, limit=MOST_ACTIVE
            )
            ended = await connection.get_jobs(
                which_jobs="completed", requested_attributes=JOB_ATTRIBUTES, limit=MOST_ENDED
            )
            every = active
            if len(active) >= MOST_ACTIVE:
                every = await connection.get_jobs(requested_attributes=COUNTED_BY)
    except CredentialsError as error:
        return _denied("Get-Jobs", error, QueueJobs, JobState, JobCounts)
    waiting, over = _by_queue(active), _by_queue(ended)
    hidden = [name for name in waiting if name not in known.names]  # from who is denied there
    names = [name for name in (*known.names, *hidden) if wanted.includes(name)]
    counts = _counts(_by_queue(every))
    counted = dict(counts.by_queue)
    facts: list[QueueJobs | JobState | JobCounts | Denial | Unknown] = [counts]
    for name in names:
        facts += _queue_jobs(name, waiting[name], over[name], counted.get(name, 0))
    return facts


def _denied(asked: str, error: CredentialsError, *kinds: type[Fact]) -> list[Any]:
    """Tell that this person may not ask, and that what the answer would be is unknown."""
    why = _(DENIED).format(asked=asked, answer=error.message)
    unknown = [Unknown(kind.__name__, (), why, foreseen=True) for kind in kinds]
    return [Denial((), asked, error.message, error.status or 0), *unknown]


def _queue_jobs(
    name: str, active: list[JobState], ended: list[JobState], counted: int
) -> list[QueueJobs | JobState]:
    ended.sort(key=lambda job: (job.ended, job.id), reverse=True)
    shown, last = tuple(active[:LOOKED_AT]), tuple(ended[:LOOKED_AT])
    return [QueueJobs(queue_scope(name), shown, last, counted), *shown, *last]


def _counts(waiting: Mapping[str, list[JobState]]) -> JobCounts:
    by_queue = tuple((name, len(found)) for name, found in waiting.items())
    users = Counter(job.user for found in waiting.values() for job in found if job.user)
    return JobCounts((), sum(count for _name, count in by_queue), by_queue, tuple(users.items()))


def _by_queue(records: Iterable[Attributes]) -> defaultdict[str, list[JobState]]:
    found: defaultdict[str, list[JobState]] = defaultdict(list)
    for record in records:
        job = read_job(record)
        found[job.queue].append(job)
    return found


def _queue_state(record: Attributes) -> QueueState:
    name = text(record, "printer-name")
    return QueueState(
        scope=queue_scope(name),
        name=name,
        state=number(record, "printer-state", 3),
        reasons=keywords(record, "printer-state-reasons"),
        message=text(record, "printer-state-message"),
        changed=moment(record, "printer-state-change-time"),
        reconfigured=moment(record, "printer-config-change-time"),
        accepting=flag(record, "printer-is-accepting-jobs", default=True),
        shared=flag(record, "printer-is-shared", default=False),
        device_uri=text(record, "device-uri"),
        make_and_model=text(record, "printer-make-and-model"),
        info=text(record, "printer-info"),
        location=text(record, "printer-location"),
        uuid=text(record, "printer-uuid"),
        is_class=bool(number(record, "printer-type") & CLASS_BIT),
        members=texts(record, "member-names"),
        temporary=flag(record, "printer-is-temporary", default=False),
        error_policy=text(record, "printer-error-policy"),
        op_policy=text(record, "printer-op-policy"),
        queued_jobs=number(record, "queued-job-count"),
        auth_info_required=keywords(record, "auth-info-required"),
        allowed_users=_users(record, "requesting-user-name-allowed", "all"),
        denied_users=_users(record, "requesting-user-name-denied", "none"),
        quota_period=number(record, "job-quota-period"),
        k_limit=number(record, "job-k-limit"),
        page_limit=number(record, "job-page-limit"),
        media_default=text(record, "media-default"),
        media_source=text(mapping(record, "media-col-default"), "media-source"),
        media_ready=texts(record, "media-ready"),
        printer_uri=next(iter(texts(record, "printer-uri-supported")), ""),
    )


def _users(record: Attributes, name: str, everybody: str) -> tuple[str, ...]:
    return tuple(user for user in texts(record, name) if user != everybody)


def read_job(record: Attributes) -> JobState:
    """Take a job's attributes over into a fact."""
    number_, uri = number(record, "job-id"), text(record, "job-printer-uri")
    queue = queue_named_by(uri)
    sheets = number(record, "job-media-sheets-completed")
    return JobState(
        scope=job_scope(queue, number_),
        id=number_,
        queue=queue,
        state=number(record, "job-state", 3),
        reasons=keywords(record, "job-state-reasons"),
        message=text(record, "job-printer-state-message"),
        printer_reasons=keywords(record, "job-printer-state-reasons"),
        title=text(record, "job-name"),
        user=text(record, "job-originating-user-name"),
        host=text(record, "job-originating-host-name"),
        hold_until=text(record, "job-hold-until"),
        created=moment(record, "time-at-creation"),
        started=moment(record, "time-at-processing"),
        ended=moment(record, "time-at-completed"),
        impressions=number(record, "job-impressions-completed") or sheets,
        k_octets=number(record, "job-k-octets"),
        documents=number(record, "number-of-documents"),
        format=text(record, "document-format"),
        auth_info_required=keywords(record, "auth-info-required"),
        printer_uri=uri,
        files_kept=flag(record, "job-preserved", default=False),
    )
