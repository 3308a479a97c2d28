# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a fact is: plain, frozen data about one scope.

Fields hold only what JSON can carry and the codec can read back: str, int, float, bool, None,
enums, other frozen dataclasses, and tuples of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.model import Scope


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so, and where: the root of all facts."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Wanted(Fact):
    """What the person asked about: these queues, or all of them. The one fact nobody probes."""

    queues: tuple[str, ...] | None = None

    def includes(self, queue: str) -> bool:
        """Whether this queue is to be looked at."""
        return self.queues is None or queue in self.queues
