# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging a person's own settings."""

from __future__ import annotations

from tests.diagnosis.cases import found, queues

from unjam.diagnosis.facts.client import ClientDefaults, DefaultSetting, Destinations
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.remedies import Instruction, ResetUserDefault, SetUserDefault
from unjam.diagnosis.rules.client_defaults import default_printer_missing

FILE = "/home/alice/.cups/lpoptions"


def defaults(*settings: DefaultSetting) -> ClientDefaults:
    return ClientDefaults((), settings)


def test_a_default_that_is_gone() -> None:
    gone = defaults(DefaultSetting("Gone", FILE))
    finding = found(default_printer_missing, gone, queues("Office", "Lab", default="Lab"))
    assert finding
    assert FILE in finding.explanation
    assert finding.remedies == (ResetUserDefault(FILE), SetUserDefault("Lab", FILE))


def test_a_variable_can_only_be_removed_by_its_owner() -> None:
    gone = defaults(DefaultSetting("Gone", "PRINTER"))
    finding = found(default_printer_missing, gone, queues("Office"))
    assert finding
    assert [type(remedy) for remedy in finding.remedies] == [Instruction]


def test_only_the_strongest_default_counts() -> None:
    both = defaults(DefaultSetting("Office", "PRINTER"), DefaultSetting("Gone", FILE))
    assert not found(default_printer_missing, both, queues("Office"))


def test_a_printer_found_on_the_network_is_a_good_default() -> None:
    hall, there = defaults(DefaultSetting("Hall", FILE)), Destinations((), ("Office", "Hall"))
    assert not found(default_printer_missing, hall, queues("Office"), there)
    assert found(default_printer_missing, hall, queues("Office"), Destinations((), ("Office",)))


def test_where_nobody_could_list_the_printers_the_default_may_be_there() -> None:
    nobody = Unknown("Destinations", (), "no lpstat")
    facts = Facts([defaults(DefaultSetting("Hall", FILE)), queues("Office"), nobody])
    findings, skipped = judge(facts, [default_printer_missing])
    assert not findings
    assert [(s.id, s.reason) for s in skipped] == [("DEFAULT_PRINTER_MISSING", "no lpstat")]


def test_no_default_at_all_is_fine_even_without_queues() -> None:
    assert not found(default_printer_missing, defaults(), queues())
    assert not found(
        default_printer_missing, defaults(DefaultSetting("office", FILE)), queues("Office")
    )
