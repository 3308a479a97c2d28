# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What must hold for every probe and every rule there is."""

from __future__ import annotations

from dataclasses import fields

import pytest

from unjam.diagnosis.catalogue import all_probes, all_rules
from unjam.diagnosis.declare import Parameter, Rule
from unjam.diagnosis.facts import Fact, Facts, Wanted
from unjam.diagnosis.facts.jobs import PrintedPage
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Scope, Skipped, Unknown, job_scope
from unjam.diagnosis.plan import Plan

RULES = {rule.id: rule for rule in all_rules()}


def test_ids_are_unique() -> None:
    assert len(RULES) == len(all_rules())


def test_names_of_probes_are_unique() -> None:
    assert len({probe.name for probe in all_probes()}) == len(all_probes())


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


JOB = job_scope("Office", 7)
NEEDED = [
    (rule, parameter)
    for rule in RULES.values()
    for parameter in rule.parameters
    if not (parameter.optional or parameter.takes_unknown)
]


@pytest.mark.parametrize(
    ("rule", "lacking"), NEEDED, ids=[f"{rule.id}-{lacking.name}" for rule, lacking in NEEDED]
)
def test_without_any_of_its_evidence_a_rule_is_skipped_and_says_why(
    rule: Rule[...], lacking: Parameter
) -> None:
    unknown = Unknown(lacking.fact.__name__, JOB, "nobody could look", foreseen=True)
    others = [example(p.fact, JOB) for r, p in NEEDED if r is rule and p is not lacking]
    findings, skipped = judge(Facts([unknown, *others]), [rule])
    assert not findings
    assert skipped == (Skipped(rule.id, JOB, "nobody could look", foreseen=True),)


def example(kind: type[Fact], scope: Scope) -> Fact:
    """Some fact of a kind: which one does not matter to a rule that never sees it."""
    return kind(scope, *(None for field in fields(kind) if field.name != "scope"))


def test_every_rule_needs_something() -> None:
    assert {rule.id for rule, _lacking in NEEDED} == set(RULES)
