# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Adding a printer: each device is shown when it is found, however long the others take."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest
from benchmarks.app.servers import late
from gi.repository import Adw, Gtk
from tests.app.driver import Driver
from tests.conftest import SandboxFactory

from unjam.app.pages import add
from unjam.app.pages.add import AddPage
from unjam.app.store.items import DeviceItem
from unjam.sandbox import Sandbox
from unjam.sandbox.hostile import HostileServer

pytestmark = pytest.mark.gtk

MANY = 40
"""Devices that the benchmark's server finds."""
SILENCE = 17.0
"""Seconds: longer than cupsd searches when it is not told for how long (15)."""
SLOW = """#!/bin/sh
echo 'network socket://10.0.0.1 "First Printer" "First Printer" "MFG:A;MDL:First;" "Hall"'
while [ ! -e {go} ]; do sleep 0.1; done
echo 'network socket://10.0.0.2 "Late Printer" "Late Printer" "MFG:A;MDL:Late;" "Loft"'
while [ ! -e {go}2 ]; do sleep 0.1; done
echo 'network ipp://last.local:631/ipp/print "Last Printer" "Last Printer" "" "Attic"'
"""


def only_slow_backends(box: Sandbox) -> None:
    """Have the server find devices when the test says, and no others."""
    directory = box.base / "bin" / "backend"
    for link in directory.iterdir():
        link.unlink()
    script = directory / "socket"
    script.write_text(SLOW.format(go=box.base / "tmp" / "go"))
    script.chmod(0o755)


def test_devices_come_one_by_one_and_none_is_lost_after_a_long_silence(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office",))
    only_slow_backends(box)
    go = box.base / "tmp" / "go"

    async def way() -> None:
        window = driver.open_box(box)
        window.add_printer()
        page = await driver.until_page(AddPage)
        await driver.until_read("First Printer")
        started = time.monotonic()
        await asyncio.sleep(SILENCE)
        assert page.tasks.running("search")
        assert "Late Printer" not in driver.texts()
        go.touch()
        await driver.until_read("Late Printer")
        go.with_name("go2").touch()
        await driver.until_read("Last Printer")
        await driver.until(lambda: not page.tasks.running("search"), "the end of the search")
        assert time.monotonic() - started > SILENCE
        found = page.part("devices", Gtk.ListBox)
        shown = [text for text in driver.texts(found) if text.endswith(" Printer")]
        assert shown == ["Last Printer", "First Printer", "Late Printer"], "driverless first"

    driver.run(way())


def test_devices_that_come_together_are_shown_one_in_a_frame(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: Counter[int] = Counter()
    make = add.device_row

    def counted(item: DeviceItem) -> Adw.ActionRow:
        clock = driver.window.get_frame_clock()
        assert clock is not None
        frames[clock.get_frame_counter()] += 1
        return make(item)

    monkeypatch.setattr(add, "device_row", counted)

    async def way(address: str) -> None:
        driver.open(address).add_printer()
        page = await driver.until_page(AddPage)
        await driver.until(lambda: frames.total() == MANY, "all of them")
        await driver.until(lambda: not page.tasks.running("search"), "the end of the search")

    with HostileServer(late(0.0)) as server:
        driver.run(way(server.address))
    assert max(frames.values()) == 1


def test_a_search_that_is_stopped_keeps_what_it_found(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office",))
    only_slow_backends(box)

    async def way() -> None:
        window = driver.open_box(box)
        window.add_printer()
        page = await driver.until_page(AddPage)
        await driver.until_read("First Printer")
        driver.press("Stop")
        assert not page.tasks.running("search")
        await driver.until_read("Search Again")
        assert "First Printer" in driver.texts()
        driver.press("Search Again")
        assert "First Printer" not in driver.texts()
        await driver.until_read("First Printer")

    driver.run(way())
