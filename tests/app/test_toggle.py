# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A switch of a printer: no press is lost, whenever the server answers."""

from __future__ import annotations

import asyncio

import pytest
from gi.repository import Gtk
from tests.app.driver import GtkLoop

from unjam.app.widgets.toggle import Toggle

pytestmark = pytest.mark.gtk


def test_a_press_while_the_last_one_settles_counts(gtk: GtkLoop) -> None:
    asked: list[bool] = []
    switch = Gtk.Switch()
    window = Gtk.Window(child=switch)

    async def until_asked(times: int) -> None:
        while len(asked) < times:  # noqa: ASYNC110 - GTK moves it meanwhile
            await asyncio.sleep(0.01)

    async def way() -> None:
        window.present()
        toggle = Toggle(switch, "Printing", asked.append)
        toggle.show(on=True)
        switch.activate()
        await until_asked(1)
        switch.activate()
        toggle.settle()
        toggle.show(on=False)
        await until_asked(2)
        toggle.settle()
        toggle.show(on=True)

    try:
        gtk.run(way(), 30)
    finally:
        window.destroy()
    assert asked == [False, True]
    assert switch.get_active()
    assert switch.get_state()
