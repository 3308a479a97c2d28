# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""From one diagnosis to the next: what broke, what is well again, what nobody can see any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cli.patients import HEALTHY, diagnosis, finding

from unjam.cli.known import Known
from unjam.diagnosis.model import (
    Diagnosis,
    Finding,
    Scope,
    Severity,
    Skipped,
    Subject,
    SubjectKind,
    job_scope,
    queue_scope,
)

STOPPED = finding("QUEUE_STOPPED")


def blind(scope: Scope, *findings: Finding) -> Diagnosis:
    return replace(diagnosis(*findings), not_checked=(Skipped("QUEUE_STOPPED", scope, "Gone."),))


def news(known: Known, seen: Diagnosis) -> list[tuple[str, str]]:
    return [(str(change), it.id) for change, it in known.take_in(seen)]


def test_what_breaks_and_what_is_well_again_is_told_once() -> None:
    known = Known()
    assert news(known, HEALTHY) == []
    assert news(known, diagnosis(STOPPED)) == [("broken", "QUEUE_STOPPED")]
    assert news(known, diagnosis(STOPPED)) == []
    assert news(known, HEALTHY) == [("well", "QUEUE_STOPPED")]
    assert news(known, HEALTHY) == []


def test_news_come_in_the_order_of_the_diagnosis() -> None:
    many = [finding(f"FINDING_{letter}") for letter in "DACBFE"]
    assert news(Known(), diagnosis(*many)) == [("broken", it.id) for it in many]


@pytest.mark.parametrize("scope", [(), queue_scope("Office")])
def test_what_could_not_be_checked_is_told_once_and_is_not_well(scope: Scope) -> None:
    known = Known()
    news(known, diagnosis(STOPPED))
    assert news(known, blind(scope)) == [("unknown", "QUEUE_STOPPED")]
    assert news(known, blind(scope)) == []
    assert news(known, HEALTHY) == [("well", "QUEUE_STOPPED")]


def test_what_comes_to_light_again_is_told_again() -> None:
    known = Known()
    news(known, diagnosis(STOPPED))
    news(known, blind(()))
    assert news(known, diagnosis(STOPPED)) == [("broken", "QUEUE_STOPPED")]


def test_another_queue_that_could_not_be_checked_hides_nothing() -> None:
    known = Known()
    news(known, diagnosis(STOPPED))
    assert news(known, blind(queue_scope("Lab"))) == [("well", "QUEUE_STOPPED")]


JOB = replace(STOPPED, subject=Subject(SubjectKind.JOB, "Office-of-Ann-12"))
DEVICE = replace(STOPPED, subject=Subject(SubjectKind.DEVICE, "Office"))
CASES = [
    (JOB, queue_scope("Office-of-Ann"), "unknown"),
    (JOB, job_scope("Office-of-Ann", 12), "unknown"),
    (JOB, job_scope("Office-of-Ann", 13), "well"),
    (JOB, queue_scope("Office"), "well"),
    (DEVICE, queue_scope("Office"), "unknown"),
]


@pytest.mark.parametrize(("patient", "scope", "change"), CASES)
def test_jobs_and_devices_belong_to_their_queue(
    patient: Finding, scope: Scope, change: str
) -> None:
    known = Known()
    news(known, diagnosis(patient))
    assert news(known, blind(scope)) == [(change, "QUEUE_STOPPED")]


def cause(queue: str) -> Finding:
    return replace(finding("BACKEND_MISSING", name=queue), consequences=("QUEUE_STOPPED",))


def test_what_has_become_a_consequence_is_still_there() -> None:
    known = Known()
    news(known, diagnosis(STOPPED))
    assert news(known, diagnosis(cause("Office"))) == [("broken", "BACKEND_MISSING")]
    assert news(known, diagnosis(STOPPED)) == [("well", "BACKEND_MISSING")]
    assert news(known, HEALTHY) == [("well", "QUEUE_STOPPED")]


def test_a_consequence_at_another_queue_is_another() -> None:
    known = Known()
    news(known, diagnosis(STOPPED))
    assert ("well", "QUEUE_STOPPED") in news(known, diagnosis(cause("Lab")))


def test_notes_are_no_news() -> None:
    assert news(Known(), diagnosis(finding(severity=Severity.INFO))) == []
