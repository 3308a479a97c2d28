# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Ten thousand documents and hundreds of printers: filled, followed and scrolled bit by bit."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gi.repository import Gtk
from tests.app.driver import Driver, walk

from unjam.app.pages.jobs import JobsPage
from unjam.app.pages.printers import PrintersPage

pytestmark = pytest.mark.gtk
ROOT = Path(__file__).parents[2]
COMPUTING_MS = 120.0
"""What one turn may compute here: generous, because the machine may be slow and draws by itself."""


@pytest.fixture(params=["10,000 jobs", "300 printers"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """A server in another process, so that only the window's own work counts."""
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.app.servers", request.param],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    yield request.param, child.stdout.readline().strip()
    child.terminate()
    child.wait(10)
    child.stdout.close()


def test_a_long_list_never_holds_up_the_window(driver: Driver, server: tuple[str, str]) -> None:
    kind, address = server

    async def way() -> None:
        window = driver.open(address)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        await asyncio.sleep(0.5)
        driver.lag.forget()
        if kind == "10,000 jobs":
            window.open_jobs()
            jobs = await driver.until_page(JobsPage)
            await driver.until(lambda: len(jobs.jobs) == 10_000, "all of them", 60)
        else:
            window.open_printers()
            await driver.until_page(PrintersPage)
            await driver.until(lambda: len(window.live.printers) == 300, "all of them", 60)
        lists = [w for w in walk(driver.page) if isinstance(w, Gtk.ListView)]
        adjustment = lists[0].get_vadjustment()
        assert adjustment is not None
        for step in range(30):
            adjustment.set_value(adjustment.get_upper() * step / 30)
            await asyncio.sleep(0.03)

    driver.allowed_ms = COMPUTING_MS
    driver.run(way(), 100)
