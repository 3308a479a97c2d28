# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging a print server that refuses, crashes, is full or outdated."""

from __future__ import annotations

from typing import Any

import pytest
from tests.diagnosis.cases import NOW, absent, files, found, reach

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts.jobs import JobCounts
from unjam.diagnosis.facts.person import Person
from unjam.diagnosis.facts.server import (
    CupsVersion,
    Denial,
    LogEnd,
    LoginFailure,
    LoginFailures,
    ServerSettings,
    ServerState,
    UdpListener,
    UnitState,
)
from unjam.diagnosis.model import Severity
from unjam.diagnosis.rules.server_health import (
    known_bad_version,
    legacy_browse_listener,
    password_refused,
    scheduler_crashing,
    too_many_jobs,
)
from unjam.diagnosis.rules.server_refusals import (
    not_permitted,
    scheduler_forbids_client,
    scheduler_not_cups,
    scheduler_refuses_host,
    scheduler_requires_encryption,
)

REFUSALS: dict[int, Rule[Any]] = {
    400: scheduler_refuses_host,
    403: scheduler_forbids_client,
    426: scheduler_requires_encryption,
    503: scheduler_not_cups,
}


@pytest.mark.parametrize("status", REFUSALS)
def test_each_refusal_has_one_name(status: int) -> None:
    refused = reach(state=ServerState.REFUSES, http_status=status, answer=f"HTTP {status}")
    firing = [code for code, rule in REFUSALS.items() if found(rule, refused)]
    assert firing == [status]
    finding = found(REFUSALS[status], refused)
    assert finding
    assert finding.evidence[0].answer == f"HTTP {status}"
    assert not found(REFUSALS[status], reach())


def test_what_the_log_says_of_a_name_is_quoted() -> None:
    line = 'Request from "192.0.2.7" using invalid Host: field "print.example".'
    refused = reach(state=ServerState.REFUSES, http_status=400)
    finding = found(scheduler_refuses_host, refused, LogEnd((), "/log", (line,)))
    assert finding
    assert finding.evidence[-1].answer == line


@pytest.mark.parametrize("state", [ServerState.NOT_IPP, ServerState.FAILED])
def test_something_else_answers(state: ServerState) -> None:
    finding = found(scheduler_not_cups, reach(state=state, answer="SSH-2.0-OpenSSH_9.2"))
    assert finding
    assert "SSH-2.0" in finding.explanation


def test_looking_is_not_permitted() -> None:
    denial = Denial((), "CUPS-Get-Printers", "Unauthorized", 0x403)
    finding = found(not_permitted, denial, Person((), "alice", 1000), files())
    assert finding
    assert "“alice”" in finding.explanation
    assert "lpadmin" in finding.explanation
    assert not found(not_permitted, Person((), "alice", 1000), files())


def unit(restarts: int = 0, result: str = "success") -> UnitState:
    return UnitState((), "cups.service", "active", "running", result, restarts, "enabled")


@pytest.mark.parametrize(
    ("ill", "record"),
    [(unit(restarts=4), "NRestarts=4"), (unit(result="core-dump"), "Result=core-dump")],
)
def test_crashing(ill: UnitState, record: str) -> None:
    finding = found(scheduler_crashing, ill, absent("ECONNREFUSED", ""))
    assert finding
    assert finding.severity is Severity.ERROR
    assert record in finding.evidence[0].answer
    assert not found(scheduler_crashing, unit(restarts=1), reach())


def test_a_server_that_crashed_and_answers_prints_for_the_time_being() -> None:
    finding = found(scheduler_crashing, unit(restarts=4), reach())
    assert finding
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (ServerSettings((), "/c", max_jobs=3), "MaxJobs"),
        (ServerSettings((), "/c", max_jobs_per_printer=2), "MaxJobsPerPrinter"),
        (ServerSettings((), "/c", max_jobs_per_user=3), "MaxJobsPerUser"),
    ],
)
def test_too_many_jobs(settings: ServerSettings, name: str) -> None:
    counts = JobCounts((), 3, (("a", 1), ("b", 2)), (("alice", 3),))
    finding = found(too_many_jobs, settings, counts, reach())
    assert finding
    assert f"({name} in /c)" in finding.explanation
    assert not found(too_many_jobs, settings, JobCounts((), 1, (("a", 1),), (("x", 1),)), reach())
    assert not found(too_many_jobs, ServerSettings((), "/c", max_jobs=0), counts, reach())


def test_a_password_refused_lately() -> None:
    line = "[Client 3] pam_authenticate() returned 7 (Authentication failure)"
    lately, long_ago = LoginFailure(NOW - 60, line), LoginFailure(NOW - 9999, line)
    finding = found(password_refused, LoginFailures((), "/log", (lately, long_ago)), reach())
    assert finding
    assert finding.evidence[0].answer == line
    assert not found(password_refused, LoginFailures((), "/log", (long_ago,)), reach())


def test_versions() -> None:
    finding = found(known_bad_version, CupsVersion((), "2.4.3", "cups 2.4.3-1"), reach())
    assert finding
    assert finding.severity is Severity.INFO
    assert "2.4.4" in finding.explanation
    assert not found(known_bad_version, CupsVersion((), "2.4.2", "cups 2.4.2-3+deb12u9"), reach())
    own_build = found(known_bad_version, CupsVersion((), "2.4.2"), reach())
    assert own_build
    assert "CVE" in own_build.explanation
    assert not found(known_bad_version, CupsVersion((), "2.4.99"), reach())
    assert not found(known_bad_version, CupsVersion((), "odd"), reach())


def test_a_listener_of_the_old_kind() -> None:
    finding = found(
        legacy_browse_listener, UdpListener((), "55: 00000000:0277", "192.0.2.1", "cups")
    )
    assert finding
    assert finding.evidence[1].answer == "cups"
    assert not found(legacy_browse_listener)
