# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging jobs that do not get on, or that ended other than they say."""

from __future__ import annotations

from typing import Any

import pytest
from tests.diagnosis.cases import HOUR, NOW, found, job, queue, reach

from unjam.diagnosis.facts.jobs import ABORTED, HELD, PENDING, PROCESSING
from unjam.diagnosis.facts.queue_more import JobFiles
from unjam.diagnosis.facts.wishes import JobWishes, Wish
from unjam.diagnosis.remedies import CancelJob, Instruction, UseDriverless
from unjam.diagnosis.rules.job_progress import (
    job_completed_unprinted,
    job_files_gone,
    job_needs_release,
    job_options_conflict,
    job_stuck,
)


def test_a_job_that_waits_at_the_printer() -> None:
    waiting = job(state=PROCESSING, printer_reasons=("job-password-wait",))
    finding = found(job_needs_release, waiting)
    assert finding
    assert "a PIN" in finding.explanation
    by_queue = found(job_needs_release, job(state=HELD), queue(reasons=("job-release-wait",)))
    assert by_queue
    assert not found(job_needs_release, job(state=HELD))
    assert not found(job_needs_release, job(state=PENDING), queue(reasons=("job-release-wait",)))
    assert not found(job_needs_release, job(reasons=("job-release-wait",)))


def test_a_job_whose_account_does_not_pay() -> None:
    finding = found(job_needs_release, job(state=HELD, reasons=("account-closed",)))
    assert finding
    assert "the account is closed" in finding.explanation
    assert "PIN" not in finding.explanation
    first = finding.remedies[0]
    assert isinstance(first, Instruction) and "Ask the administrator" in first.text


def test_a_job_that_does_not_get_on() -> None:
    slow = job(state=PROCESSING, started=NOW - HOUR, message="Connected to printer.")
    finding = found(job_stuck, slow, queue(changed=NOW - HOUR, queued_jobs=3), reach())
    assert finding
    assert "60 minutes" in finding.summary
    assert "cannot start: 2." in finding.explanation
    alone = found(job_stuck, slow, queue(changed=NOW - HOUR, queued_jobs=1), reach())
    assert alone
    assert "behind it" not in alone.explanation
    assert CancelJob(7) in finding.remedies
    assert not found(job_stuck, slow, queue(changed=NOW - 10), reach())
    assert not found(job_stuck, job(state=PENDING, started=0.0), queue(), reach())


def test_connecting_does_not_take_minutes() -> None:
    connecting = queue(changed=NOW - 5, reasons=("connecting-to-device",))
    assert found(job_stuck, job(state=PROCESSING, started=NOW - 180), connecting, reach())
    assert not found(job_stuck, job(state=PROCESSING, started=NOW - 20), connecting, reach())


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "Unable to add document to print job."},
        {"printer_reasons": ("cups-ipp-missing-job-history",)},
        {"reasons": ("document-format-error",)},
    ],
)
def test_completed_and_nothing_came_out(changes: dict[str, Any]) -> None:
    finding = found(job_completed_unprinted, job(**changes), queue(), reach())
    assert finding
    assert len(finding.remedies) == 1
    raw = queue(make_and_model="Local Raw Printer")
    finding = found(job_completed_unprinted, job(**changes), raw, reach())
    assert finding
    assert UseDriverless("Office") in finding.remedies
    old = job(**{**changes, "ended": NOW - 48 * HOUR})
    assert not found(job_completed_unprinted, old, queue(), reach())


def test_completed_is_completed() -> None:
    odd = job(impressions=0, reasons=("processing-to-stop-point",))
    assert not found(job_completed_unprinted, odd, queue(), reach())


def test_a_document_that_is_gone() -> None:
    waiting = job(state=PENDING)
    finding = found(job_files_gone, JobFiles(waiting.scope, "/spool", 1, ()), waiting)
    assert finding
    assert finding.evidence[-1].asked == "/spool/d00007-*"
    assert not found(job_files_gone, JobFiles(waiting.scope, "/s", 1, ("d00007-001",)), waiting)


def test_options_that_cannot_be() -> None:
    conflict = job(state=ABORTED, reasons=("conflicting-attributes",))
    finding = found(job_options_conflict, conflict, reach())
    assert finding
    assert "conflicting-attributes" in finding.explanation
    assert not found(job_options_conflict, job(), reach())


def wishes(*wished: Wish) -> JobWishes:
    return JobWishes(job().scope, wished)


@pytest.mark.parametrize(
    "wish",
    [
        Wish("sides", "two-sided-long-edge", ("one-sided",)),
        Wish("media", "iso_a0_841x1189mm", ("iso_a4_210x297mm", "custom_max_216x356mm")),
    ],
)
def test_a_job_asks_for_what_the_queue_does_not_offer(wish: Wish) -> None:
    finding = found(job_options_conflict, job(state=HELD), wishes(wish), reach())
    assert finding
    assert f"{wish.option}={wish.value}" in finding.explanation


@pytest.mark.parametrize(
    "wish",
    [
        Wish("sides", "one-sided", ("one-sided",)),
        Wish("sides", "two-sided-long-edge", ()),
        Wish("media", "custom_x_100x100mm", ("custom_max_216x356mm",)),
        Wish("media", "odd", ("iso_a4_210x297mm",)),
    ],
)
def test_a_job_asks_for_what_the_queue_offers(wish: Wish) -> None:
    assert not found(job_options_conflict, job(state=HELD), wishes(wish), reach())
