# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""From facts to findings: pure, synchronous, instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.inputs import Ready, Settled, Withheld, look_up
from unjam.diagnosis.model import Finding, Scope, Severity, Skipped, Subject, Unknown
from unjam.diagnosis.wording import N_, _

RULE_BROKE = N_("This check itself went wrong: {error}")
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Judgement(NamedTuple):
    """The findings, gravest first, and the rules that could not be applied."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    rule: Rule[Any]
    scope: Scope
    finding: Finding


def judge(
    facts: Facts, rules: Iterable[Rule[Any]] | None = None, settled: Settled | None = None
) -> Judgement:
    """Apply every rule (by default those of the catalogue) to every scope that it speaks about.

    `settled` tells which kinds of facts are complete; by default all are.
    """
    if rules is None:
        from unjam.diagnosis.catalogue import all_rules

        rules = all_rules()
    raw: list[_Raw] = []
    skipped: dict[tuple[str, Scope], Skipped] = {}
    for outcome in _apply_all(rules, facts, settled or _everything):
        if isinstance(outcome, _Raw):
            raw.append(outcome)
        else:
            skipped.setdefault((outcome.id, outcome.scope), outcome)
    for it in raw:
        skipped.pop((it.rule.id, it.scope), None)
    return Judgement(_explained(raw), _outermost(skipped))


def _everything(kind: type[Fact]) -> bool:  # noqa: ARG001 - a Settled
    return True


def _apply_all(
    rules: Iterable[Rule[Any]], facts: Facts, settled: Settled
) -> Iterator[_Raw | Skipped]:
    for rule in rules:
        for scope in facts.scopes(rule.parameters[0].fact):
            outcome = _apply(rule, scope, facts, settled)
            if outcome is not None:
                yield outcome


def _apply(rule: Rule[Any], scope: Scope, facts: Facts, settled: Settled) -> _Raw | Skipped | None:
    inputs = look_up(rule.parameters, scope, facts, settled)
    if isinstance(inputs, Withheld):
        return Skipped(rule.id, scope, inputs.by.why, inputs.by.foreseen)
    if not isinstance(inputs, Ready):
        return None
    try:
        found = rule(**inputs.arguments)
    except Exception as error:  # noqa: BLE001 - the engine's boundary: it becomes a value
        return Skipped(rule.id, scope, _(RULE_BROKE).format(error=repr(error)))
    if found is None:
        return None
    if isinstance(found, Unknown):
        return Skipped(rule.id, scope, found.why, found.foreseen)
    return _Raw(rule, scope, found if found.id == rule.id else replace(found, id=rule.id))


def _related(one: Scope, other: Scope) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _explained(raw: Sequence[_Raw]) -> tuple[Finding, ...]:
    """Fold each finding that another explains into that one, through any number of steps.

    The same finding in several scopes (three jobs, one broken filter) is one, and explains what
    each of them explains.
    """
    effects = _effects(raw)
    hidden = {effect for found in effects.values() for effect in found}
    shown: dict[tuple[str, Subject], Finding] = {}
    for number, it in enumerate(raw):
        if number not in hidden:
            first = shown.setdefault((it.rule.id, it.finding.subject), it.finding)
            ids = (raw[effect].rule.id for effect in _reach(number, effects))
            together = tuple(dict.fromkeys((*first.consequences, *ids)))
            shown[it.rule.id, it.finding.subject] = replace(first, consequences=together)
    return tuple(sorted(shown.values(), key=lambda f: (_ORDER[f.severity], f.subject, f.id)))


def _effects(raw: Sequence[_Raw]) -> dict[int, list[int]]:
    """Which finding explains which others directly, by their positions."""
    by_id: dict[str, list[int]] = {}
    for number, it in enumerate(raw):
        by_id.setdefault(it.rule.id, []).append(number)
    effects: dict[int, list[int]] = {}
    for number, cause in enumerate(raw):
        candidates = (n for superseded in cause.rule.supersedes for n in by_id.get(superseded, ()))
        effects[number] = sorted(n for n in candidates if _is_effect(raw[n], cause))
    return effects


def _is_effect(it: _Raw, cause: _Raw) -> bool:
    """Whether a finding may be folded into another, which names it as an effect.

    A mere hint hides no error: a printer that is off for the night did not abort a job at noon.
    """
    hides = cause.finding.severity is not Severity.INFO or it.finding.severity is not Severity.ERROR
    return hides and not it.finding.own_cause and _related(cause.scope, it.scope)


def _reach(start: int, effects: dict[int, list[int]]) -> list[int]:
    reached: list[int] = []
    queue = [start]
    while queue:
        new = [n for n in effects[queue.pop(0)] if n != start and n not in reached]
        reached += new
        queue += new
    return reached


def _outermost(skipped: dict[tuple[str, Scope], Skipped]) -> tuple[Skipped, ...]:
    """Drop what an outer scope says already, for the same rule."""

    def said_outside(it: Skipped) -> bool:
        return any((it.id, it.scope[:length]) in skipped for length in range(len(it.scope)))

    return tuple(it for it in skipped.values() if not said_outside(it))
