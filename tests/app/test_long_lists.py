# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Ten thousand documents and hundreds of printers: filled, followed and scrolled bit by bit.

No clock is asked here: the one by which the work is cut into slices is the test's own, and what is
counted is work in one turn of the main loop. How long that takes is what `make bench-app` measures.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gi.repository import Gtk
from tests.app.driver import Driver, walk
from tests.app.turns import Turns
from tests.programs import running

from unjam.app.pages import jobs as jobs_page
from unjam.app.pages.jobs import JobsPage
from unjam.app.pages.printers import PrintersPage
from unjam.app.store import keyed, live, values
from unjam.app.store.keyed import KeyedStore
from unjam.app.widgets import virtual_list
from unjam.app.widgets.virtual_list import Place

pytestmark = pytest.mark.gtk
ROOT = Path(__file__).parents[2]
JOBS, PRINTERS = 10_000, 300
STEPS = 30
"""Looks from the top of a list to its end."""
ROWS = 150
"""Rows that exist at most: those on show and near them, before and after a jump."""
Clock = Callable[[], float]


@contextmanager
def serving(kind: str) -> Iterator[str]:
    """A server in another process, so that only the window's own work counts."""
    argv = [sys.executable, "-m", "benchmarks.app.servers", kind]
    path = f"{ROOT}:{ROOT / 'src'}"
    with running(argv, env={**os.environ, "PYTHONPATH": path}) as child:
        assert child.stdout is not None
        yield child.stdout.readline().strip()
        child.terminate()


@pytest.fixture
def turns(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Turns:
    """What is done in each turn of the driver's loop: spliced, filled, made and read."""
    turns = driver.turns
    spliced = turns.noting(
        "spliced", KeyedStore._splice, lambda _store, _at, removed, added: removed + len(added)
    )

    def made(place: Place) -> None:
        turns.note("filled")
        turns.note("made", times=place._row is None)
        fill(place)

    fill = Place.fill
    monkeypatch.setattr(KeyedStore, "_splice", spliced)
    monkeypatch.setattr(Place, "fill", made)
    monkeypatch.setattr(jobs_page, "job", turns.noting("jobs read", values.job))
    monkeypatch.setattr(live, "printer", turns.noting("printers read", values.printer))
    return turns


def set_clock(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    for module in (keyed, virtual_list):
        monkeypatch.setattr(module, "monotonic", clock)


def never_time_enough() -> Clock:
    """Whoever looks at it finds that the moment is over."""
    return map(float, itertools.count()).__next__


async def work(driver: Driver, address: str, kind: str) -> None:
    """Open the list, wait until all is in it, and scroll it from the top to the end."""
    window = driver.open(address)
    if kind == "jobs":
        window.open_jobs()
        jobs = await driver.until_page(JobsPage)
        await driver.until(lambda: len(jobs.jobs) == JOBS, "all of them", 300)
    else:
        window.open_printers()
        await driver.until_page(PrintersPage)
        await driver.until(lambda: len(window.live.printers) == PRINTERS, "all of them", 300)
    view = driver.page.part("list", Gtk.ListView)
    await driver.until(lambda: filled(view), "rows", 60)
    place = view.get_vadjustment()
    assert place is not None
    for step in range(STEPS + 1):
        place.set_value((place.get_upper() - place.get_page_size()) * step / STEPS)
        await driver.until(lambda: filled(view), "rows", 60)


def filled(view: Gtk.ListView) -> bool:
    """Whether every place on show has its row."""
    on_show = [w for w in walk(view) if isinstance(w, Place) and w.get_mapped() and w.item]
    return bool(on_show) and all(p._row is not None and p._row._item is p.item for p in on_show)


@pytest.mark.timeout(700)
@pytest.mark.parametrize("kind", ["jobs", "printers"])
def test_a_long_list_is_worked_through_slice_by_slice(
    driver: Driver, turns: Turns, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    set_clock(monkeypatch, never_time_enough())
    with serving("10,000 jobs" if kind == "jobs" else "300 printers") as address:
        driver.run(work(driver, address, kind), 650)
        driver.finish()
    most = turns.most
    assert most["spliced"] <= keyed.SLICE
    assert most["filled"] == 1
    assert most["jobs read"] <= jobs_page.SLICE
    assert most["printers read"] <= live.SLICE
    assert turns.all["jobs read" if kind == "jobs" else "printers read"] >= (
        JOBS if kind == "jobs" else PRINTERS
    )
    assert turns.all["made"] <= ROWS, "rows are used again"


@pytest.mark.timeout(700)
def test_it_is_the_clock_that_cuts_the_slices(
    driver: Driver, turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no time goes by there is no reason to stop: the bounds above are not those of luck."""
    set_clock(monkeypatch, lambda: 0.0)
    with serving("10,000 jobs") as address:
        driver.run(work(driver, address, "jobs"), 650)
        driver.finish()
    assert turns.most["spliced"] == JOBS
    assert turns.most["filled"] > 1
