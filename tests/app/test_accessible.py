# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a person without a mouse or without sight is offered: roles, names, the keyboard."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gi.repository import Adw, Gdk, Gtk
from tests.app.driver import Driver, text_of, walk
from tests.conftest import SandboxFactory

from unjam.app.consultation import Consultation
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.outcome import OutcomePage
from unjam.app.pages.remedy import RemedyPage
from unjam.app.pages.start import StartPage
from unjam.app.pages.test_page import TestPagePage
from unjam.sandbox import Sandbox

pytestmark = pytest.mark.gtk

CONTROLS = {
    "push button",
    "toggle button",
    "check box",
    "switch",
    "combo box",
    "text",
    "entry",
    "password text",
    "slider",
    "list item",
    "menu button",
    "image",
    "icon",
    "progress bar",
    "level bar",
}
ROOT = Path(__file__).parents[2]


async def tree() -> list[dict[str, Any]]:
    """What AT-SPI tells of this process."""

    def ask() -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.app.atspi_walk", str(os.getpid())],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    answer: list[dict[str, Any]] = json.loads(await asyncio.to_thread(ask))
    return answer


def nameless(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Controls on show that a screen reader could only call by their kind."""
    return [
        node
        for node in nodes
        if node["role"] in CONTROLS
        and not (node["name"] or node["description"] or any(node["inner"]))
    ]


atspi = pytest.mark.skipif(
    importlib.util.find_spec("gi") is None or shutil.which("dbus-daemon") is None,
    reason="needs AT-SPI",
)


@atspi
def test_every_control_has_a_role_and_a_name(driver: Driver, sandbox: SandboxFactory) -> None:
    """As AT-SPI tells it; the pages that consist of the same parts are looked at from inside."""
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office",))

    async def way() -> None:
        window = driver.open_box(box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        window.diagnose(["Office"])
        await driver.until_page(FindingsPage)
        for name in ("", "Office"):
            if name:
                window.open_printer(name)
            await asyncio.sleep(0.4)
            nodes = await tree()
            assert len(nodes) > 10
            bad = nameless(nodes)
            assert bad == [], (driver.page, bad)

    driver.allowed_ms = 1500  # AT-SPI has the whole tree described, object by object
    driver.run(way(), 110)


def speaks(widget: Gtk.Widget) -> bool:
    """Whether a screen reader has a text for it: a label, a tooltip, a title, or one inside."""
    texts = [
        getattr(inner, getter)()
        for inner in walk(widget)
        for getter in ("get_label", "get_tooltip_text", "get_title", "get_placeholder_text")
        if hasattr(inner, getter)
    ]
    return any(texts) or labelled(widget)


def labelled(widget: Gtk.Widget) -> bool:
    """Whether a label was given for screen readers alone."""
    wanted = Gtk.AccessibleProperty.LABEL
    return bool(Gtk.test_accessible_has_property(widget, wanted)) or row_of(widget) is not None


def row_of(widget: Gtk.Widget) -> Adw.ActionRow | None:
    """The row that a control stands in, which gives it its name."""
    parent = widget.get_parent()
    while parent is not None and not isinstance(parent, Adw.ActionRow):
        parent = parent.get_parent()
    return parent


KINDS = (Gtk.Button, Gtk.Switch, Gtk.Entry, Gtk.SearchEntry, Gtk.DropDown, Gtk.MenuButton)


def test_every_page_names_its_controls(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office",))

    async def way() -> None:
        window = driver.open_box(box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        window.diagnose(["Office"])
        page = await driver.until_page(FindingsPage)
        remedy = page.cards[0].finding.remedies[0]
        pages: tuple[Callable[[], object], ...] = (
            lambda: None,
            lambda: window.open_remedy(page.consultation, None, remedy),
            lambda: window.open_test_page(page.consultation),
            lambda: window.open_outcome(page.consultation),
            lambda: window.open_report(page.consultation),
            lambda: window.open_printer("Office"),
            window.open_jobs,
            window.open_printers,
            window.add_printer,
            window.navigator.home,
        )
        for open_page in pages:
            open_page()
            await asyncio.sleep(0.2)
            controls = [w for w in walk(driver.page) if isinstance(w, KINDS) and w.get_mapped()]
            mute = [w for w in controls if not speaks(w) and not speaks(w.get_parent() or w)]
            assert mute == []  # a menu button speaks for the button inside it

    driver.run(way(), 90)


@atspi
def test_the_password_dialog_has_names(driver: Driver) -> None:
    async def way() -> None:
        driver.open("/nowhere/at/all")
        asked = asyncio.create_task(
            driver.application.prompts.question("Print it", ("username", "password"))
        )
        await driver.until(lambda: driver.application.prompts.dialog, "the dialog")
        await asyncio.sleep(0.3)
        nodes = await tree()
        assert nameless(nodes) == []
        assert any("Password" in [n["name"], *n["inner"]] for n in nodes)
        asked.cancel()

    driver.allowed_ms = 1500
    driver.run(way())


# --- the keyboard alone ---


async def tab_to(driver: Driver, label: str, *, within: Gtk.Widget | None = None) -> None:
    """Move the focus with Tab, as the Tab key does, until it is on the button that says so."""
    for _ in range(60):
        focus = driver.window.get_focus()
        if (
            isinstance(focus, Gtk.Button)
            and text_of(focus).replace("_", "") == label
            and (within is None or focus in list(walk(within)))
        ):
            return
        driver.window.child_focus(Gtk.DirectionType.TAB_FORWARD)
        await asyncio.sleep(0.01)
    raise AssertionError(f"Tab never comes to {label!r}")


async def press_enter(driver: Driver) -> None:
    """Press what has the focus, as Enter does."""
    focus = driver.window.get_focus()
    assert focus is not None
    assert focus.activate()
    await asyncio.sleep(0.05)


def test_the_whole_way_by_keyboard(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        driver.open_box(box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        await tab_to(driver, "Diagnose")
        await press_enter(driver)
        page = await driver.until_page(FindingsPage)
        await driver.until(page.get_mapped, "the findings")
        await tab_to(driver, "Resume the queue Office…")
        await press_enter(driver)
        await driver.until_page(RemedyPage)
        await settled(driver)
        await tab_to(driver, "_Do It".replace("_", ""))
        await press_enter(driver)
        await driver.until_read("it holds")
        await tab_to(driver, "Print a Test Page…")
        await press_enter(driver)
        await driver.until_page(TestPagePage)
        await settled(driver)
        await tab_to(driver, "Print a Test Page")
        await press_enter(driver)
        await driver.until_read("Did it come out?", 60)
        await tab_to(driver, "Yes, It Came Out")
        await press_enter(driver)
        await driver.until_page(OutcomePage)
        await settled(driver)
        await tab_to(driver, "Done")
        await press_enter(driver)
        await driver.until_page(StartPage)

    driver.run(way(), 110)


async def settled(driver: Driver) -> None:
    """Wait until the page no longer moves."""
    leaflet = driver.window.navigator._leaflet
    await driver.until(lambda: not leaflet.get_child_transition_running(), "rest")


def test_keys_move_along_the_pages(driver: Driver, healthy_box: Sandbox) -> None:
    async def way() -> None:
        window = driver.open_box(healthy_box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        window.diagnose(["Office"])
        findings = await driver.until_page(FindingsPage)
        assert keys(driver, "win.back") == ["<Alt>Left", "Escape"]
        window.activate_action("win.back", None)
        await driver.until_page(ChecklistPage)
        window.activate_action("win.forward", None)
        assert driver.page is findings
        window.activate_action("win.home", None)
        await driver.until_page(StartPage)
        assert not window.lookup_action("back").get_enabled()  # type: ignore[union-attr]

    driver.run(way())


def keys(driver: Driver, action: str) -> list[str]:
    found = driver.application.get_accels_for_action(action)
    for key in found:
        known, _value, _modifiers = Gtk.accelerator_parse(key)
        assert known, key
    return found


def test_everything_fits_into_360_pixels(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        window = driver.open_box(box)
        window.set_default_size(360, 640)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        window.diagnose(["Office"])
        page = await driver.until_page(FindingsPage)
        consultation = page.consultation
        remedy = page.cards[0].finding.remedies[0]
        pages: tuple[Callable[[], object], ...] = (
            lambda: None,
            lambda: window.open_remedy(consultation, None, remedy),
            lambda: window.open_test_page(Consultation(["Office"])),
            lambda: window.open_report(consultation),
            lambda: window.open_printer("Office"),
            window.open_jobs,
            window.open_printers,
            window.add_printer,
            window.navigator.home,
        )
        for open_page in pages:
            open_page()
            await asyncio.sleep(0.3)
            least, _natural, _b, _n = driver.page.measure(Gtk.Orientation.HORIZONTAL, -1)
            assert least <= 360, driver.page

    driver.run(way(), 90)


def test_reduced_motion_and_high_contrast_are_followed(driver: Driver) -> None:
    async def way() -> None:
        driver.open("/nowhere/at/all")
        settings = Gtk.Settings.get_default()
        assert settings is not None
        settings.set_property("gtk-enable-animations", False)
        driver.window.open_jobs()
        await driver.until_read("The Documents Cannot Be Shown")
        leaflet = driver.window.navigator._leaflet
        assert not leaflet.get_child_transition_running()
        settings.set_property("gtk-enable-animations", True)
        assert Gdk.Display.get_default() is not None

    driver.run(way())
