# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""More of each queue: twins, device files, quotas, the documents of its jobs."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import unquote, urlsplit

from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.base import Wanted
from unjam.diagnosis.facts.jobs import JobState, QueueJobs
from unjam.diagnosis.facts.person import Person
from unjam.diagnosis.facts.queue import QueueDevices, QueueState
from unjam.diagnosis.facts.queue_more import DevicePath, JobFiles, QuotaUse, Twins
from unjam.diagnosis.facts.server import CupsFiles, ServerReach
from unjam.diagnosis.model import queue_scope
from unjam.diagnosis.wording import N_

FILE_SCHEMES = frozenset({"parallel", "serial", "file"})


@probe(title=N_("Looking for several queues to one printer"))
async def twins(env: Env, devices: QueueDevices, wanted: Wanted) -> list[Twins]:  # noqa: ARG001
    """Compare device URIs among all queues; files are no machines."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, uri in devices.uris:
        if uri and not uri.startswith("file:"):
            names[uri].append(name)
    return [
        Twins(queue_scope(name), tuple(n for n in same if n != name), "device-uri", uri)
        for uri, same in names.items()
        for name in same
        if len(same) > 1 and wanted.includes(name)
    ]


@probe(title=N_("Looking for the printer's device file"))
async def device_path(env: Env, queue: QueueState, files: CupsFiles) -> DevicePath | None:  # noqa: ARG001
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


@probe(title=N_("Adding up what you printed"))
async def quota_use(
    env: Env,  # noqa: ARG001
    queue: QueueState,
    jobs: QueueJobs,
    person: Person,
    reach: ServerReach,
) -> QuotaUse | None:
    """Add up as the scheduler does (quotas.c, cupsdUpdateQuota): all jobs within the period."""
    if not queue.quota_period or not (queue.k_limit or queue.page_limit):
        return None
    since = reach.clock - queue.quota_period
    mine = [
        job
        for job in (*jobs.active, *jobs.ended)
        if job.user == person.user and (job.ended or job.created) >= since
    ]
    used = sum(job.k_octets for job in mine), sum(job.impressions for job in mine)
    return QuotaUse(queue.scope, person.user, queue.quota_period, *used)


@probe(title=N_("Looking for the documents of waiting jobs"))
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
