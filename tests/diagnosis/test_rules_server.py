# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging the print server: gone, silent, misconfigured."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.diagnosis.cases import absent, files, found, reach

from unjam.diagnosis.facts.server import ConfigCheck, ConfigError, LogEnd, ServerState, UnitState
from unjam.diagnosis.model import Severity
from unjam.diagnosis.remedies import Instruction, RestartScheduler, StartScheduler
from unjam.diagnosis.rules.server import (
    scheduler_config_error,
    scheduler_not_answering,
    scheduler_not_running,
)

ERROR = ConfigError(
    "Unknown directive Foo on line 3 of /etc/cups/cupsd.conf", "/etc/cups/cupsd.conf", 3
)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("ECONNREFUSED", "nobody listens"),
        ("ENOENT", "does not exist"),
        ("EHOSTUNREACH", "no way to it"),
        ("EAI_NONAME", "lists that name"),
        ("EPROTO", "connecting failed (odd)"),
    ],
)
def test_nobody_listens(error: str, words: str) -> None:
    finding = found(scheduler_not_running, absent(error, "odd"), files())
    assert finding
    assert finding.severity is Severity.ERROR
    assert words in finding.explanation
    assert finding.evidence[0].answer == f"{error}: odd"
    assert finding.remedies == (StartScheduler(),)


def unit(**changes: Any) -> UnitState:
    values = {
        "unit": "cups.service", "active": "inactive", "sub": "dead", "result": "success",
        "restarts": 0, "enabled": "enabled", "socket": "inactive", "socket_enabled": "enabled",
    }  # fmt: skip
    return UnitState((), **{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "command"),
    [
        ({}, None),
        ({"enabled": "disabled"}, None),
        ({"enabled": "", "socket": "", "socket_enabled": ""}, None),
        (
            {"enabled": "disabled", "socket_enabled": "disabled"},
            ("systemctl", "enable", "cups.service", "cups.socket"),
        ),
        (
            {"enabled": "disabled", "socket": "", "socket_enabled": ""},
            ("systemctl", "enable", "cups.service"),
        ),
        ({"enabled": "masked"}, ("systemctl", "unmask", "cups.service")),
    ],
)
def test_what_systemd_says_of_it(changes: dict[str, Any], command: tuple[str, ...] | None) -> None:
    finding = found(scheduler_not_running, absent("ENOENT", ""), files(), unit(**changes))
    assert finding
    assert any("inactive (dead)" in e.answer for e in finding.evidence)
    commands = [r.command for r in finding.remedies if isinstance(r, Instruction)]
    assert commands == ([command] if command else [])


def test_the_last_words_of_a_server_that_hangs() -> None:
    silent = reach(state=ServerState.SILENT, http_status=0, seconds=6.0, answer="TIMEOUT")
    finding = found(scheduler_not_answering, silent, files(), LogEnd((), "/log", ("one", "two")))
    assert finding
    assert [e.answer for e in finding.evidence[-2:]] == ["one", "two"]


def test_a_private_server_is_not_started_as_if_it_were_the_systems() -> None:
    finding = found(scheduler_not_running, absent("ENOENT", ""), files(standard=False))
    assert finding
    assert isinstance(finding.remedies[0], Instruction)


def test_a_remote_server_is_out_of_reach_not_stopped() -> None:
    finding = found(scheduler_not_running, absent("ETIMEDOUT", "", local=False))
    assert finding
    assert "cannot be reached" in finding.summary
    assert isinstance(finding.remedies[0], Instruction)


def test_a_server_that_answers_runs() -> None:
    assert not found(scheduler_not_running, reach())
    assert not found(scheduler_not_answering, reach())


def test_it_accepts_and_says_nothing() -> None:
    silent = reach(state=ServerState.SILENT, http_status=0, seconds=6.0, answer="TIMEOUT")
    finding = found(scheduler_not_answering, silent, files())
    assert finding
    assert "6 seconds" in finding.explanation
    assert finding.remedies == (RestartScheduler(),)
    assert not found(scheduler_not_running, silent, files())


def test_a_line_that_cupsd_does_not_understand() -> None:
    check = ConfigCheck((), ok=False, errors=(ERROR,))
    finding = found(scheduler_config_error, check, reach())
    assert finding
    assert finding.severity is Severity.WARNING
    assert "line 3" in finding.summary
    assert finding.evidence[0].answer == ERROR.message
    nowhere = ConfigCheck((), ok=False, errors=(replace(ERROR, line=0),))
    unplaced = found(scheduler_config_error, nowhere, reach())
    assert unplaced
    assert "line" not in unplaced.summary
    stopped = found(scheduler_config_error, check, absent("ENOENT", ""))
    assert stopped
    assert stopped.severity is Severity.ERROR


def test_a_good_configuration() -> None:
    assert not found(scheduler_config_error, ConfigCheck((), ok=True), reach())
