# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""More of each queue: twins, device files, quotas, the documents of its jobs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.base import Wanted
from unjam.diagnosis.facts.device import DeviceState
from unjam.diagnosis.facts.jobs import JobState
from unjam.diagnosis.facts.person import Person
from unjam.diagnosis.facts.queue import QueueDevices, QueueState
from unjam.diagnosis.facts.queue_more import DevicePath, JobFiles, QueueAccess, QuotaUse, Twins
from unjam.diagnosis.facts.server import CupsFiles, ServerReach
from unjam.diagnosis.model import queue_scope
from unjam.diagnosis.probes.queues import read_job
from unjam.diagnosis.wording import N_, _

GROUPS_ELSEWHERE = N_(
    "Who may use this printer depends on groups of users of the print server's machine, and which "
    "ones you belong to there cannot be seen from here."
)
GROUPS_UNKNOWN = N_(
    "Who may use this queue depends on groups of users, and which ones you belong to could not be "
    "found out."
)
COUNTED = ("job-id", "job-printer-uri", "job-state", "job-originating-user-name", "job-k-octets",
           "job-impressions-completed", "job-media-sheets-completed", "time-at-creation",
           "time-at-completed")  # fmt: skip

FILE_SCHEMES = frozenset({"parallel", "serial", "file"})


@probe(title=N_("Looking whether a printer is set up twice"))
async def twins(
    env: Env,
    devices: QueueDevices,
    wanted: Wanted,
    states: tuple[DeviceState, ...],
) -> list[Twins]:
    """Compare the device URIs of all queues (files are no machines), and what machines they are."""
    uris = {name: uri for name, uri in devices.uris if uri and not uri.startswith("file:")}
    told = {state.scope[0].name: state.uuid for state in states if state.uuid}
    uuids = {uris[name]: uuid for name, uuid in told.items() if name in uris}
    machines: defaultdict[str, list[str]] = defaultdict(list)
    for name, uri in uris.items():
        machines[uuids.get(uri, uri)].append(name)
    return [
        _twin(name, same, uris, machine)
        for machine, same in machines.items()
        for name in same
        if len(same) > 1 and wanted.includes(name)
    ]


def _twin(name: str, same: list[str], uris: Mapping[str, str], machine: str) -> Twins:
    """Tell of one queue which others lead to its machine, by the plainest thing in common."""
    others = tuple(other for other in same if other != name)
    if len({uris[each] for each in same}) == 1:
        return Twins(queue_scope(name), others, "device-uri", uris[name])
    return Twins(queue_scope(name), others, "printer-uuid", machine)


@probe(title=N_("Looking for the printer's device file"))
async def device_path(env: Env, queue: QueueState, files: CupsFiles) -> DevicePath | None:
    """Look whether the device file of a local printer exists (only where the server is)."""
    if queue.scheme not in FILE_SCHEMES:
        return None
    path = unquote(urlsplit(queue.device_uri).path)
    if not path.startswith("/"):
        return None
    found = await env.stat(path)
    return DevicePath(
        queue.scope, queue.device_uri, path, found is not None, found.kind if found else ""
    )


@probe(title=N_("Looking whether you may print"))
async def queue_access(
    env: Env,
    queue: QueueState,
    person: Person,
    reach: ServerReach,
) -> QueueAccess | None:
    """Look for the person on the queue's list, as the scheduler does (ipp.c, user_allowed).

    The superuser is never denied. Groups are those of the print server's machine.
    """
    users = queue.denied_users or queue.allowed_users
    if not users:
        return None
    if person.user == "root":
        return QueueAccess(queue.scope, shut_out=False)
    groups = person.groups if reach.local else ()
    listed = _names(person.user, users) or any(_names(f"@{group}", users) for group in groups)
    if not listed and not groups and any(user.startswith("@") for user in users):
        raise Unavailable(_(GROUPS_UNKNOWN if reach.local else GROUPS_ELSEWHERE))
    shut_out = listed if queue.denied_users else not listed
    return QueueAccess(queue.scope, shut_out)


def _names(name: str, users: Sequence[str]) -> bool:
    """Tell whether a list has this name; case counts not (ipp.c)."""
    return any(user.lower() == name.lower() for user in users)


@probe(title=N_("Adding up what you printed"), deadline=10.0)
async def quota_use(
    env: Env, queue: QueueState, person: Person, reach: ServerReach
) -> QuotaUse | None:
    """Add up as the scheduler does (quotas.c, cupsdUpdateQuota): all jobs within the period."""
    if not queue.quota_period or not (queue.k_limit or queue.page_limit):
        return None
    async with env.connect() as connection:
        records = await connection.get_jobs(
            queue.name, which_jobs="all", my_jobs=True, requested_attributes=COUNTED
        )
    since = reach.clock - queue.quota_period
    jobs = [read_job(record) for record in records]
    mine = [job for job in jobs if job.user == person.user and (job.ended or job.created) >= since]
    used = sum(job.k_octets for job in mine), sum(job.impressions for job in mine)
    return QuotaUse(queue.scope, person.user, queue.quota_period, *used)


@probe(title=N_("Looking for the files of waiting documents"))
async def job_files(env: Env, job: JobState, files: CupsFiles) -> JobFiles | None:
    """List the spool, where this person may; documents are called d00007-001 (job.c).

    A cupsd that is started after they are gone counts none, but still knows their size.
    """
    expected = job.documents or min(job.k_octets, 1)
    if not job.active or not expected or "job-incoming" in job.reasons:
        return None
    names = await env.list_directory(files.spool)
    prefix = f"d{job.id:05}-"
    found = tuple(name for name in names if name.startswith(prefix))
    return JobFiles(job.scope, files.spool, expected, found)
