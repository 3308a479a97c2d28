# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Devices that answer with something else than their attributes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.diagnosis.judged import DEVICE_URI, OFFICE, found, is_skipped, network_device, office

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts import Facts
from unjam.diagnosis.facts.device import Answer, DeviceAnswer
from unjam.diagnosis.facts.driver import JobRun, QueueRuns
from unjam.diagnosis.facts.jobs import HELD, JobState
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Severity, job_scope
from unjam.diagnosis.reading.device_uri import parse_device_uri
from unjam.diagnosis.reading.job_log import IN_USE
from unjam.diagnosis.remedies import Instruction, RepointQueue
from unjam.diagnosis.rules.device_answer import (
    device_answers_error,
    device_busy,
    device_needs_auth,
    device_needs_tls,
    device_not_ipp,
    device_slow,
    device_tls_failed,
)
from unjam.diagnosis.rules.device_reach import device_path_wrong
from unjam.diagnosis.rules.job_state import job_held_for_auth

FINE = DeviceAnswer(OFFICE, DEVICE_URI, Answer.ATTRIBUTES, "", 0, 0.1)
NEEDED = office(queued_jobs=1)
RULES: dict[Answer, Rule[Any]] = {
    Answer.NOT_IPP: device_not_ipp,
    Answer.NEEDS_AUTH: device_needs_auth,
    Answer.FORBIDDEN: device_needs_auth,
    Answer.NEEDS_TLS: device_needs_tls,
    Answer.NO_TLS: device_needs_tls,
    Answer.TLS_FAILED: device_tls_failed,
    Answer.SILENT: device_slow,
    Answer.IPP_ERROR: device_answers_error,
    Answer.FAILED: device_answers_error,
}


def answered(answer: Answer) -> DeviceAnswer:
    return replace(FINE, answer=answer, message="words of the device", status=None)


@pytest.mark.parametrize(("answer", "rule"), RULES.items())
def test_fires(answer: Answer, rule: Rule[Any]) -> None:
    finding = found(rule, answered(answer), network_device(), NEEDED)
    assert finding is not None and finding.severity is Severity.ERROR
    assert any("words of the device" in e.answer for e in finding.evidence)


@pytest.mark.parametrize("rule", list(dict.fromkeys(RULES.values())))
def test_does_not_fire_and_says_when_it_cannot_tell(rule: Rule[Any]) -> None:
    assert found(rule, FINE, network_device(), NEEDED) is None
    assert is_skipped(rule, DeviceAnswer, network_device(), NEEDED)


def test_only_more_encryption_is_offered_never_less() -> None:
    wants = found(device_needs_tls, answered(Answer.NEEDS_TLS), network_device())
    lacks = found(device_needs_tls, answered(Answer.NO_TLS), network_device(encrypted=True))
    assert wants is not None and lacks is not None
    assert wants.remedies == (RepointQueue("Office", "ipps://printer.example/ipp/print"),)
    assert isinstance(lacks.remedies[0], Instruction)


def test_a_slow_answer_is_a_warning_with_the_time_it_took() -> None:
    finding = found(device_slow, replace(FINE, seconds=4.2), network_device(), NEEDED)
    assert finding is not None and finding.severity is Severity.WARNING
    assert finding.evidence[1].answer == "4.2 s"


@pytest.mark.parametrize("answer", [replace(FINE, seconds=4.2), answered(Answer.SILENT)])
def test_a_printer_that_nobody_waits_for_may_wake_up_slowly(answer: DeviceAnswer) -> None:
    finding = found(device_slow, answer, network_device(), office())
    assert finding is not None and finding.severity is Severity.INFO


def test_a_queue_that_asks_for_the_password_itself_is_set_up_for_that() -> None:
    asks = office(auth_info_required=("username", "password"))
    finding = found(device_needs_auth, answered(Answer.NEEDS_AUTH), network_device(), asks)
    assert finding is not None and finding.severity is Severity.INFO
    shut = found(device_needs_auth, answered(Answer.FORBIDDEN), network_device(), asks)
    assert shut is not None and shut.severity is Severity.ERROR


def test_a_job_that_waits_for_such_a_password_is_told_itself() -> None:
    asks = office(auth_info_required=("username", "password"), queued_jobs=1)
    held = JobState(job_scope("Office", 1), 1, "Office", HELD, ("cups-held-for-authentication",))
    facts = Facts([answered(Answer.NEEDS_AUTH), network_device(), asks, held])
    findings = judge(facts, [device_needs_auth, job_held_for_auth]).findings
    assert [f.id for f in findings] == ["JOB_HELD_FOR_AUTH", "DEVICE_NEEDS_AUTH"]


DNSSD = network_device(
    uri="dnssd://Brother%20MFC._ipp._tcp.local/?uuid=1",
    scheme="dnssd",
    host="Brother.local",
    local_name=True,
)
"""As the probe makes it: the host and the port are those that Avahi told."""


def test_an_announced_printer_gets_no_address_without_a_person() -> None:
    wants = found(device_needs_tls, answered(Answer.NEEDS_TLS), DNSSD)
    elsewhere = replace(answered(Answer.NOT_FOUND), elsewhere=("ipp://Brother.local/ipp",))
    lost = found(device_path_wrong, elsewhere, DNSSD)
    assert wants is not None and lost is not None
    for finding, uri in ((wants, "ipps://Brother.local/ipp/print"), (lost, elsewhere.elsewhere[0])):
        (remedy,) = finding.remedies
        assert isinstance(remedy, Instruction) and uri in remedy.text


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("ipp://p.example/ipp/print?waitjob=false", "ipps://p.example/ipp/print?waitjob=false"),
        ("ipp://p.example:8631/x", "ipps://p.example:8631/x"),
        ("http://p.example/ipp", "ipps://p.example:80/ipp"),
        ("http://[2001:db8::7]:631/ipp", "ipps://[2001:db8::7]/ipp"),
    ],
)
def test_the_address_with_encryption(uri: str, expected: str) -> None:
    parts = parse_device_uri(uri)
    device = network_device(
        uri=uri, scheme=parts.scheme, host=parts.host, port=parts.port, resource=parts.resource
    )
    finding = found(device_needs_tls, answered(Answer.NEEDS_TLS), device)
    assert finding is not None and finding.remedies == (RepointQueue("Office", expected),)


def test_a_device_that_another_computer_uses() -> None:
    busy = found(device_busy, office(), answered(Answer.BUSY))
    in_use = found(device_busy, office(message=IN_USE))
    assert busy is not None and in_use is not None
    assert busy.severity is Severity.INFO
    assert found(device_busy, office(), FINE) is None


def test_a_backend_that_waits_says_so_in_the_log() -> None:
    run = JobRun(job_scope("Office", 1), 1, "error_log", None, (), (), in_use=True)
    assert found(device_busy, office(), FINE, QueueRuns(OFFICE, (run,))) is not None
    calm = QueueRuns(OFFICE, (replace(run, in_use=False),))
    assert found(device_busy, office(), FINE, calm) is None
    assert is_skipped(device_busy, QueueState)


@pytest.mark.parametrize("answer", sorted(set(Answer) - {Answer.ATTRIBUTES}))
def test_no_odd_answer_goes_without_a_finding(answer: Answer) -> None:
    facts = Facts([answered(answer), network_device(), office()])
    rules: set[Rule[Any]] = {*RULES.values(), device_busy, device_path_wrong}
    assert judge(facts, rules).findings
