# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Gaps between two turns of the main loop, and how much of each GTK spent on drawing.

"wall" is the gap on the clock; other programs of a busy machine are in it. "own" is what this
thread computed in between. A part of that is the frame that GTK lays out and paints (from the frame
clock's `before-paint` to its `after-paint`), which without a graphics card the processor does; the
rest is "ours": everything that runs outside of a frame.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from gi.repository import Gdk, GLib, Gtk

PERIOD_MS = 2


@dataclass(slots=True)
class Gaps:
    """The worst since the last `forget`, in milliseconds."""

    wall: float = 0.0
    own: float = 0.0
    ours: float = 0.0
    frame: float = 0.0
    all: list[float] = field(default_factory=list)

    @property
    def usual(self) -> float:
        """99 of 100 gaps on the clock are shorter."""
        return sorted(self.all)[int(len(self.all) * 0.99)] if self.all else 0.0


class Probe:
    """A source of the highest priority that looks every 2 ms."""

    def __init__(self) -> None:
        self.gaps = Gaps()
        self._wall = self._cpu = self._begun = self._drawn = 0.0
        self._source = 0

    def start(self) -> None:
        """Begin to look."""
        self._source = GLib.timeout_add(PERIOD_MS, self._look)
        GLib.main_context_default().find_source_by_id(self._source).set_priority(GLib.PRIORITY_HIGH)
        self.forget()

    def stop(self) -> None:
        """Look no more."""
        GLib.source_remove(self._source)

    def forget(self) -> None:
        """Begin anew."""
        self.go_on(Gaps())

    def go_on(self, gaps: Gaps) -> None:
        """Go on with what was seen before."""
        self.gaps = gaps
        self._drawn = 0.0
        self._wall, self._cpu = time.monotonic(), time.thread_time()

    def watch(self, window: Gtk.Window) -> None:
        """Tell this window's frames apart from the rest."""
        window.connect("realize", self._on_realized)
        if window.get_realized():
            self._on_realized(window)

    def _on_realized(self, window: Gtk.Window) -> None:
        clock = window.get_frame_clock()
        if clock is not None:
            clock.connect("before-paint", self._on_frame)
            clock.connect("after-paint", self._on_painted)

    def _on_frame(self, _clock: Gdk.FrameClock) -> None:
        self._begun = time.thread_time()

    def _on_painted(self, _clock: Gdk.FrameClock) -> None:
        took = (time.thread_time() - self._begun) * 1000
        self._drawn += took
        self.gaps.frame = max(self.gaps.frame, took)

    def _look(self) -> bool:
        wall, cpu = time.monotonic(), time.thread_time()
        gap = (wall - self._wall) * 1000 - PERIOD_MS
        own = (cpu - self._cpu) * 1000
        gaps = self.gaps
        gaps.wall, gaps.own = max(gaps.wall, gap), max(gaps.own, own)
        gaps.ours = max(gaps.ours, own - self._drawn)
        gaps.all.append(gap)
        self._drawn = 0.0
        self._wall, self._cpu = wall, time.thread_time()
        return GLib.SOURCE_CONTINUE
