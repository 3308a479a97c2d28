# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Garbage is collected on the main thread alone.

Python's collector runs on whichever thread allocates next. A worker that collects a cycle with a
widget in it ends that widget on its own thread: GTK is then touched by two threads at once, and the
program aborts, or waits for ever. So the collector's own trigger is switched off, and the main loop
collects at idle priority, as soon as as many objects are new as Python itself waits for.

Going through all objects takes longer than a frame. What is there once everything has been imported
is therefore set aside (`gc.freeze`), and, as in Python itself, the oldest generation is only gone
through when it has grown by a quarter of all that is old.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from gi.repository import GLib


class Collector:
    """Collects while the main loop turns. Started and stopped on the main thread."""

    def __init__(self) -> None:
        self._source: _Source | None = None
        self._survivors = 0
        """Objects of the oldest generation that the last look at it found alive."""
        self._has_thawed = False

    def start(self) -> None:
        """From now on only the main loop collects. Idempotent."""
        if self._source is None:
            gc.disable()
            self._source = _Source()
            self._source.due, self._source.collect = self._due, self._collect
            self._source.set_priority(GLib.PRIORITY_LOW)
            self._source.attach(GLib.MainContext.default())

    def stop(self) -> None:
        """Give the trigger back to Python. Idempotent."""
        if self._source is not None:
            self._source.destroy()
            self._source = None
            gc.unfreeze()
            gc.enable()

    def settle(self) -> None:
        """What is alive now is there to stay: it is not gone through before `thaw`.

        The page that happens to be open then stays in memory with it; it is one.
        """
        if not self._has_thawed:
            gc.collect(1)  # all of it would cost a frame, for the little that imports leave behind
            gc.freeze()
            self._survivors = 0

    def thaw(self) -> None:
        """Something that was there to stay is going: from now on everything counts again."""
        gc.unfreeze()
        self._has_thawed = True

    def _due(self) -> int | None:
        """The oldest generation that is to be collected, or None."""
        youngest, *older = (
            count > threshold
            for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if not youngest:
            return None
        return 2 if older == [True, True] else 1 if older[0] else 0

    def _collect(self, generation: int) -> None:
        if generation < 2 or not self._has_grown():
            gc.collect(min(generation, 1))
        else:
            gc.collect()
            self._survivors = len(gc.get_objects(generation=2))

    def _has_grown(self) -> bool:
        new = len(gc.get_objects(generation=2)) - self._survivors
        return new * 4 > gc.get_freeze_count() + self._survivors


class _Source(GLib.Source):
    """Looks at the collector's counters at each turn of the loop; wakes it never."""

    due: Callable[[], int | None]
    collect: Callable[[int], None]

    def prepare(self) -> tuple[bool, int]:
        return self.due() is not None, -1

    def check(self) -> bool:
        return self.due() is not None

    def dispatch(self, _callback: object, _arguments: object) -> bool:
        if (generation := self.due()) is not None:
            self.collect(generation)
        return GLib.SOURCE_CONTINUE
