# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The outer ring: each fault, really injected, is found, alone, and gone when it is mended."""

from __future__ import annotations

import os
import pwd

import pytest
from tests.faults.crowd import apart, try_crowd
from tests.faults.trial import diagnose, problems, try_fault

from unjam.sandbox import FAULTS, Sandbox, SandboxUnavailableError

FIRST = {
    "SCHEDULER_NOT_RUNNING", "SCHEDULER_NOT_ANSWERING", "QUEUE_STOPPED", "QUEUE_STOPPED_BY_FAILURE",
    "QUEUE_REJECTING", "QUEUE_HOLDS_NEW_JOBS", "BACKEND_MISSING", "FILTER_MISSING", "FILTER_FAILED",
    "FILTER_CRASHED", "PPD_INVALID", "DEVICE_NAME_UNRESOLVED", "DEVICE_REFUSES",
    "DEVICE_UNREACHABLE", "DEVICE_PATH_WRONG", "MEDIA_EMPTY", "COVER_OPEN", "SUPPLY_EMPTY",
    "JOB_HELD", "JOB_HELD_FOR_AUTH", "JOB_ABORTED", "DEFAULT_PRINTER_MISSING", "SPOOL_FULL",
    "SCHEDULER_REQUIRES_ENCRYPTION",
}  # fmt: skip
"""What people meet most; `python -m tests.faults` (make faults) tries all the others, too."""


@pytest.mark.parametrize("name", [name for name in FAULTS if FAULTS[name].finding in FIRST])
def test_fault(name: str) -> None:
    fault = FAULTS[name]
    if fault.needs_root and os.getuid() != 0:
        pytest.skip("as root only")
    try:
        trial = try_fault(fault, pwd.getpwuid(os.getuid()).pw_name)
    except SandboxUnavailableError as error:
        pytest.skip(f"not possible here: {error}")
    assert trial.found, trial.report
    assert not trial.extras, trial.report
    assert trial.offline, trial.report
    assert trial.healthy, trial.mended
    assert trial.prints is not False, trial.mended


INDEPENDENT = (
        "queue-stopped", "queue-rejecting", "filter-failed", "ppd-invalid", "device-refuses",
        "media-empty", "job-held", "default-missing", "backend-missing", "device-path-wrong",
        "cover-open", "queue-holds-new-jobs", "filter-missing", "supply-empty",
)  # fmt: skip


def test_independent_faults_are_all_found_at_their_own_queues() -> None:
    outcome = try_crowd(apart("independent", [FAULTS[name] for name in INDEPENDENT]))
    assert outcome.missing == ()
    assert outcome.extras == ()


@pytest.mark.parametrize("name", ["backend-missing", "job-files-gone", "job-held-for-auth"])
def test_what_cupsd_forgets_when_it_is_restarted(name: str) -> None:
    with Sandbox(("Office",), faults=[name]) as box:
        box.scheduler.restart()
        assert problems(diagnose(box)[1]) == [FAULTS[name].finding]


def test_ten_healthy_queues_are_healthy() -> None:
    with Sandbox(10) as box:
        status, report = diagnose(box)
        assert problems(report) == []
        assert (status, report["verdict"]) == (0, "healthy")
