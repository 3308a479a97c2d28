# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Rights, start-up, kinds of drivers: fires, does not fire, and says when it cannot tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.diagnosis.cases import files, reach
from tests.diagnosis.judged import DEVICE_URI, OFFICE, found, is_skipped, network_device, office

from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.device import DeviceState
from unjam.diagnosis.facts.driver import (
    JobRun,
    ProgramEnding,
    ProgramFile,
    QueueBackend,
    QueueFilters,
    QueueFormats,
    QueuePpd,
    QueueRuns,
)
from unjam.diagnosis.facts.jobs import ABORTED, CANCELED, COMPLETED, JobState, QueueJobs
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.model import Severity, job_scope
from unjam.diagnosis.remedies import RestorePermissions, UseDriverless
from unjam.diagnosis.rules.driver_backend import backend_failed
from unjam.diagnosis.rules.driver_kind import (
    driver_deprecated_raw,
    driverless_not_supported,
    format_unsupported,
    implicitclass_without_host,
    ipp_conformance,
    plugin_missing,
)
from unjam.diagnosis.rules.driver_permissions import backend_permissions, filter_permissions
from unjam.diagnosis.rules.driver_start import filter_wrong_architecture

GOOD = ProgramFile("/usr/lib/cups/filter/rastertox", exists=True, mode=0o755, uid=0, gid=0)
BACKEND = QueueBackend(OFFICE, "hp:/net/X", "hp", "/usr/lib/cups/backend", GOOD, ("hp",))
FILTERS = QueueFilters(OFFICE, "/usr/lib/cups/filter", (GOOD,))
ENDING = ProgramEnding("/usr/lib/cups/backend/hp", is_backend=True, status=1)
RUN = JobRun(
    job_scope("Office", 7), 7, "/var/log/cups/error_log", ENDING, ("no answer",), ("stopped",)
)
FORMATS = QueueFormats(OFFICE, ("application/pdf", "image/jpeg"))
JOB = JobState(job_scope("Office", 7), 7, "Office", ABORTED)


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o4755, 0o644])
def test_programs_that_cupsd_will_not_run(mode: int) -> None:
    bad = replace(GOOD, mode=mode)
    backend = found(backend_permissions, replace(BACKEND, file=bad))
    driver = found(filter_permissions, replace(FILTERS, programs=(GOOD, bad)))
    for finding in (backend, driver):
        assert finding is not None and f"{mode:04o}" in finding.evidence[0].answer
        assert finding.remedies == (RestorePermissions(bad.path, 0o755),)


@pytest.mark.parametrize("mode", [0o755, 0o744, 0o700, 0o555])
def test_programs_with_usual_rights(mode: int) -> None:
    good = replace(GOOD, mode=mode)
    assert found(backend_permissions, replace(BACKEND, file=good)) is None
    assert found(filter_permissions, replace(FILTERS, programs=(good,))) is None


def test_cupsd_checks_the_owner_only_as_root() -> None:
    mine = replace(GOOD, uid=1000, mode=0o775)
    assert found(filter_permissions, replace(FILTERS, programs=(mine,))) is not None
    assert found(filter_permissions, replace(FILTERS, programs=(mine,), as_root=False)) is None


def test_programs_that_are_missing_are_another_matter() -> None:
    gone = ProgramFile("/x", exists=False)
    assert found(backend_permissions, replace(BACKEND, file=gone)) is None


def test_rights_that_nobody_could_look_at() -> None:
    assert is_skipped(backend_permissions, QueueBackend)
    assert is_skipped(filter_permissions, QueueFilters)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": 1}, "exit code 1"),
        ({"status": 4}, "stop the printer"),
        ({"status": 77}, "unusual exit code 77"),
        ({"status": 0, "signal": 11}, "SIGSEGV"),
        ({"status": 113, "start_errno": 13}, "Permission denied"),
        ({"status": 0, "refusal": "Too many links"}, "Too many links"),
    ],
)
def test_a_backends_ending_is_translated(change: dict[str, object], words: str) -> None:
    ending = replace(ENDING, **change)  # type: ignore[arg-type]
    finding = found(backend_failed, replace(RUN, culprit=ending))
    assert finding is not None and words in finding.explanation
    assert finding.evidence[-1].answer == "no answer"


@pytest.mark.parametrize(
    "ending", [None, replace(ENDING, is_backend=False), replace(ENDING, status=2)]
)
def test_no_backend_failed(ending: ProgramEnding | None) -> None:
    assert found(backend_failed, replace(RUN, culprit=ending)) is None


def test_backends_whose_log_nobody_could_read() -> None:
    assert is_skipped(backend_failed, JobRun)


def test_a_filter_whose_loader_is_absent() -> None:
    foreign = replace(GOOD, interpreter="/lib/ld-linux.so.2", interpreter_exists=False)
    finding = found(filter_wrong_architecture, replace(FILTERS, programs=(GOOD, foreign)))
    assert finding is not None and "/lib/ld-linux.so.2" in finding.explanation


def test_a_filter_whose_library_is_absent() -> None:
    words = "rastertox: error while loading shared libraries: libx.so.1: cannot open shared object"
    ending = replace(ENDING, is_backend=False, status=127)
    runs = QueueRuns(OFFICE, (RUN, replace(RUN, culprit=ending, last_words=(words,))))
    finding = found(filter_wrong_architecture, FILTERS, runs)
    assert finding is not None and "libx.so.1" in finding.explanation


def test_filters_that_can_start() -> None:
    assert found(filter_wrong_architecture, FILTERS, QueueRuns(OFFICE, (RUN,))) is None
    assert is_skipped(filter_wrong_architecture, QueueFilters)


