# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The worst gap between two turns of the window's main loop, while servers do their worst.

    python -m benchmarks.app [--json FILE] [--alone] [SERVER]...

Each page is opened, worked and left against each server (`visits`), and the gaps are measured
(`probe`). The idle window is the measure: a gap over 16 ms counts where the same page of the idle
window has none like it. "again" is the same page of the idle window drawn a second time, with
nothing of ours to be done: GTK alone. Beside it stands system-config-printer, where that is
installed, under the same probe (`rival`).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.app.display import Display

from benchmarks.app import rival
from benchmarks.app.result import IDLE, Result, Row
from benchmarks.app.servers import KINDS, LATE, SILENCE
from benchmarks.app.table import show

if TYPE_CHECKING:
    from tests.app.driver import Driver, GtkLoop

    from benchmarks.app.probe import Probe

WORK = 2.0
"""Seconds that each page stays open."""
SLIDE = 0.4
"""Seconds for a page to slide in."""
LEAVE = 1.0
"""Seconds for a page to slide away and to be let go."""


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


async def measure(driver: Driver, probe: Probe, kind: str, address: str, result: Result) -> None:
    """Open, work and leave every page."""
    from benchmarks.app.visits import VISITS, cancel

    def decline() -> None:
        if (dialog := driver.application.prompts.dialog) is not None:
            dialog.response("cancel")

    window = driver.open(address)
    probe.watch(window)
    for visit in VISITS:
        probe.forget()
        visit.open(window)
        await visit.work(window, decline, patience(kind, visit.name))
        if (took := await cancel(window.navigator.current)) is not None:
            result.cancel_ms[kind] = took
        gaps = probe.gaps
        if kind == IDLE and window.navigator.back():
            await asyncio.sleep(SLIDE)
            probe.forget()
            window.navigator.forward()
            await visit.work(window, decline, SLIDE)
            result.again.append(row(kind, visit.name, probe))
        probe.go_on(gaps)
        window.navigator.finish()
        await asyncio.sleep(LEAVE)
        result.rows.append(row(kind, visit.name, probe))


def patience(kind: str, page: str) -> float:
    """Seconds that the page stays open: till there is something on it, and a while longer."""
    return SILENCE + WORK if (kind, page) == (LATE, "add") else WORK


def row(kind: str, page: str, probe: Probe) -> Row:
    """What the probe saw."""
    gaps = probe.gaps
    return Row(kind, page, gaps.wall, gaps.own, gaps.ours, gaps.frame, gaps.usual)


def resources() -> tuple[dict[str, int], dict[str, int]]:
    """Threads and open files of this process, by what they are, counted."""
    files: list[str] = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            files.append(re.sub(r"\d+", "", str(link.readlink())))
        except FileNotFoundError:
            continue  # the folder itself, while it was read
    threads = [thread.name for thread in threading.enumerate()]
    return {t: threads.count(t) for t in threads}, {f: files.count(f) for f in files}


def more(now: dict[str, int], before: dict[str, int]) -> list[str]:
    """What there is more of."""
    return sorted(what for what, count in now.items() for _ in range(count - before.get(what, 0)))


async def one(driver: Driver, probe: Probe, kind: str, result: Result) -> None:
    """One server."""
    async with serving(kind) as address:
        before = resources()
        await measure(driver, probe, kind, address, result)
        await driver.close()
        gc.collect()  # what only the collector ends, it may end now
        for _ in range(100):
            result.threads[kind], result.descriptors[kind] = map(more, resources(), before)
            if not result.threads[kind] and not result.descriptors[kind]:
                break
            await asyncio.sleep(0.05)


def run(kinds: list[str]) -> Result:
    """Measure all of them, the idle window first."""
    from tests.app.driver import Driver, GtkLoop

    from benchmarks.app.probe import Probe

    loop, result, probe = GtkLoop(), Result(), Probe()
    probe.start()
    work(loop, Driver(loop), probe, IDLE, Result())  # the first loads fonts, icons and styles
    for kind in dict.fromkeys([IDLE, *kinds]):
        work(loop, Driver(loop), probe, kind, result)
        print(".", end="", flush=True)
    print()
    return result


def work(loop: GtkLoop, driver: Driver, probe: Probe, kind: str, result: Result) -> None:
    """One server, with an application of its own."""
    loop.run(one(driver, probe, kind, result), 240)
    driver.application.collector.stop()


async def compare(kinds: list[str], result: Result) -> None:
    """The same servers, for system-config-printer."""
    for kind in kinds:
        result.rival[kind] = {}
        async with serving(kind) as address:
            for page in rival.WAYS:
                result.rival[kind][page] = await asyncio.to_thread(rival.measure, page, address)
        print(".", end="", flush=True)
    print()


def main() -> int:
    """Measure and print; 0 if the window kept its promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--alone", action="store_true", help="without system-config-printer")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    options = parser.parse_args()
    display = Display()
    display.start()
    result = run(options.kinds)
    if rival.is_installed() and not options.alone:
        asyncio.run(compare(options.kinds, result))
    show(result)
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=1))
    display.stop()
    return 0 if result.kept else 1


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # GDK ends a process whose display went away with 1, whenever it notices
