# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""More facts about a queue: what it is said to be behind, and what its users have used up."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class Twins(Fact):
    """Other queues that lead to the same machine as this one. Scope: (queue,)."""

    names: tuple[str, ...]
    by: str
    """device-uri or printer-uuid."""
    value: str


@dataclass(frozen=True, slots=True)
class DevicePath(Fact):
    """The file of a device on this machine (parallel:, serial:, file:). Scope: (queue,)."""

    uri: str
    path: str
    exists: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class QueueAccess(Fact):
    """Whether a queue's list of users shuts this person out; for queues with a list. (queue,)."""

    shut_out: bool


@dataclass(frozen=True, slots=True)
class QuotaUse(Fact):
    """What this person has printed on a queue with a quota, within its period."""

    user: str
    period: int
    k_octets: int
    pages: int


@dataclass(frozen=True, slots=True)
class JobFiles(Fact):
    """Which of an active job's documents are in the spool. Scope: (queue, job)."""

    directory: str
    expected: int
    found: tuple[str, ...]
