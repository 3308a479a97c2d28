# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Inside a contender's process: time, the stalls of another thread, and peak memory of a call.

Standard library only: the peers run it in a virtual environment of their own.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

PERIOD = 0.001
Case = Callable[[str, int], Callable[[], object]]


class Heartbeat(threading.Thread):
    """Wakes every millisecond and notes how late it was."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.late: list[float] = []
        self._end = threading.Event()
        self._beating = threading.Event()

    def run(self) -> None:
        with contextlib.suppress(PermissionError, AttributeError):
            os.sched_setscheduler(
                threading.get_native_id(), os.SCHED_FIFO, os.sched_param(10)
            )  # so that the machine's noise stays out
        self._beating.set()
        while not self._end.is_set():
            before = time.perf_counter()
            time.sleep(PERIOD)
            self.late.append((time.perf_counter() - before - PERIOD) * 1e3)

    def __enter__(self) -> Self:
        self.start()
        self._beating.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()

    @property
    def worst(self) -> float:
        return max(self.late, default=0.0)

    @property
    def p99(self) -> float:
        ordered = sorted(self.late)
        return ordered[int(len(ordered) * 0.99)] if ordered else 0.0


def kib(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise LookupError(name)


def peak_memory(call: Callable[[], object]) -> int:
    """Return by how many KiB the resident memory grew at most during a call."""
    gc.collect()
    before = kib("VmRSS:")
    Path("/proc/self/clear_refs").write_text("5")
    call()
    return kib("VmHWM:") - before


def measure(call: Callable[[], object], rounds: int) -> dict[str, object]:
    memory = peak_memory(call)
    times = []
    with Heartbeat() as heart:
        for _ in range(rounds):
            before = time.perf_counter()
            call()
            times.append((time.perf_counter() - before) * 1e3)
    return {"times": times, "worst": heart.worst, "p99": heart.p99, "memory": memory}


def main(cases: Mapping[str, Case]) -> None:
    """CASE HOST PORT ROUNDS: measure, and print what came out as JSON."""
    name, host, port, rounds = sys.argv[1:]
    print(json.dumps(measure(cases[name](host, int(port)), int(rounds))))
