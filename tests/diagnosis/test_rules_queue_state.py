# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging queues that somebody, or CUPS itself, set not to print."""

from __future__ import annotations

from tests.diagnosis.cases import HOUR, NOW, found, job, jobs, queue, reach

from unjam.cups.model import PrinterState
from unjam.diagnosis.facts.jobs import HELD, PENDING
from unjam.diagnosis.facts.queue import STOPPED
from unjam.diagnosis.model import Severity
from unjam.diagnosis.remedies import AcceptJobs, ReleaseHeldNewJobs, ResumeQueue, SetErrorPolicy
from unjam.diagnosis.rules.queue_state import (
    queue_holds_new_jobs,
    queue_rejecting,
    queue_stopped,
    queue_stopped_by_failure,
    spelled,
)

FAILED = job(state=PENDING, reasons=("printer-stopped",), message="The printer is not responding.")
WAITS = job(8, state=PENDING, started=0.0)


def test_stopped_by_hand() -> None:
    stopped = queue(state=STOPPED, reasons=("paused",), message="Paused")
    finding = found(queue_stopped, stopped, jobs(WAITS), reach())
    assert finding
    assert finding.severity is Severity.ERROR
    assert finding.remedies == (ResumeQueue("Office"),)
    assert not found(queue_stopped_by_failure, stopped, jobs(WAITS), reach())


def test_the_persons_own_message_is_quoted() -> None:
    finding = found(queue_stopped, queue(state=STOPPED, message="Being moved"), reach())
    assert finding
    assert "“Being moved”" in finding.explanation
    assert "wait now" not in finding.explanation, "nothing waits"


def test_a_queue_stopped_yesterday_by_its_owner_with_a_message_is_no_alarm() -> None:
    meant = queue(state=STOPPED, message="Out of use until May", changed=NOW - 24 * HOUR)
    finding = found(queue_stopped, meant, reach())
    assert finding
    assert finding.severity is Severity.INFO
    waited_for = queue(
        state=STOPPED, message="Out of use until May", changed=NOW - 24 * HOUR, queued_jobs=1
    )
    finding = found(queue_stopped, waited_for, reach())
    assert finding
    assert finding.severity is Severity.ERROR


def test_a_queue_that_cupsd_found_without_its_backend_is_a_symptom() -> None:
    words = "Backend /usr/lib/cups/backend/vendor does not exist!"
    finding = found(queue_stopped, queue(state=STOPPED, message=words, changed=0.0), reach())
    assert finding
    assert not finding.own_cause
    assert finding.severity is Severity.ERROR, "nobody meant it so"
    by_hand = found(queue_stopped, queue(state=STOPPED, message="Paused"), reach())
    assert by_hand
    assert by_hand.own_cause


def test_stopped_by_a_failure() -> None:
    stopped = queue(state=STOPPED, message="The printer is not responding.", queued_jobs=1)
    finding = found(queue_stopped_by_failure, stopped, jobs(FAILED))
    assert finding
    assert "Document 7" in finding.explanation
    assert "not responding" in finding.explanation
    assert finding.remedies == (ResumeQueue("Office"),)
    assert not found(queue_stopped, stopped, jobs(FAILED))


def test_a_queue_that_stops_for_every_failure_may_try_again_instead() -> None:
    stopped = queue(state=STOPPED, error_policy="stop-printer")
    finding = found(queue_stopped_by_failure, stopped, jobs(FAILED))
    assert finding
    assert finding.remedies == (ResumeQueue("Office"), SetErrorPolicy("Office", "retry-job"))
    assert not finding.remedies[1].safe, "which it is to be, its owner says"


def test_a_queue_that_prints_is_not_stopped() -> None:
    assert not found(queue_stopped, queue(), jobs(FAILED))
    assert not found(queue_stopped_by_failure, queue(), jobs(FAILED))


def test_rejecting() -> None:
    finding = found(queue_rejecting, queue(accepting=False, message="Rejecting Jobs"), reach())
    assert finding
    assert finding.severity is Severity.WARNING
    assert "Rejecting Jobs" not in finding.explanation
    assert finding.remedies == (AcceptJobs("Office"),)
    assert not found(queue_rejecting, queue(), reach())


def test_holding_new_jobs() -> None:
    finding = found(queue_holds_new_jobs, queue(reasons=("hold-new-jobs",), queued_jobs=3))
    assert finding
    assert "wait now: 3" in finding.explanation
    assert finding.remedies == (ReleaseHeldNewJobs("Office"),)
    assert not found(queue_holds_new_jobs, queue(reasons=("spool-area-full-report",)))


def test_held_jobs_are_a_consequence_of_a_queue_that_holds_them() -> None:
    assert "JOB_HELD" in queue_holds_new_jobs.supersedes
    assert HELD == 4


def test_numbers_of_the_protocol_are_quoted_with_their_meaning() -> None:
    finding = found(queue_stopped, queue(state=STOPPED))
    assert finding
    assert finding.evidence[0].answer == "5 (stopped)"
    assert spelled(PrinterState, 77) == "77"
