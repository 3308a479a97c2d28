# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Devices that cannot be found, reached or asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.diagnosis.judged import OFFICE, found, is_skipped, network_device, office

from unjam.diagnosis.facts.device import (
    Answer,
    DeviceAnswer,
    DeviceName,
    DeviceReach,
    Knock,
    Reach,
)
from unjam.diagnosis.model import Severity, Subject, SubjectKind
from unjam.diagnosis.remedies import Instruction, RepointQueue, RepointToOther
from unjam.diagnosis.rules.device_reach import (
    device_name_unresolved,
    device_path_wrong,
    device_refuses,
    device_unreachable,
)

LOST = DeviceName(OFFICE, "printer.example", (), "EAI_NONAME", "Name or service not known")
CLOSED = Knock("192.0.2.7:631", Reach.REFUSED, "ECONNREFUSED", "Connection refused")
OPEN = Knock("192.0.2.7:9100", Reach.CONNECTED)
REFUSED = DeviceReach(OFFICE, "printer.example", CLOSED, (CLOSED,), (OPEN,))
SILENT = Knock("192.0.2.7:631", Reach.SILENT, "TIMEOUT", "", 4.0)
DEAD = DeviceReach(OFFICE, "printer.example", SILENT, (SILENT,))
ALIVE = DeviceReach(OFFICE, "printer.example", OPEN, (OPEN,))
NOWHERE = DeviceAnswer(
    OFFICE, "ipp://printer.example/wrong", Answer.NOT_FOUND, "The printer was not found.", 0x406
)


def test_a_name_that_does_not_resolve() -> None:
    finding = found(device_name_unresolved, LOST, network_device(), office(queued_jobs=1))
    assert finding is not None and finding.severity is Severity.ERROR
    assert finding.subject == Subject(SubjectKind.DEVICE, "Office")
    assert finding.evidence[-1].answer == "EAI_NONAME: Name or service not known"


@pytest.mark.parametrize(("jobs", "severity"), [(0, Severity.INFO), (1, Severity.ERROR)])
@pytest.mark.parametrize("local", [True, False])
def test_a_printer_may_sleep_and_a_laptop_be_elsewhere(
    jobs: int, severity: Severity, local: bool
) -> None:
    device = network_device(local_name=local)
    finding = found(device_name_unresolved, LOST, device, office(queued_jobs=jobs))
    assert finding is not None and finding.severity is severity


@pytest.mark.parametrize("error", ["TIMEOUT", "EAI_AGAIN"])
def test_a_silent_name_service_is_not_a_wrong_name(error: str) -> None:
    silent = replace(LOST, error=error, text="")
    finding = found(device_name_unresolved, silent, network_device(), office(queued_jobs=1))
    assert finding is not None and "does not answer" in finding.explanation
    assert "spelt" not in finding.explanation


def test_a_name_that_resolves() -> None:
    known = replace(LOST, addresses=("192.0.2.7",), error="")
    assert found(device_name_unresolved, known, network_device(), office()) is None


def test_a_closed_port_and_what_is_open_instead() -> None:
    finding = found(device_refuses, REFUSED, network_device(), office())
    assert finding is not None
    first = finding.remedies[0]
    assert isinstance(first, Instruction) and "socket://printer.example/" in first.text
    assert "ECONNREFUSED" in finding.evidence[1].answer


@pytest.mark.parametrize("reach", [ALIVE, DEAD])
def test_no_closed_port(reach: DeviceReach) -> None:
    assert found(device_refuses, reach, network_device(), office()) is None


@pytest.mark.parametrize(("jobs", "severity"), [(0, Severity.INFO), (1, Severity.ERROR)])
def test_a_service_of_this_computer_may_wait_for_its_printer(jobs: int, severity: Severity) -> None:
    finding = found(
        device_refuses, REFUSED, network_device(host="localhost"), office(queued_jobs=jobs)
    )
    assert finding is not None and finding.severity is severity


@pytest.mark.parametrize(("jobs", "severity"), [(0, Severity.INFO), (2, Severity.ERROR)])
def test_silence_matters_when_something_waits(jobs: int, severity: Severity) -> None:
    finding = found(device_unreachable, DEAD, network_device(), office(queued_jobs=jobs))
    assert finding is not None and finding.severity is severity


@pytest.mark.parametrize("reach", [ALIVE, REFUSED])
def test_a_host_that_answers(reach: DeviceReach) -> None:
    assert found(device_unreachable, reach, network_device(), office()) is None


def test_a_wrong_path_is_repaired_by_the_right_one() -> None:
    answer = replace(NOWHERE, elsewhere=("ipp://printer.example/ipp/print",))
    finding = found(device_path_wrong, answer, network_device(resource="/wrong"))
    assert finding is not None
    assert finding.remedies == (RepointQueue("Office", "ipp://printer.example/ipp/print"),)
    assert finding.evidence[0].answer.startswith("0x0406")


def test_a_port_of_a_print_server_may_have_another_machine_behind_it() -> None:
    answer = replace(NOWHERE, elsewhere=("ipp://printer.example/ipp/port1",))
    finding = found(device_path_wrong, answer, network_device(resource="/ipp/port2"))
    assert finding is not None
    assert finding.remedies == (RepointToOther("Office", "ipp://printer.example/ipp/port1"),)


def test_a_wrong_path_with_nothing_better_known() -> None:
    finding = found(device_path_wrong, NOWHERE, network_device())
    assert finding is not None and isinstance(finding.remedies[0], Instruction)


def test_a_path_that_answers() -> None:
    answer = replace(NOWHERE, answer=Answer.ATTRIBUTES)
    assert found(device_path_wrong, answer, network_device()) is None


def test_what_nobody_could_ask() -> None:
    device, queue = network_device(), office()
    assert is_skipped(device_name_unresolved, DeviceName, device, queue)
    assert is_skipped(device_refuses, DeviceReach, device, queue)
    assert is_skipped(device_unreachable, DeviceReach, device, queue)
    assert is_skipped(device_path_wrong, DeviceAnswer, device)
