# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Filters that ran and went down, as the log tells it."""

from __future__ import annotations

import signal
from pathlib import PurePath

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import DeviceAddress
from unjam.diagnosis.facts.driver import JobRun, ProgramEnding, QueuePpd, QueueRuns
from unjam.diagnosis.messages import driver as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.remedies import Instruction, RestartJob
from unjam.diagnosis.rules.driver_programs import FAILURES, driverless
from unjam.diagnosis.wording import _, finding


@rule("FILTER_FAILED", supersedes=FAILURES)
def filter_failed(
    run: JobRun, device: DeviceAddress | None, ppd: QueuePpd | None
) -> Finding | None:
    """Find a filter that ended with an exit code, and that no other program brought down."""
    culprit = _filter(run)
    if culprit is None or not culprit.status or culprit.start_errno:
        return None
    queue = run.scope[0].name
    another = Instruction(_(messages.TRY_ANOTHER_DOCUMENT).format(queue=queue))
    return finding(
        "FILTER_FAILED",
        Severity.ERROR,
        run.scope[0],
        messages.FILTER_FAILED,
        evidence=run_evidence(run),
        remedies=(another, *driverless(queue, device, ppd), RestartJob(run.job)),
        queue=queue,
        job=run.job,
        program=PurePath(culprit.program).name,
        status=culprit.status,
    )


@rule("FILTER_CRASHED", supersedes=(*FAILURES, "FILTER_FAILED"))
def filter_crashed(
    run: JobRun, device: DeviceAddress | None, ppd: QueuePpd | None
) -> Finding | None:
    """Find a filter that died by a signal."""
    culprit = _filter(run)
    if culprit is None or not culprit.signal:
        return None
    queue, program = run.scope[0].name, PurePath(culprit.program).name
    update = Instruction(_(messages.UPDATE_FILTER).format(program=program))
    return finding(
        "FILTER_CRASHED",
        Severity.ERROR,
        run.scope[0],
        messages.FILTER_CRASHED,
        evidence=run_evidence(run),
        remedies=(update, *driverless(queue, device, ppd), RestartJob(run.job)),
        queue=queue,
        job=run.job,
        program=program,
        signal=culprit.signal,
        name=signal_name(culprit.signal),
    )


def run_evidence(run: JobRun) -> tuple[Evidence, ...]:
    """Quote the scheduler's record of the run, and the programs' own words."""
    asked = f"[Job {run.job}]"
    record = [Evidence(run.source, asked, line) for line in run.record]
    return (*record, *(Evidence(run.source, asked, line) for line in run.last_words))


def runs_of(runs: QueueRuns | Unknown | None) -> tuple[JobRun, ...]:
    """Return what is known of a queue's unhappy jobs."""
    return runs.runs if isinstance(runs, QueueRuns) else ()


def said_last(runs: QueueRuns | Unknown | None) -> list[str]:
    """Return the last words of all unhappy jobs of a queue."""
    return [word for run in runs_of(runs) for word in run.last_words]


def signal_name(number: int) -> str:
    """Name a signal as people look it up: SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"


def _filter(run: JobRun) -> ProgramEnding | None:
    return None if run.culprit is None or run.culprit.is_backend else run.culprit
