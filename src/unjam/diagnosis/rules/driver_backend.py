# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Backends that ran and gave up."""

from __future__ import annotations

import os
from pathlib import PurePath

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.driver import JobRun, ProgramEnding
from unjam.diagnosis.messages import driver_more as messages
from unjam.diagnosis.model import Finding, Severity
from unjam.diagnosis.remedies import Instruction, ReleaseJob, ResumeQueue
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.rules.driver_runs import run_evidence, signal_name
from unjam.diagnosis.wording import _, finding

NEEDS_AUTH = 2
"""CUPS_BACKEND_AUTH_REQUIRED (backend(7)): a question, not a failure."""
HELD_JOB = (3, 6)
"""CUPS_BACKEND_HOLD and CUPS_BACKEND_RETRY: the job is held, and the queue goes on."""


@rule("BACKEND_FAILED", supersedes=(*FAILURES, "JOB_HELD"))
def backend_failed(run: JobRun) -> Finding | None:
    """Find a backend that ended with a code or by a signal, and say what that means."""
    culprit = run.culprit
    if culprit is None or not culprit.is_backend or culprit.status == NEEDS_AUTH:
        return None
    queue = run.scope[0].name
    again = ReleaseJob(run.job) if culprit.status in HELD_JOB else ResumeQueue(queue)
    return finding(
        "BACKEND_FAILED",
        Severity.ERROR,
        run.scope[0],
        messages.BACKEND_FAILED,
        evidence=run_evidence(run),
        remedies=(Instruction(_(messages.TRY_AGAIN)), again),
        queue=queue,
        job=run.job,
        program=PurePath(culprit.program).name,
        meaning=meaning(culprit),
    )


def meaning(ending: ProgramEnding) -> str:
    """Say what a backend's ending means (backend(7), "Exit status")."""
    if ending.refusal:
        return _(messages.BACKEND_NOT_STARTED).format(reason=ending.refusal)
    if ending.signal:
        name = signal_name(ending.signal)
        return _(messages.BACKEND_SIGNAL).format(signal=ending.signal, name=name)
    if ending.start_errno:
        return _(messages.BACKEND_NOT_STARTED).format(reason=os.strerror(ending.start_errno))
    known = messages.BACKEND_CODES.get(ending.status)
    return _(known) if known else _(messages.BACKEND_OTHER_CODE).format(status=ending.status)
