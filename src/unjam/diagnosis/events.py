# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a running diagnosis tells whoever watches it. Observers are called on the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from unjam.diagnosis.model import Finding, Scope, Skipped


class Outcome(StrEnum):
    """How a probe ended."""

    FOUND = "found"
    """It returned facts."""
    NOTHING = "nothing"
    """There was nothing for it to look at."""
    UNKNOWN = "unknown"
    """It could not tell."""


@dataclass(frozen=True, slots=True)
class ProbeStarted:
    """A probe is looking. `title` is for people."""

    name: str
    title: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class ProbeFinished:
    """A probe has looked, and how that ended after how many seconds."""

    name: str
    title: str
    scope: Scope
    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known by now. While `provisional`, findings may still come, go, or be explained."""

    findings: tuple[Finding, ...]
    not_checked: tuple[Skipped, ...]
    provisional: bool


Event = ProbeStarted | ProbeFinished | Judged
Observer = Callable[[Event], None]
