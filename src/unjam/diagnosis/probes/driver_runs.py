# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading in the log how a queue's unhappy jobs ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.driver import JobRun, ProgramEnding, QueueRuns
from unjam.diagnosis.facts.jobs import ABORTED, COMPLETED, PROCESSING, STOPPED, JobState, QueueJobs
from unjam.diagnosis.facts.server import CupsFiles, ServerReach
from unjam.diagnosis.model import Unknown, job_scope
from unjam.diagnosis.probes.journal import JOURNAL, cups_messages
from unjam.diagnosis.reading.error_log import LogLine, read_lines
from unjam.diagnosis.reading.job_log import ProgramRun, read_story
from unjam.diagnosis.wording import N_, _

NOT_IN_LOG = N_(
    "The print server's log ({source}) says nothing of document {job}: it may be too long ago, or "
    "the log is set to be brief."
)
THE_JOURNAL = N_("the system's journal")

MOST_JOBS = 5
"""How many unhappy jobs of one queue are looked up: the others tell nothing new."""

RECENT = 24 * 3600.0
"""Seconds after which an aborted job is history."""


@probe(title=N_("Reading the print server's log"), deadline=10.0, produces=(JobRun, QueueRuns))
async def job_runs(
    env: Env, jobs: QueueJobs, files: CupsFiles | Unknown, reach: ServerReach
) -> list[JobRun | QueueRuns | Unknown]:
    """Look up the jobs that were tried and not printed; a queue without such jobs needs no log."""
    unhappy = troubled(jobs, reach.clock)
    if not unhappy:
        return [QueueRuns(jobs.scope)]
    if isinstance(files, Unknown):
        raise Unavailable(files.why, foreseen=files.foreseen)
    source = files.error_log or JOURNAL
    lines = await _lines(env, source, unhappy)
    told = [item for job in unhappy if (item := _told(job, source, lines)) is not None]
    known = tuple(run for run in told if isinstance(run, JobRun))
    return [*told, QueueRuns(jobs.scope, known)]


def troubled(jobs: QueueJobs, now: float) -> list[JobState]:
    """Pick the jobs that were begun and put back, and those aborted since one last came out."""
    put_back = [j for j in jobs.active if j.state == STOPPED or j.started]
    lately = takewhile(lambda j: j.state != COMPLETED and now - j.ended < RECENT, jobs.ended)
    return [*put_back, *(j for j in lately if j.state == ABORTED)][:MOST_JOBS]


def _told(job: JobState, source: str, lines: list[LogLine]) -> JobRun | Unknown | None:
    """Tell one job's story. Of a job that prints, a quiet log (LogLevel warn) is no bad sign."""
    scope = job_scope(job.queue, job.id)
    story = read_story(lines, job.id)
    if story is None and job.state == PROCESSING:
        return None
    if story is None:
        named = _(THE_JOURNAL) if source == JOURNAL else source
        why = _(NOT_IN_LOG).format(source=named, job=job.id)
        return Unknown(JobRun.__name__, scope, why, foreseen=True)
    culprit = _ending(story.culprit) if story.culprit else None
    when = next((line.when.isoformat() for line in reversed(lines) if line.when), "")
    told = (story.last_words, story.record, when, story.in_use)
    return JobRun(scope, job.id, source, culprit, *told)


def _ending(run: ProgramRun) -> ProgramEnding:
    return ProgramEnding(
        run.program, run.is_backend, run.status, run.signal, run.start_errno, run.refusal
    )


async def _lines(env: Env, source: str, jobs: Sequence[JobState]) -> list[LogLine]:
    """Read what the log says of these jobs; the journal may name a job in a field of its own."""
    marks = tuple(f"[Job {job.id}] " for job in jobs)
    if source != JOURNAL:
        return await _log(env, source, marks)
    fields = [f'"PWG_JobID"{colon}"{job.id}"' for job in jobs for colon in (":", " : ")]
    return await cups_messages(env, (*marks, *fields))


async def _log(env: Env, path: str, marks: tuple[str, ...]) -> list[LogLine]:
    """Read the log's end, and where it was rotated since, the end of the one before."""
    text = await env.together(("log", path), lambda: _tail(env, path))
    if not all(mark in text for mark in marks):
        text = await env.together(("older", path), lambda: _older(env, path)) + text
    return list(read_lines("\n".join(_about(text, marks))))


async def _tail(env: Env, path: str) -> str:
    return (await env.read_file(path, tail=True)).decode("utf-8", "replace")


async def _older(env: Env, path: str) -> str:
    """Read what cupsd (`.O`) or logrotate (`.1`) put aside, if anything."""
    for name in (f"{path}.O", f"{path}.1"):
        if await env.stat(name):
            return await _tail(env, name)
    return ""


def _about(text: str, marks: tuple[str, ...]) -> Iterator[str]:
    """Find the lines about these jobs before anything is parsed: a log has millions of lines."""
    found: dict[int, int] = {}
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            found[text.rfind("\n", 0, at) + 1] = end
            at = text.find(mark, end)
    return (text[start : found[start]] for start in sorted(found))
