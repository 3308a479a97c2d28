# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging jobs that wait for somebody, and jobs that were given up."""

from __future__ import annotations

import pytest
from tests.diagnosis.cases import HOUR, NOW, found, job, jobs, queue, reach

from unjam.diagnosis.facts.jobs import ABORTED, CANCELED, HELD, PENDING, STOPPED
from unjam.diagnosis.model import Severity
from unjam.diagnosis.remedies import (
    AuthenticateJob,
    CancelJob,
    Instruction,
    PurgeJobs,
    ReleaseJob,
    RestartJob,
)
from unjam.diagnosis.rules.job_state import job_aborted, job_held, job_held_for_auth


def test_held_until_released() -> None:
    held = job(state=HELD, reasons=("job-hold-until-specified",), hold_until="indefinite")
    finding = found(job_held, held, jobs(held, job(8, state=HELD)))
    assert finding
    assert finding.severity is Severity.WARNING
    assert finding.subject.name == "Office-7"
    assert "somebody releases it" in finding.explanation
    assert "2 documents" in finding.explanation
    assert finding.remedies == (ReleaseJob(7), CancelJob(7))


def test_held_until_a_time_is_as_somebody_wanted_it() -> None:
    finding = found(job_held, job(state=HELD, hold_until="night"))
    assert finding
    assert finding.severity is Severity.INFO
    assert "(night)" in finding.explanation


@pytest.mark.parametrize("reason", ["job-incoming", "cups-held-for-authentication"])
def test_waits_that_are_no_hold(reason: str) -> None:
    assert not found(job_held, job(state=HELD, reasons=(reason,)))


def test_pending_is_not_held() -> None:
    assert not found(job_held, job(state=PENDING))
    assert not found(job_held_for_auth, job(state=PENDING))


def test_held_for_a_password() -> None:
    held = job(state=HELD, reasons=("cups-held-for-authentication",))
    asks = queue(auth_info_required=("username", "password"))
    finding = found(job_held_for_auth, held, asks)
    assert finding
    assert "user name, password" in finding.explanation
    assert finding.remedies[0] == AuthenticateJob(7, "Office", ("username", "password"))


def test_held_for_a_password_since_before_cupsd_was_restarted() -> None:
    held = job(state=HELD, reasons=("job-hold-until-specified",), hold_until="auth-info-required")
    assert found(job_held_for_auth, held, queue())
    assert not found(job_held, held)


def test_aborted_without_its_document() -> None:
    gone = job(state=ABORTED, documents=0)
    finding = found(job_aborted, gone, jobs(gone), reach())
    assert finding
    assert "Nothing was in it" in finding.explanation
    assert [type(remedy) for remedy in finding.remedies] == [Instruction, PurgeJobs]


def test_aborted_with_its_document_still_there_can_be_printed_again() -> None:
    failed = job(state=ABORTED, files_kept=True, message="Filter failed")
    finding = found(job_aborted, failed, jobs(failed), reach())
    assert finding
    assert "“Filter failed”" in finding.explanation
    assert finding.remedies[0] == RestartJob(7)


def test_a_job_that_a_filter_failed_stands_still_in_the_queue() -> None:
    failed = job(state=STOPPED, ended=0.0, message="Filter failed")
    finding = found(job_aborted, failed, jobs(failed), reach())
    assert finding
    assert finding.remedies == (RestartJob(7), CancelJob(7))


def test_old_failures_and_those_followed_by_a_success_are_history() -> None:
    failed = job(state=ABORTED)
    assert not found(job_aborted, failed, jobs(failed, job(8, ended=NOW)), reach())
    old = job(state=ABORTED, ended=NOW - 48 * HOUR)
    assert not found(job_aborted, old, jobs(old), reach())


def test_canceled_is_what_somebody_wanted() -> None:
    canceled = job(state=CANCELED)
    assert not found(job_aborted, canceled, jobs(canceled), reach())
