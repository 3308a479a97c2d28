# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What must hold for every probe and every rule there is."""

from __future__ import annotations

import pytest

from unjam.diagnosis.catalogue import all_probes, all_rules
from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts import Facts, Wanted
from unjam.diagnosis.facts.jobs import PrintedPage
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Skipped, Unknown
from unjam.diagnosis.plan import Plan

RULES = {rule.id: rule for rule in all_rules()}


def test_ids_are_unique() -> None:
    assert len(RULES) == len(all_rules())


def test_the_probes_feed_each_other_without_a_cycle_and_every_rule_is_fed() -> None:
    plan = Plan(all_probes())
    fed = {*plan.producers, Wanted, PrintedPage}
    lists = [
        *(probe.parameters for probe in plan.probes),
        *(rule.parameters for rule in all_rules()),
    ]
    assert {parameter.fact for parameters in lists for parameter in parameters} <= fed


def test_kinds_of_facts_are_told_apart_by_their_names() -> None:
    declared = {fact for probe in all_probes() for fact in probe.produces}
    declared |= {p.fact for rule in all_rules() for p in rule.parameters}
    assert len({fact.__name__ for fact in declared}) == len(declared)


def test_causes_and_symptoms_form_no_circle() -> None:
    def reached(start: str, seen: frozenset[str]) -> frozenset[str]:
        for name in RULES[start].supersedes & set(RULES):
            if name not in seen:
                seen = reached(name, seen | {name})
        return seen

    assert not [name for name in RULES if name in reached(name, frozenset())]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_without_its_evidence_a_rule_is_skipped_and_says_why(rule: Rule[...]) -> None:
    needed = next(p.fact for p in rule.parameters)
    unknown = Unknown(needed.__name__, (), "nobody could look", foreseen=True)
    findings, skipped = judge(Facts([unknown]), [rule])
    assert not findings
    if not rule.parameters[0].takes_unknown:
        assert skipped == (Skipped(rule.id, (), "nobody could look", foreseen=True),)
