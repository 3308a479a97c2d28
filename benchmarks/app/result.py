# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What was measured."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.app import rival

GOAL_MS = 16.0
CANCEL_MS = 100.0
IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Row:
    """One page against one server, in milliseconds (see `probe.Gaps`)."""

    server: str
    page: str
    wall: float
    own: float
    ours: float
    frame: float
    usual: float


@dataclass(slots=True)
class Result:
    """Everything that was measured."""

    rows: list[Row] = field(default_factory=list)
    again: list[Row] = field(default_factory=list)
    cancel_ms: dict[str, float] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)
    descriptors: dict[str, list[str]] = field(default_factory=dict)
    """What is there after the window was closed, and was not before."""
    rival: dict[str, dict[str, rival.Seen]] = field(default_factory=dict)

    def measure(self, page: str) -> float:
        """What the same page of the idle window has: the allowance."""
        return max([GOAL_MS, *(r.own for r in self.rows if (r.server, r.page) == (IDLE, page))])

    def missed(self) -> list[Row]:
        """The gaps that the idle window does not have."""
        return [row for row in self.rows if row.own > self.measure(row.page)]

    @property
    def kept(self) -> bool:
        """Whether the window kept its promise: no such gap, cancels at once, nothing left."""
        late = [took for took in self.cancel_ms.values() if took > CANCEL_MS]
        left = [names for found in (self.threads, self.descriptors) for names in found.values()]
        return not (self.missed() or late or any(left))
