# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Finding the facts that a probe or a rule takes, for one scope.

The law: an answer never depends on the order in which facts came. So a fact from an outer scope,
or the absence of one, counts only once its kind is settled: no probe can still bring another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unjam.diagnosis.declare import Parameter
from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.model import Scope, Unknown

Argument = Fact | Unknown | tuple[Fact, ...] | None
Settled = Callable[[type[Fact]], bool]


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything is there: the arguments by name."""

    arguments: dict[str, Argument]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something may still come."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Something needed does not exist here: not applicable."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something needed exists, but nobody could tell what it is."""

    by: Unknown


Inputs = Ready | Waiting | Absent | Withheld


def look_up(
    parameters: Sequence[Parameter], scope: Scope, facts: Facts, settled: Settled
) -> Inputs:
    """Collect the arguments for one call, or say why it cannot be made (yet)."""
    arguments: dict[str, Argument] = {}
    for parameter in parameters:
        if parameter.every:
            if not settled(parameter.fact):
                return Waiting()
            arguments[parameter.name] = tuple(facts.of(parameter.fact))
            continue
        found = facts.find(parameter.fact, scope)
        if (found is None or found.scope != scope) and not settled(parameter.fact):
            return Waiting()
        if isinstance(found, Unknown) and not parameter.takes_unknown:
            if not parameter.optional:
                return Withheld(found)
            found = None
        if found is None and not parameter.optional:
            return Absent()
        arguments[parameter.name] = found
    return Ready(arguments)
