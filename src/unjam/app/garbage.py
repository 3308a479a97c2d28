# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Garbage is collected on the main thread alone.

Python's collector runs on whichever thread allocates next. A worker that collects a cycle with a
widget in it ends that widget on its own thread: GTK is then touched by two threads at once, and the
program aborts, or waits for ever. So the collector's own trigger is switched off, and the main loop
collects at idle priority, as soon as as many objects are new as Python itself waits for.
"""

from __future__ import annotations

import gc

from gi.repository import GLib


class Collector:
    """Collects while the main loop turns. Started and stopped on the main thread."""

    def __init__(self) -> None:
        self._source: _Source | None = None

    def start(self) -> None:
        """From now on only the main loop collects. Idempotent."""
        if self._source is None:
            gc.disable()
            self._source = _Source()
            self._source.set_priority(GLib.PRIORITY_LOW)
            self._source.attach(GLib.MainContext.default())

    def stop(self) -> None:
        """Give the trigger back to Python. Idempotent."""
        if self._source is not None:
            self._source.destroy()
            self._source = None
            gc.enable()


class _Source(GLib.Source):
    """Looks at the collector's counters at each turn of the loop; wakes it never."""

    def prepare(self) -> tuple[bool, int]:
        return _due() is not None, -1

    def check(self) -> bool:
        return _due() is not None

    def dispatch(self, _callback: object, _arguments: object) -> bool:
        if (generation := _due()) is not None:
            gc.collect(generation)
        return GLib.SOURCE_CONTINUE


def _due() -> int | None:
    """The oldest generation that has grown over its threshold (`gc.get_threshold`), or None."""
    youngest, *older = (
        count > threshold
        for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)
    )
    if not youngest:
        return None
    return 2 if older == [True, True] else 1 if older[0] else 0
