# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A world of toys: just enough facts to see how the engine behaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.model import Evidence, Finding, Scope, Severity, Subject, SubjectKind

SAID = (Evidence("toy", "how are you?", "badly"),)


class ToyEnv:
    server = "toy:631"


def toy_env() -> Env:
    return cast(Env, ToyEnv())


@dataclass(frozen=True, slots=True)
class House(Fact):
    windows: int = 4


@dataclass(frozen=True, slots=True)
class Room(Fact):
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Lamp(Fact):
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Guest(Fact):
    name: str = ""


def room(name: str) -> Scope:
    return (Subject(SubjectKind.QUEUE, name),)


def toy_finding(name: str, scope: Scope = (), severity: Severity = Severity.ERROR) -> Finding:
    subject = scope[-1] if scope else Subject(SubjectKind.SYSTEM)
    return Finding(name, severity, subject, name, name, SAID)
