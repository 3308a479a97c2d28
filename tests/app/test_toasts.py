# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Messages in quick succession: each is shown, and libadwaita survives it."""

from __future__ import annotations

import asyncio

import pytest
from gi.repository import Adw, Gtk
from tests.app.driver import Driver

from unjam.app.pages.findings import FindingsPage
from unjam.sandbox import Sandbox

pytestmark = pytest.mark.gtk


def test_two_that_ask_do_not_displace_each_other(driver: Driver) -> None:
    """The first stands until it is answered; what only tells comes in between."""

    async def way() -> None:
        window = driver.open("/nowhere/at/all")
        for title in ("First?", "Second?"):
            window.offer(Adw.Toast(title=title, button_label="Yes", timeout=0))
        window.say("By the way")
        assert await seen(driver, 3) == ["First?", "By the way", "Second?"]
        driver.press("Yes", within=window.toasts)
        await driver.until(lambda: driver.toast() == "First?", "the other")

    driver.run(way())


async def seen(driver: Driver, number: int) -> list[str]:
    """The first so many messages, as a person reads them."""
    said: list[str] = []
    async with asyncio.timeout(60):
        while len(said) < number:
            text = driver.toast()
            if text and (not said or said[-1] != text):
                said.append(text)
            await asyncio.sleep(0.01)
    return said


def test_many_at_once_are_shown_one_after_another(driver: Driver) -> None:
    async def way() -> None:
        window = driver.open("/nowhere/at/all")
        words = ["one", "two", "three", "four"]
        for word in words:
            window.say(word)
        assert await seen(driver, 4) == words

    driver.run(way())


def test_one_that_asks_comes_back_after_one_that_tells(driver: Driver) -> None:
    answers: list[str] = []

    async def way() -> None:
        window = driver.open("/nowhere/at/all")
        question = Adw.Toast(title="Well?", button_label="Yes", timeout=0)
        question.connect("button-clicked", lambda _toast: answers.append("yes"))
        window.offer(question)
        window.say("By the way")
        assert await seen(driver, 3) == ["Well?", "By the way", "Well?"]
        driver.press("Yes", within=window.toasts)
        await driver.until(lambda: not driver.toast(), "an end")
        assert answers == ["yes"]
        window.say("Good")
        assert await seen(driver, 1) == ["Good"]

    driver.run(way())


def test_a_message_leaves_the_ways_on_at_the_foot_of_a_page_free(
    driver: Driver, healthy_box: Sandbox
) -> None:
    async def way() -> None:
        window = driver.open_box(healthy_box)
        window.diagnose(["Office"])
        page = await driver.until_page(FindingsPage)
        await driver.at_rest()
        window.say("By the way")
        await driver.until(lambda: driver.toast() == "By the way", "the message")
        (toast,) = [w for w in driver.inside(window.toasts) if w.get_css_name() == "toast"]

        def free() -> bool:
            found, on_show = toast.compute_bounds(window)
            foot, ways = page.part("footer", Gtk.Widget).compute_bounds(window)
            return found and foot and on_show.get_y() + on_show.get_height() <= ways.get_y()

        await driver.until(free, "the ways on")

    driver.run(way())
