# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What monitoring systems get: the forms that they insist on."""

from __future__ import annotations

import re

import pytest
from tests.cli.patients import BLIND, BROKEN, HEALTHY, NASTIEST, WARNED
from tests.cli.program import unjam
from tests.conftest import SandboxFactory

from unjam.cli.monitoring import nagios, prometheus
from unjam.diagnosis.model import Diagnosis
from unjam.sandbox import Sandbox

STATUSES = [
    ([HEALTHY], 0, "OK"),
    ([WARNED], 1, "WARNING"),
    ([BROKEN], 2, "CRITICAL"),
    ([BLIND], 3, "UNKNOWN"),
    ([HEALTHY, BLIND], 3, "UNKNOWN"),
    ([BLIND, WARNED], 1, "WARNING"),
    ([HEALTHY, WARNED, BROKEN], 2, "CRITICAL"),
]


@pytest.mark.parametrize(("diagnoses", "status", "word"), STATUSES)
def test_the_plugins_status_and_word(diagnoses: list[Diagnosis], status: int, word: str) -> None:
    found, text = nagios(diagnoses)
    assert found == status
    assert text.startswith(f"UNJAM {word} - ")


@pytest.mark.parametrize("patient", [HEALTHY, WARNED, BROKEN, BLIND, NASTIEST])
def test_the_plugins_first_line_has_one_bar_and_numbers_after_it(patient: Diagnosis) -> None:
    first, *rest = nagios([patient])[1].splitlines()
    _text, bar, numbers = first.partition(" | ")
    assert bar
    assert re.fullmatch(r"(\w+=[\d.]+s?(;[\d.]*){3} ?)+", numbers)
    assert not any("|" in line or "\x1b" in line for line in rest)
    assert len(rest) == len(patient.problems)


def test_the_plugins_thresholds_are_those_of_its_status() -> None:
    """A range N without a colon alerts beyond N: 0 means at the first."""
    numbers = nagios([BROKEN])[1].splitlines()[0].partition(" | ")[2]
    assert numbers.split()[:2] == ["errors=1;;0;0", "warnings=1;0;;0"]


SAMPLE = re.compile(r'unjam_\w+\{(\w+="([^"\\\n]|\\["\\n])*",?)*\} [\d.]+')


@pytest.mark.parametrize("patient", [HEALTHY, BROKEN, BLIND, NASTIEST])
def test_prometheus_format(patient: Diagnosis) -> None:
    text = prometheus([patient, HEALTHY], now=1.0)
    assert text.endswith("\n")
    lines = text.splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in samples)
    assert len(set(samples)) == len(samples)
    families = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(set(families)) == len(families)
    assert {line.partition("{")[0] for line in samples} <= set(families)


def test_as_a_plugin(sandbox: SandboxFactory, healthy_box: Sandbox) -> None:
    ran = unjam("doctor", "--nagios", box=healthy_box)
    assert (ran.status, ran.out[:10]) == (0, "UNJAM OK -")
    ran = unjam("doctor", "--nagios", box=sandbox(faults=("queue-stopped",)))
    assert (ran.status, ran.out[:16]) == (2, "UNJAM CRITICAL -")


WRONG = [
    ("--nosuch",),
    ("--server", "a b"),
    ("Nosuch",),
    ("--json",),
    ("--yes",),
    ("--report", "page.docx"),
    ("--server", "a", "--server", "b", "--fix"),
    ("--server", "a", "--server", "b", "--cups-files", "/dev/null"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=" ".join)
def test_a_plugin_that_cannot_look_is_unknown(healthy_box: Sandbox, wrong: tuple[str, ...]) -> None:
    for args in (("--nagios", *wrong), (*wrong, "--nagios")):
        ran = unjam("doctor", *args, box=healthy_box)
        assert (ran.status, ran.err) == (3, "")
        assert ran.out.startswith("UNJAM UNKNOWN - ")


def test_the_same_server_twice_is_one() -> None:
    args = ("--server", "localhost", "--server", "localhost:631", "--timeout", "30")
    ran = unjam("doctor", "--prometheus", *args)
    samples = [line.rpartition(" ")[0] for line in ran.out.splitlines() if line[0] != "#"]
    assert samples
    assert len(set(samples)) == len(samples)
