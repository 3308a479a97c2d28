# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Notifications: for what begins to need attention while nobody looks."""

from __future__ import annotations

import asyncio

import pytest
from gi.repository import Gio, GLib
from tests.app.driver import Driver
from tests.conftest import SandboxFactory

from unjam.app.notices import Notices, notice_id
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.printer import PrinterPage
from unjam.app.pages.start import StartPage
from unjam.cups import AsyncConnection

pytestmark = pytest.mark.gtk


class Board:
    """Collects notifications; nobody is looking at the window."""

    def __init__(self) -> None:
        self.shown: dict[str, Gio.Notification] = {}

    def send_notification(self, id: str | None, notification: Gio.Notification) -> None:
        self.shown[str(id)] = notification

    def withdraw_notification(self, id: str) -> None:
        self.shown.pop(id, None)

    def is_active(self) -> bool:
        return False


def test_a_printer_that_stops_is_announced_until_it_is_well(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Lab",))
    board, office = Board(), f"printer-Office@{box.server}"

    async def way() -> None:
        window = driver.open_box(box)
        notices = Notices(window.live, board, board, box.server)
        await driver.until(lambda: window.live.state == "ready", "the server")
        await asyncio.sleep(0.1)
        assert notices is not None
        assert board.shown == {}  # Lab was stopped before
        async with AsyncConnection(box.server) as connection:
            await connection.pause_printer("Office")
            await driver.until(lambda: list(board.shown) == [office], "a notice")
            await connection.resume_printer("Office")
            await driver.until(lambda: board.shown == {}, "no notice")

    driver.run(way())


def test_a_notice_leads_to_a_diagnosis(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        window = driver.open_box(box)
        await driver.until(lambda: window.live.state == "ready", "the server")
        target = GLib.Variant("(ss)", (box.server, "Office"))
        driver.application.activate_action("diagnose", target)
        page = await driver.until_page(FindingsPage)
        assert page.consultation.queue == "Office"

    driver.run(way())


def test_two_servers_with_a_printer_of_one_name_are_told_apart(
    driver: Driver, sandbox: SandboxFactory
) -> None:
    one, other = sandbox(("Office",)), sandbox(("Office",))
    assert notice_id(one.server, "Office") != notice_id(other.server, "Office")

    async def way() -> None:
        first, second = driver.open_box(one), driver.open_box(other)
        target = GLib.Variant("(ss)", (one.server, "Office"))
        driver.application.activate_action("printer", target)
        await driver.until(lambda: isinstance(first.navigator.current, PrinterPage), "the page")
        assert isinstance(second.navigator.current, StartPage)

    driver.run(way())
