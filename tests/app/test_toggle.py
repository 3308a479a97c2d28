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
    asked: asyncio.Queue[bool] = asyncio.Queue()
    answers: list[bool] = []
    switch = Gtk.Switch()
    window = Gtk.Window(child=switch)

    async def way() -> None:
        window.present()
        toggle = Toggle(switch, "Printing", asked.put_nowait)
        toggle.show(on=True)
        switch.activate()
        answers.append(await asked.get())
        switch.activate()
        toggle.settle()
        toggle.show(on=False)
        answers.append(await asked.get())
        toggle.settle()
        toggle.show(on=True)

    try:
        gtk.run(way(), 30)
    finally:
        window.destroy()
    assert answers == [False, True]
    assert asked.empty()
    assert switch.get_active()
    assert switch.get_state()
