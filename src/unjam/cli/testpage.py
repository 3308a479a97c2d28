# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A test page: sent, followed, and what became of it said in words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from unjam.cli.failure import CommandError
from unjam.cli.session import connected
from unjam.cli.words import _
from unjam.cups import AsyncConnection
from unjam.cups.model import JobState

OVER = (JobState.COMPLETED, JobState.ABORTED, JobState.CANCELED)
WANTED = ("job-id", "job-state", "job-state-reasons", "job-printer-state-message")
PAUSE = 0.1


async def print_and_follow(queue: str, server: str | None, seconds: float) -> int:
    """Print a test page and wait for its end, at most `seconds`. Returns the job's number.

    Raises `CommandError` where it was not printed in time.
    """
    from unjam.cli.render import console, prose

    target = console()
    async with connected(server, seconds) as connection:
        job = await connection.print_test_page(queue)
        text = _("The test page is job {job} of {queue}.").format(job=job, queue=queue)
        prose(target, text)
        took, last = await follow(connection, job, seconds)
    if last["job-state"] != JobState.COMPLETED:
        raise CommandError(
            _not_printed(job, last), _('"unjam doctor {queue}" finds out why.').format(queue=queue)
        )
    text = _("It was printed after {seconds:.1f} s, says the print server.")
    prose(target, text.format(seconds=took), style="green")
    return job


async def follow(
    connection: AsyncConnection,
    job: int,
    seconds: float,
) -> tuple[float, Mapping[str, Any]]:
    """Wait until the job is over, or held, or time is up. Returns the seconds and the last look."""
    started = time.monotonic()
    while True:
        seen = await connection.get_job_attributes(job, requested_attributes=WANTED)
        took = time.monotonic() - started
        if seen["job-state"] in (*OVER, JobState.HELD, JobState.STOPPED) or took > seconds:
            return took, seen
        await asyncio.sleep(PAUSE)


def _not_printed(job: int, seen: Mapping[str, Any]) -> str:
    state = JobState(seen["job-state"]).name.lower()
    message = seen.get("job-printer-state-message")
    why = f" ({message})" if isinstance(message, str) and message else ""
    return _("Job {job} was not printed: it is {state}{why}.").format(job=job, state=state, why=why)
