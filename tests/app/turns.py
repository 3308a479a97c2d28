# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Counts the turns of the main loop, and what is done in one turn at most: without any clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from gi.repository import GLib

FIRST = -1000
"""A priority before all others: GLib asks whoever is before what is ready, in each turn."""


class Turns:
    """Counts from `start` to `stop`; `most` holds the maximum per turn of each thing noted."""

    def __init__(self) -> None:
        self.count = 0
        self.most: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self._now: Counter[str] = Counter()
        self._source: _Source | None = None

    def start(self) -> None:
        """Begin to count."""
        self._source = _Source()
        self._source.turned = self.turned
        self._source.set_priority(FIRST)
        self._source.attach(GLib.MainContext.default())

    def stop(self) -> None:
        """Count no more. Idempotent."""
        if self._source is not None:
            self._source.destroy()
            self._source = None
        self._settle()

    def turned(self) -> None:
        """The loop begins another turn."""
        self.count += 1
        self._settle()

    def note(self, what: str, times: int = 1) -> None:
        """Something was done in this turn."""
        self._now[what] += times

    def noting(
        self, what: str, call: Callable[..., Any], times: Callable[..., int] = lambda *_: 1
    ) -> Callable[..., Any]:
        """`call`, noted; `times` says from its arguments how much it does."""

        def noted(*arguments: Any, **named: Any) -> Any:
            self.note(what, times(*arguments))
            return call(*arguments, **named)

        return noted

    def _settle(self) -> None:
        for what, times in self._now.items():
            self.most[what] = max(self.most[what], times)
            self.all[what] += times
        self._now.clear()


class _Source(GLib.Source):
    """Asked in each turn of the loop; never ready, so that it wakes nobody."""

    turned: Callable[[], None]

    def prepare(self) -> tuple[bool, int]:
        self.turned()
        return False, -1

    def check(self) -> bool:
        return False

    def dispatch(self, _callback: object, _arguments: object) -> bool:
        return GLib.SOURCE_CONTINUE
