# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How long the main loop did not turn: a source of the highest priority looks every 2 ms.

Two clocks, because a test machine is busy: the time on the wall between two turns, and the time
that this thread itself computed in between. A window that waits shows in the first alone, one that
computes too long in both; other processes show in the first alone, too.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from gi.repository import GLib

PERIOD_MS = 2


@dataclass
class Lag:
    """The worst gaps since `start`, in milliseconds."""

    worst: float = 0.0
    worst_cpu: float = 0.0
    turns: int = 0
    gaps: list[float] = field(default_factory=list)
    _source: int = 0
    _wall: float = 0.0
    _cpu: float = 0.0

    def start(self) -> None:
        """Begin to look."""
        self._wall, self._cpu = time.monotonic(), time.thread_time()
        self._source = GLib.timeout_add(PERIOD_MS, self._look)
        GLib.main_context_default().find_source_by_id(self._source).set_priority(GLib.PRIORITY_HIGH)

    def stop(self) -> None:
        """Look no more."""
        if self._source:
            GLib.source_remove(self._source)
            self._source = 0

    def forget(self) -> None:
        """Begin anew."""
        self.worst = self.worst_cpu = 0.0
        self.turns = 0
        self.gaps.clear()
        self._wall, self._cpu = time.monotonic(), time.thread_time()

    def _look(self) -> bool:
        wall, cpu = time.monotonic(), time.thread_time()
        gap = (wall - self._wall) * 1000 - PERIOD_MS
        self.worst = max(self.worst, gap)
        self.worst_cpu = max(self.worst_cpu, (cpu - self._cpu) * 1000)
        self.gaps.append(gap)
        self.turns += 1
        self._wall, self._cpu = wall, cpu
        return GLib.SOURCE_CONTINUE
