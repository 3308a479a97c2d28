# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The worst gap between two turns of the window's main loop, while servers do their worst.

    python -m benchmarks.app [--json FILE]

Each page is opened, worked and left against each server. "wall" is the gap on the clock, where the
noise of the machine and the drawing by the processor (there is no graphics card here) are in;
"own" is what the main thread itself computed in between. The idle window is the measure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.app.display import Display

from benchmarks.app.servers import KINDS

if TYPE_CHECKING:
    from tests.app.driver import Driver

    from unjam.app.window import Window

WORK = 2.0
"""Seconds that each page stays open."""
GOAL_MS = 16.0


@dataclass(slots=True)
class Row:
    """One page against one server."""

    server: str
    page: str
    wall_ms: float
    own_ms: float
    p99_ms: float


@dataclass(slots=True)
class Result:
    """Everything that was measured."""

    rows: list[Row] = field(default_factory=list)
    cancel_ms: dict[str, float] = field(default_factory=dict)
    left: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Threads and descriptors more than before, after the window was closed."""


@asynccontextmanager
async def serving(kind: str) -> AsyncIterator[str]:
    """A server of this kind, in another process."""
    child = subprocess.Popen(  # noqa: ASYNC220 - started before anything is measured
        [sys.executable, "-m", "benchmarks.app.servers", kind], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    try:
        yield (await asyncio.to_thread(child.stdout.readline)).strip()
    finally:
        child.terminate()
        child.wait(10)
        child.stdout.close()


def pages(window: Window) -> dict[str, Callable[[], object]]:
    """How each page is opened."""
    return {
        "start": lambda: None,
        "documents": window.open_jobs,
        "printers": window.open_printers,
        "printer": lambda: window.open_printer("Queue0000"),
        "diagnosis": lambda: window.diagnose(["Queue0000"]),
        "add": window.add_printer,
    }


async def work(driver: Driver, seconds: float) -> None:
    """Scroll whatever scrolls, and answer whatever asks, for a while."""
    from gi.repository import Gtk
    from tests.app.driver import walk

    page, end, step = driver.page, time.monotonic() + seconds, 0
    windows = [w for w in walk(page) if isinstance(w, Gtk.ScrolledWindow)]
    while time.monotonic() < end:
        step += 1
        for scrolled in windows:
            adjustment = scrolled.get_vadjustment()
            length = adjustment.get_upper() - adjustment.get_page_size()
            adjustment.set_value(length * (step % 40) / 40)
        if (dialog := driver.application.prompts.dialog) is not None:
            dialog.response("cancel")
        await asyncio.sleep(0.03)


async def measure(driver: Driver, kind: str, address: str, result: Result) -> None:
    """Open, work and leave every page."""
    window = driver.open(address)
    for name, open_page in pages(window).items():
        driver.lag.forget()
        open_page()
        await work(driver, WORK)
        gaps = sorted(driver.lag.gaps)
        result.rows.append(
            Row(kind, name, driver.lag.worst, driver.lag.worst_cpu, gaps[int(len(gaps) * 0.99)])
        )
        if name == "diagnosis":
            await cancel(driver, kind, result)
        if name != "start":
            window.navigator.home()
            await asyncio.sleep(0.3)


async def cancel(driver: Driver, kind: str, result: Result) -> None:
    """How long until the checklist can be used again after Cancel."""
    from unjam.app.pages.checklist import ChecklistPage

    page = driver.page
    if isinstance(page, ChecklistPage) and page.tasks.running("diagnosis"):
        started = time.monotonic()
        page.stop()
        await driver.until(lambda: not page.tasks.running("diagnosis"), "the end")
        result.cancel_ms[kind] = (time.monotonic() - started) * 1000


def resources() -> tuple[int, int]:
    """Threads and descriptors of this process."""
    return threading.active_count(), len(os.listdir("/proc/self/fd"))  # noqa: PTH208


async def close(driver: Driver, before: tuple[int, int]) -> tuple[int, int]:
    """Close the window and see what is left once everything had time to end."""
    await driver._close()
    for _ in range(100):
        now = resources()
        if now[0] <= before[0] and now[1] <= before[1]:
            break
        await asyncio.sleep(0.05)
    return now[0] - before[0], now[1] - before[1]


def run(kinds: list[str]) -> Result:
    """Measure all of them."""
    from tests.app.driver import Driver, GtkLoop

    loop, result = GtkLoop(), Result()
    warm = Driver(loop)  # the first window loads fonts, icons and styles for all
    loop.run(one(warm, "idle", Result(), resources()), 120)
    for kind in kinds:
        before = resources()
        driver = Driver(loop)
        loop.run(one(driver, kind, result, before), 240)
        print(".", end="", flush=True)
    print()
    return result


async def one(driver: Driver, kind: str, result: Result, before: tuple[int, int]) -> None:
    """One server."""
    driver.lag.start()
    async with serving(kind) as address:
        await measure(driver, kind, address, result)
        result.left[kind] = await close(driver, before)
    driver.lag.stop()


def show(result: Result) -> None:
    """Print the table."""
    print(f"{'server':14} {'page':10} {'worst gap':>12} {'own work':>12} {'99 %':>9}")
    for row in result.rows:
        mark = "" if row.own_ms <= GOAL_MS else "  <-"
        print(
            f"{row.server:14} {row.page:10} {row.wall_ms:9.1f} ms {row.own_ms:9.1f} ms"
            f" {row.p99_ms:6.1f} ms{mark}"
        )
    print()
    for kind, took in result.cancel_ms.items():
        print(f"cancel of a diagnosis, {kind}: {took:.1f} ms to a usable page")
    for kind, (threads, descriptors) in result.left.items():
        print(f"left after closing, {kind}: {threads:+} threads, {descriptors:+} descriptors")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    options = parser.parse_args()
    display = Display()
    display.start()
    result = run(options.kinds)
    show(result)
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=1))


if __name__ == "__main__":
    main()
