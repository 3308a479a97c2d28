# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The settings that most people need: what is offered, in which words, and set on a real queue."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from gi.repository import Adw, Gtk
from tests.app.driver import Driver, walk
from tests.conftest import SandboxFactory

from unjam.app.option_words import driver_words, keyword_words, media_words
from unjam.app.options import Setting, driver_option, offered, plainly, wanted
from unjam.app.pages.printer import PrinterPage
from unjam.app.widgets.choices import ChoiceRow
from unjam.cups import AsyncConnection
from unjam.cups.model import IntRange, OutOfBand
from unjam.sandbox import Queue, Sandbox

PPD = """*OpenUI *InputSlot/Media Source: PickOne
*DefaultInputSlot: Main
*InputSlot Main/Cassette: "<</MediaPosition 1>>setpagedevice"
*InputSlot RearFeed: ""
*CloseUI: *InputSlot
*OpenUI *MediaType: PickOne
*DefaultMediaType: Stationery
*MediaType Stationery: ""
*MediaType Labels/Etiketten: ""
*CloseUI: *MediaType
"""


def by_attribute(settings: list[Setting]) -> dict[str, Setting]:
    return {setting.attribute: setting for setting in settings}


def test_only_what_leaves_a_choice_is_offered() -> None:
    record = {
        "sides-supported": ["one-sided"],
        "sides-default": "one-sided",
        "number-up-supported": IntRange(1, 16),
        "number-up-default": 1,
        "print-quality-supported": [3, 4, 5],
        "print-quality-default": 4,
    }
    found = by_attribute(offered(record))
    assert list(found) == ["print-quality-default"]
    assert found["print-quality-default"].labels == ["Draft", "Normal", "High"]
    assert found["print-quality-default"].usual == "4"
    assert offered({}) == []


def test_without_a_usual_value_the_document_decides() -> None:
    record = {
        "orientation-requested-supported": [3, 4],
        "orientation-requested-default": OutOfBand.NO_VALUE,
    }
    (setting,) = offered(record)
    assert setting.possible == ("", "3", "4")
    assert setting.labels[0] == "As the document says"


def test_an_unlisted_usual_value_stands_first() -> None:
    record = {"media-supported": ["iso_a4_210x297mm", "iso_a5_148x210mm"], "media-default": "x"}
    assert offered(record)[0].possible[0] == "x"


def test_tray_and_kind_of_paper_come_from_the_driver() -> None:
    found = by_attribute(offered({}, PPD))
    tray = found["InputSlot-default"]
    assert (tray.usual, tray.possible) == ("Main", ("Main", "RearFeed"))
    assert tray.labels == ["Main tray", "Rear Feed"]
    assert found["MediaType-default"].labels == ["Plain paper", "Labels"]
    mine = by_attribute(offered({"InputSlot-default": "RearFeed"}, PPD))
    assert mine["InputSlot-default"].usual == "RearFeed"
    assert driver_option(PPD, "OutputBin") == ("", {})


def test_words_for_people() -> None:
    assert media_words("iso_a4_210x297mm") == "A4 (210 \N{MULTIPLICATION SIGN} 297 mm)"
    assert keyword_words("one-sided") == "One side"
    assert keyword_words("what-ever") == "What ever"
    assert driver_words("Whatever", "Said by the maker") == "Said by the maker"


# --- on a real queue ------------------------------------------------------------------------------


async def shown(driver: Driver, box: Sandbox, queue: str = "Office") -> dict[str, ChoiceRow]:
    """The rows of the printer's page, once all are there."""
    driver.open_box(box)
    await driver.until(lambda: driver.window.live.state == "ready", "the server")
    driver.window.open_printer(queue)
    page = await driver.until_page(PrinterPage)
    await driver.until(lambda: not page.tasks.running("settings of the queue"), "the settings")
    group = page.part("options", Adw.PreferencesGroup)
    rows = [row for row in walk(group) if isinstance(row, ChoiceRow)]
    return {row.get_title(): row for row in rows}


async def usual(box: Sandbox, attribute: str) -> object:
    async with AsyncConnection(box.server) as connection:
        record = await connection.get_printer_attributes("Office", requested_attributes=[attribute])
    return record.get(attribute)


CHOICES = {
    "Paper": ("media-default", "na_legal_8.5x14in"),
    "Quality": ("print-quality-default", 5),
    "Pages on a Sheet": ("number-up-default", 4),
    "Orientation": ("orientation-requested-default", 4),
    "Tray": ("InputSlot-default", "Manual"),
    "Kind of Paper": ("MediaType-default", "Labels"),
}


@pytest.mark.gtk
def test_each_choice_is_set_and_taken_back(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))

    async def way() -> None:
        rows = await shown(driver, box)
        assert set(rows) == set(CHOICES)  # one side, one colour and one output leave no choice
        for title, (attribute, value) in CHOICES.items():
            row, before = rows[title], await usual(box, attribute)
            selected = row.get_selected()
            row.set_selected(position(row, value))
            await until_usual(driver, box, attribute, value)
            await undo(driver, f"{title}: ")
            await until_usual(driver, box, attribute, before)
            await driver.until(partial(has_selected, row, selected), f"{title} again")

    driver.run(way(), 110)


def position(row: ChoiceRow, value: object) -> int:
    setting = row._setting
    assert setting is not None
    return setting.possible.index(plainly(value))


def has_selected(row: ChoiceRow, number: int) -> bool:
    return int(row.get_selected()) == number


async def until_usual(driver: Driver, box: Sandbox, attribute: str, expected: object) -> None:
    """Wait until the server says so."""
    async with asyncio.timeout(20):
        while await usual(box, attribute) != expected:
            assert driver.application.errors == []


async def undo(driver: Driver, told: str) -> None:
    """Press the button of the toast that tells so; an older one may still be fading away."""

    def toasts() -> list[Gtk.Widget]:
        labels = [w for w in walk(driver.window.toasts) if isinstance(w, Gtk.Label)]
        return [w for w in labels if w.get_mapped() and w.get_text().startswith(told)]

    await driver.until(toasts, told)
    toast = toasts()[-1].get_parent()
    while toast is not None and not driver.buttons(toast):
        toast = toast.get_parent()
    driver.press("Undo", within=toast)


@pytest.mark.gtk
def test_a_queue_without_a_driver_has_no_tray(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox((Queue("Raw", device_uri="file:///dev/null", driver="raw"),), printers=0)

    async def way() -> None:
        rows = await shown(driver, box, "Raw")
        assert "Tray" not in rows

    driver.run(way())


@pytest.mark.gtk
def test_a_chosen_tray_reaches_the_printer(sandbox: SandboxFactory) -> None:
    """The reason for setting the driver's option: `media-source-default` would not get there."""
    box = sandbox(("Office",))

    async def way() -> bytes:
        async with AsyncConnection(box.server) as connection:
            await connection.add_modify_printer(
                "Office", attributes={"InputSlot-default": "Manual"}
            )
            assert "InputSlot-default" in wanted()
            job = await connection.print_test_page("Office")
            await asyncio.to_thread(box.cups.await_job, job)
            return await connection.get_error_log()

    assert b"media-source=manual" in asyncio.run(way())
