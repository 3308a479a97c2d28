# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How probes and rules are declared: the annotations of a function are what it depends on.

A parameter annotated `X` needs that fact; `X | None` does without; `X | Unknown` is also told
why there is none (a rule may return that `Unknown`: it could not be judged). `tuple[X, ...]` takes
all facts of that kind there are. The first fact decides how often and for which scopes the function
is called; the others are looked up from that scope outwards. Declarations are values: no registry
is filled behind anybody's back; `unjam.diagnosis.catalogue` collects them from the modules.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.model import Finding, Unknown

P = ParamSpec("P")
R = TypeVar("R")
Yield = Fact | Unknown | Sequence[Fact | Unknown] | None

Verdict = Finding | Unknown | None
"""What a rule returns: what it found, or what it would have had to know, or nothing."""

DEFAULT_DEADLINE = 5.0
"""Seconds that a probe may take unless it says otherwise."""


class Unavailable(Exception):  # noqa: N818 - not an error but an answer
    """Raised by a probe: its facts cannot be had. The text is a sentence for people.

    `foreseen`: the circumstances forbid it, nothing went wrong (a remote server's files, say).
    """

    def __init__(self, why: str, *, foreseen: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.foreseen = foreseen


@dataclass(frozen=True, slots=True)
class Parameter:
    """One fact that a probe or rule takes, and how it bears its absence."""

    name: str
    fact: type[Fact]
    optional: bool = False
    takes_unknown: bool = False
    every: bool = False
    """Whether it takes all facts of the kind, from all scopes."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe(Generic[P, R]):
    """A declared probe. Calling it calls the function, as in a test of its own."""

    function: Callable[P, Awaitable[R]]
    name: str
    title: str
    deadline: float | None
    produces: tuple[type[Fact], ...]
    parameters: tuple[Parameter, ...]
    extras: tuple[tuple[str, object], ...]
    """Parameters that are no facts (the Env, the Questions), by annotation."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Awaitable[R]:
        """Look."""
        return self.function(*args, **kwargs)


@dataclass(frozen=True, slots=True, eq=False)
class Rule(Generic[P]):
    """A declared rule. Calling it calls the function."""

    function: Callable[P, Verdict]
    id: str
    supersedes: frozenset[str]
    parameters: tuple[Parameter, ...]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Verdict:
        """Judge."""
        return self.function(*args, **kwargs)


def probe(
    *,
    title: str,
    deadline: float | None = DEFAULT_DEADLINE,
    produces: tuple[type[Fact], ...] | None = None,
) -> Callable[[Callable[P, Awaitable[R]]], Probe[P, R]]:
    """Declare an async function to be a probe.

    `title` says to the person what is being looked at ("Asking the print server"); mark it with
    N_. `produces` is read from the return annotation unless it is given. `deadline` is in seconds;
    None is for a probe that waits for a person.
    """

    def declare(function: Callable[P, Awaitable[R]]) -> Probe[P, R]:
        hints = get_type_hints(function)
        made = produces or tuple(_fact_types(hints.pop("return", None)))
        if not made:
            raise TypeError(f"{function.__name__}: say which facts this probe produces")
        parameters, extras = _parameters(function, hints)
        name = function.__name__
        return Probe(function, name, title, deadline, made, parameters, extras)

    return declare


def rule(
    id: str,
    *,
    supersedes: Sequence[str] = (),
) -> Callable[[Callable[P, Verdict]], Rule[P]]:
    """Declare a pure function to be the rule that makes the finding `id`.

    `supersedes` names the findings in related scopes that this one explains.
    """

    def declare(function: Callable[P, Verdict]) -> Rule[P]:
        parameters, extras = _parameters(function, get_type_hints(function))
        if extras or not parameters:
            raise TypeError(f"{function.__name__}: a rule takes facts, and at least one")
        return Rule(function, id, frozenset(supersedes), parameters)

    return declare


def _parameters(
    function: Callable[..., Any], hints: dict[str, Any]
) -> tuple[tuple[Parameter, ...], tuple[tuple[str, object], ...]]:
    parameters, extras = [], []
    for name in inspect.signature(function).parameters:
        annotation = hints[name]
        if facts := _fact_types(annotation):
            members = _members(annotation)
            missing, unknown = type(None) in members, Unknown in members
            every = get_origin(annotation) is tuple
            parameters.append(Parameter(name, facts[0], missing, unknown, every))
        else:
            extras.append((name, annotation))
    return tuple(parameters), tuple(extras)


def _members(annotation: object) -> tuple[object, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def _fact_types(annotation: object) -> list[type[Fact]]:
    """All classes of facts that an annotation names, at any depth."""
    if annotation is Fact:
        return []
    if isinstance(annotation, type) and issubclass(annotation, Fact):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _fact_types(inner)]
