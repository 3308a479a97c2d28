# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""No frame has much to lay out: what a page shows comes, and goes, a little in each."""

from __future__ import annotations

import asyncio

import pytest
from gi.repository import Adw, Gtk, Pango
from tests.app.driver import Driver, walk
from tests.app.test_long_lists import PRINTERS, serving

from unjam.app.consultation import Consultation
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.jobs import JobsPage
from unjam.app.pages.printers import PrintersPage
from unjam.app.widgets.finding_card import FindingCard
from unjam.app.widgets.frames import next_frame
from unjam.app.widgets.roomy import LETTERS, roomy
from unjam.app.widgets.virtual_list import STEP, Filler, Place
from unjam.diagnosis.model import Finding, Severity, Subject, SubjectKind

pytestmark = pytest.mark.gtk
GTK_MAKES = 150
"""Cells of a long list, at least."""


@pytest.mark.timeout(240)
def test_a_long_list_comes_and_goes_bit_by_bit(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = driver.turns
    monkeypatch.setattr(Place, "__init__", turns.noting("made", Place.__init__))
    monkeypatch.setattr(Filler, "drop", turns.noting("taken away", Filler.drop))

    async def way(address: str) -> None:
        window = driver.open(address)
        await driver.until(lambda: len(window.live.printers) == PRINTERS, "all of them", 60)
        window.open_printers()
        page = await driver.until_page(PrintersPage)
        model = page.part("list", Gtk.ListView).get_model()
        assert isinstance(model, Gtk.NoSelection)
        await driver.until(lambda: model.get_n_items() == PRINTERS, "all of them")
        await driver.at_rest()
        window.back()
        await driver.at_rest()
        assert page.get_parent() is not None, "the page is ahead still"
        window.open_jobs()
        await driver.until_page(JobsPage)
        assert page.is_over
        await driver.until(lambda: page.get_parent() is None, "the end of the page")

    with serving("300 printers") as address:
        driver.run(way(address), 200)
        driver.finish()
    for what in ("made", "taken away"):
        assert 0 < turns.most[what] <= STEP
        assert turns.all[what] >= GTK_MAKES


def finding(number: int) -> Finding:
    subject = Subject(SubjectKind.QUEUE, f"Queue {number}")
    return Finding(f"NUMBER_{number}", Severity.ERROR, subject, "It is stopped.", "So it is.", ())


def test_findings_come_one_a_frame(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    turns, wanted = driver.turns, [finding(number) for number in range(5)]
    monkeypatch.setattr(FindingCard, "__init__", turns.noting("cards", FindingCard.__init__))

    async def way() -> None:
        window = driver.open("/nowhere/at/all")
        consultation = Consultation()
        consultation.findings = tuple(wanted)
        window.go(FindingsPage(window, consultation))
        page = await driver.until_page(FindingsPage)
        assert len(page.cards) >= 1, "the first is there for the keyboard"
        await driver.until(lambda: len(page.cards) == len(wanted), "all findings")
        assert [card.finding for card in page.cards] == wanted

    driver.run(way())
    assert turns.most["cards"] == 1


def test_whoever_waits_for_a_frame_may_be_cancelled(driver: Driver) -> None:
    async def way() -> None:
        window = driver.open("/nowhere/at/all")
        hidden = Gtk.Label()  # in no window: no frame ever shows it
        waiting = asyncio.create_task(next_frame(hidden))
        await next_frame(window)
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await next_frame(window)

    driver.run(way())


def test_wrapped_texts_ask_for_some_letters(driver: Driver) -> None:
    row = roomy(Adw.ActionRow(title="A long title", subtitle="A long subtitle"))
    labels = [w for w in walk(row) if isinstance(w, Gtk.Label)]
    assert [label.get_width_chars() for label in labels if label.get_wrap()] == [LETTERS] * 2
    assert roomy(Gtk.Label(wrap=True, width_chars=3)).get_width_chars() == 3
    assert roomy(Gtk.Label()).get_width_chars() == -1
    text = Gtk.Label(label="word " * 30, wrap=True, wrap_mode=Pango.WrapMode.WORD_CHAR)
    least, natural, *_baselines = text.measure(Gtk.Orientation.HORIZONTAL, -1)
    least_now, natural_now, *_baselines = roomy(text).measure(Gtk.Orientation.HORIZONTAL, -1)
    assert least < least_now
    assert natural == natural_now
