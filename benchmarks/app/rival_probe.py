# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Runs another GTK program in Python with our probe in its main loop; only the stdlib and GLib.

    python3 rival_probe.py NOTES SECONDS PROGRAM [ARGUMENT]...

NOTES is a file that holds, at any time, five doubles: when the program set out, when its loop last
turned (on the monotonic clock), the worst gap on the clock and the worst of the thread's own
computing (seconds) while there was a window, and when its first window was there. Whoever started
us reads it, for a loop that stands still cannot say so.
"""

import mmap
import os
import runpy
import struct
import sys
import time

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

PERIOD = 0.002
FORMAT = "5d"


class Probe:
    """Looks every 2 ms, at the highest priority, as the one in our own window does."""

    def __init__(self, notes: str) -> None:
        size = struct.calcsize(FORMAT)
        with open(notes, "r+b") as file:  # noqa: PTH123
            file.truncate(size)
            self._notes = mmap.mmap(file.fileno(), size)
        self._worst = self._own = self._shown = 0.0
        self._began = self._wall = time.monotonic()
        self._cpu = time.thread_time()
        self._note()

    def start(self) -> None:
        source = GLib.timeout_source_new(int(PERIOD * 1000))
        source.set_priority(GLib.PRIORITY_HIGH)
        source.set_callback(self.look)  # type: ignore[no-untyped-call]
        source.attach(GLib.MainContext.default())

    def look(self, *_data: object) -> bool:
        wall, cpu = time.monotonic(), time.thread_time()
        if self._shown:
            self._worst = max(self._worst, wall - self._wall - PERIOD)
            self._own = max(self._own, cpu - self._cpu)
        elif any(window.get_mapped() for window in Gtk.Window.list_toplevels()):
            self._shown = wall
        self._wall, self._cpu = wall, time.thread_time()
        self._note()
        return True

    def _note(self) -> None:
        found = self._began, self._wall, self._worst, self._own, self._shown
        struct.pack_into(FORMAT, self._notes, 0, *found)


def main() -> None:
    notes, seconds, program, *arguments = sys.argv[1:]
    Probe(notes).start()
    GLib.timeout_add(int(float(seconds) * 1000), os._exit, 0)
    sys.argv = [program, *arguments]
    sys.path.insert(0, os.path.dirname(program))  # noqa: PTH120
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main()
