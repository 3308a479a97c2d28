# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Backends, filters and PPDs: each rule fires, does not fire, and says when it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.diagnosis.judged import OFFICE, found, is_skipped, network_device

from unjam.diagnosis.facts.driver import (
    JobRun,
    PpdCheck,
    ProgramEnding,
    ProgramFile,
    QueueBackend,
    QueueFilters,
)
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.model import job_scope
from unjam.diagnosis.remedies import InstallPackages, Instruction, UseDriverless
from unjam.diagnosis.rules.driver_ppd import ppd_invalid
from unjam.diagnosis.rules.driver_programs import backend_missing, filter_missing
from unjam.diagnosis.rules.driver_runs import filter_crashed, filter_failed

GONE = ProgramFile("/usr/lib/cups/backend/hp", exists=False)
THERE = ProgramFile("/usr/lib/cups/backend/hp", exists=True, mode=0o755, uid=0, gid=0)
BACKEND = QueueBackend(OFFICE, "hp:/net/X", "hp", "/usr/lib/cups/backend", GONE, ("ipp", "usb"))
FILTERS = QueueFilters(OFFICE, "/usr/lib/cups/filter", (THERE, replace(GONE, path="/f/rastertox")))
ENDING = ProgramEnding("/usr/lib/cups/filter/rastertox", is_backend=False, status=3)
RUN = JobRun(
    job_scope("Office", 7),
    7,
    "/var/log/cups/error_log",
    ENDING,
    ("Unable to open the frobnicator",),
    ("PID 5 (/usr/lib/cups/filter/rastertox) stopped with status 3.",),
)


def test_a_missing_backend_is_named_with_the_package_that_brings_it() -> None:
    finding = found(backend_missing, BACKEND, Distribution((), "debian"))
    assert finding is not None and "hp" in finding.explanation
    assert finding.remedies == (InstallPackages(("hplip",), "debian"),)
    assert [e.answer for e in finding.evidence] == ["hp:/net/X", "ipp usb"]


def test_an_unknown_backend_is_an_instruction() -> None:
    finding = found(backend_missing, replace(BACKEND, scheme="acme"))
    assert finding is not None and isinstance(finding.remedies[0], Instruction)


@pytest.mark.parametrize("change", [{"file": THERE}, {"scheme": "file"}])
def test_a_backend_that_is_there(change: dict[str, Any]) -> None:
    assert found(backend_missing, replace(BACKEND, **change)) is None


def test_backends_that_nobody_could_look_at() -> None:
    assert is_skipped(backend_missing, QueueBackend)


def test_a_missing_filter_is_named() -> None:
    finding = found(filter_missing, FILTERS)
    assert finding is not None and "rastertox" in finding.summary
    assert [e.asked for e in finding.evidence] == ["/f/rastertox"]
    assert isinstance(finding.remedies[0], Instruction)


def test_a_printer_on_ipp_can_do_without_the_filter() -> None:
    finding = found(filter_missing, FILTERS, network_device())
    assert finding is not None and UseDriverless("Office") in finding.remedies


def test_filters_that_are_there() -> None:
    assert found(filter_missing, replace(FILTERS, programs=(THERE,))) is None


def test_filters_that_nobody_could_look_at() -> None:
    assert is_skipped(filter_missing, QueueFilters)


def test_a_failed_filter_speaks_for_itself() -> None:
    finding = found(filter_failed, RUN)
    assert finding is not None and finding.subject == OFFICE[0]
    assert "rastertox" in finding.summary and "3" in finding.explanation
    assert [e.answer for e in finding.evidence] == [*RUN.record, *RUN.last_words]


@pytest.mark.parametrize(
    "ending",
    [
        None,
        replace(ENDING, is_backend=True),
        replace(ENDING, status=0, signal=11),
        replace(ENDING, status=102, start_errno=2),
        replace(ENDING, status=0, refusal="No such file or directory"),
    ],
)
def test_what_is_not_a_filters_own_failure(ending: ProgramEnding | None) -> None:
    assert found(filter_failed, replace(RUN, culprit=ending)) is None


def test_a_log_that_nobody_could_read() -> None:
    assert is_skipped(filter_failed, JobRun)
    assert is_skipped(filter_crashed, JobRun)


def test_a_crash_is_told_with_the_signals_name() -> None:
    finding = found(filter_crashed, replace(RUN, culprit=replace(ENDING, status=0, signal=11)))
    assert finding is not None and "SIGSEGV" in finding.explanation


def test_a_failure_is_no_crash() -> None:
    assert found(filter_crashed, RUN) is None


def test_a_ppd_that_cups_cannot_read() -> None:
    finding = found(ppd_invalid, PpdCheck(OFFICE, False, "Missing asterisk on line 1."))
    assert finding is not None
    assert finding.evidence[0].answer == "Missing asterisk on line 1."
    assert isinstance(finding.remedies[0], Instruction)


def test_a_ppd_that_cups_reads() -> None:
    assert found(ppd_invalid, PpdCheck(OFFICE, True)) is None


def test_a_ppd_that_nobody_could_check() -> None:
    assert is_skipped(ppd_invalid, PpdCheck)
