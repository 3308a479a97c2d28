# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The words of a diagnosis: what was found, on what evidence, and what was not looked at.

Everything here is frozen and compares by value. Nothing here has an effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from unjam.diagnosis.remedies import Remedy


class Severity(StrEnum):
    """How much a finding matters to somebody who wants to print."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class SubjectKind(StrEnum):
    """What a finding or a fact is about."""

    SCHEDULER = "scheduler"
    QUEUE = "queue"
    DEVICE = "device"
    JOB = "job"
    SYSTEM = "system"
    CLIENT = "client"


class Verdict(StrEnum):
    """The outcome in one word.

    `INCOMPLETE`: no problem was found, but looking failed somewhere where it should not have.
    """

    HEALTHY = "healthy"
    PROBLEMS = "problems"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """The scheduler, a queue, a device, a job: by kind and by the name that people know it by."""

    kind: SubjectKind
    name: str = ""


Scope = tuple[Subject, ...]
"""Where a fact belongs: a path from the outside in. () is the whole system, (queue,) one queue and
the device behind it, (queue, job) one job of that queue."""


def queue_scope(queue: str) -> Scope:
    """Return the scope of a queue and the device behind it."""
    return (Subject(SubjectKind.QUEUE, queue),)


def job_scope(queue: str, job_id: int) -> Scope:
    """Return the scope of a job; its subject is called as `lp` calls it: Office-12."""
    return (*queue_scope(queue), Subject(SubjectKind.JOB, f"{queue}-{job_id}"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was asked, of whom, and what it said, verbatim."""

    source: str
    asked: str
    answer: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause (or, where no more can be seen, one symptom), proved.

    `id` is permanent. `consequences` holds the ids of the findings that this one explains and
    that are therefore not shown beside it. With `own_cause` its own evidence proves where it comes
    from, so that it is never a consequence itself.
    """

    id: str
    severity: Severity
    subject: Subject
    summary: str
    explanation: str
    evidence: tuple[Evidence, ...]
    remedies: tuple[Remedy, ...] = ()
    consequences: tuple[str, ...] = ()
    own_cause: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that could not be had: `fact` is the name of its class, `why` a sentence for people.

    It is `foreseen` when the circumstances forbid it (a remote server's files, a file that this
    user may not read); otherwise looking itself failed, and the diagnosis is incomplete.
    """

    fact: str
    scope: Scope
    why: str
    foreseen: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not be judged, because what it needs is unknown (`foreseen`: see there)."""

    id: str
    scope: Scope
    reason: str
    foreseen: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything the doctor has to say of one server."""

    server: str
    duration_seconds: float
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[Skipped, ...] = ()
    unknown: tuple[Unknown, ...] = field(default=(), repr=False)

    @property
    def verdict(self) -> Verdict:
        """Problems before incompleteness, and health only where nothing failed to be checked."""
        if self.problems:
            return Verdict.PROBLEMS
        foreseen = [u.foreseen for u in self.unknown] + [s.foreseen for s in self.not_checked]
        return Verdict.HEALTHY if all(foreseen) else Verdict.INCOMPLETE

    @property
    def problems(self) -> Sequence[Finding]:
        """The findings that are errors or warnings."""
        return [f for f in self.findings if f.severity is not Severity.INFO]