def test_a_raw_queue_is_a_hint() -> None:
    raw = office(make_and_model="Local Raw Printer")
    finding = found(driver_deprecated_raw, raw, network_device())
    assert finding is not None and finding.severity is Severity.INFO
    assert finding.remedies == (UseDriverless("Office"),)
    assert found(driver_deprecated_raw, office(make_and_model="HP LaserJet")) is None
    assert is_skipped(driver_deprecated_raw, QueueState)


@pytest.mark.parametrize(
    "change",
    [
        {"reasons": ("document-unprintable-error",)},
        {"state": COMPLETED, "message": "Unable to add document to print job."},
    ],
)
def test_a_document_that_nothing_converts(change: dict[str, object]) -> None:
    job = replace(JOB, **change)  # type: ignore[arg-type]
    finding = found(format_unsupported, FORMATS, QueueJobs(OFFICE, ended=(job,)))
    assert finding is not None and finding.subject == OFFICE[0]


def test_what_came_of_a_job_under_another_driver_is_history() -> None:
    job = replace(JOB, reasons=("document-unprintable-error",), ended=100.0)
    run = replace(RUN, job=job.id, culprit=None, last_words=("Unable to convert file 0 to x.",))
    facts = (FORMATS, QueueJobs(OFFICE, ended=(job,)), QueueRuns(OFFICE, (run,)))
    assert found(format_unsupported, *facts, office(reconfigured=99.0)) is not None
    assert found(format_unsupported, *facts, office(reconfigured=101.0)) is None


def test_what_the_log_says_about_the_format_counts_too() -> None:
    run = replace(RUN, culprit=None, last_words=("Unable to convert file 0 to printable format.",))
    assert found(format_unsupported, FORMATS, QueueRuns(OFFICE, (run,))) is not None


def test_a_queue_that_can_convert_nothing() -> None:
    barren = QueueFormats(OFFICE, ("application/octet-stream", "application/vnd.cups-raw"))
    ppd = QueuePpd(OFFICE, 1, "Maker X", ())
    finding = found(format_unsupported, barren, ppd)
    assert finding is not None and "cups-raw" in finding.evidence[0].answer
    assert found(format_unsupported, barren) is None, "a raw queue converts nothing on purpose"


def test_documents_that_are_fine() -> None:
    canceled = replace(JOB, state=CANCELED, reasons=("document-format-error",))
    done, before = replace(JOB, state=COMPLETED), replace(JOB, reasons=("document-format-error",))
    for ended in ((JOB,), (canceled,), (done, before)):
        assert found(format_unsupported, FORMATS, QueueJobs(OFFICE, ended=ended)) is None
    assert is_skipped(format_unsupported, QueueFormats)


def test_a_driverless_queue_at_a_printer_that_needs_a_driver() -> None:
    device = DeviceState(OFFICE, DEVICE_URI, "X", 3, (), formats=("application/vnd.hp-PCL",))
    ppd = QueuePpd(OFFICE, 1, "Maker X, driverless, cups-filters 1.28", ())
    finding = found(driverless_not_supported, device, office(), ppd)
    assert finding is not None and finding.severity is Severity.WARNING
    assert found(driverless_not_supported, device, office()) is None, "it has its own driver"
    able = replace(device, formats=(*device.formats, "image/urf"))
    assert found(driverless_not_supported, able, office(), ppd) is None
    assert is_skipped(driverless_not_supported, DeviceState, office())


def test_a_printer_that_breaks_the_protocol() -> None:
    reasons = ("cups-ipp-missing-cancel-job", "media-low")
    finding = found(ipp_conformance, office(reasons=reasons))
    assert finding is not None and finding.severity is Severity.INFO
    assert found(ipp_conformance, office(reasons=("media-low",))) is None
    assert finding is not None
    assert finding.own_cause
    forgotten = found(ipp_conformance, office(reasons=("cups-ipp-missing-job-history-report",)))
    assert forgotten is not None
    assert not forgotten.own_cause, "a printer that was switched off while it printed"
    assert is_skipped(ipp_conformance, QueueState)


def test_a_plug_in_that_is_not_installed() -> None:
    assert found(plugin_missing, office(reasons=("hplip.plugin-error",))) is not None
    assert found(plugin_missing, office()) is None
    assert is_skipped(plugin_missing, QueueState)


def test_a_discovered_queue_without_a_printer() -> None:
    words = "No destination host name supplied by cups-browsed for printer 'Office'"
    queue = office(device_uri="implicitclass://Office/")
    runs = QueueRuns(OFFICE, (replace(RUN, last_words=(words,)),))
    assert found(implicitclass_without_host, queue, runs) is not None
    assert found(implicitclass_without_host, replace(queue, message=words)) is not None
    assert found(implicitclass_without_host, queue) is None
    assert found(implicitclass_without_host, office(message=words)) is None
    assert is_skipped(implicitclass_without_host, QueueState)


@pytest.mark.parametrize(
    ("where", "automatic"),
    [
        ((reach(), files()), True),
        ((reach(local=False),), False),
        ((reach(), files(standard=False)), False),
        ((), False),
    ],
)
def test_cups_browsed_is_started_on_its_own_machine_only(
    where: tuple[Fact, ...], automatic: bool
) -> None:
    words = "No destination host name supplied by cups-browsed for printer 'Office'"
    queue = office(device_uri="implicitclass://Office/", message=words)
    finding = found(implicitclass_without_host, queue, *where)
    assert finding is not None
    assert [remedy.automatic for remedy in finding.remedies] == [automatic]
