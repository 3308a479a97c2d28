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
from pathlib import Path
from typing import Any

import pytest
from gi.repository import Adw, Gtk
from tests.app.driver import Driver, walk
from tests.app.every_page import every_page
from tests.conftest import SandboxFactory

from unjam.app.announce import announce
from unjam.app.pages.findings import FindingsPage
from unjam.app.pages.jobs import JobsPage

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


ROLES: dict[str, set[str]] = {
    "start": {"push button", "list item", "label"},
    "checklist, stopped": {"push button", "progress bar", "label"},
    "findings": {"push button", "label"},
    "printer": {"push button", "switch", "list item"},
    "documents": {"push button", "combo box", "entry"},
    "printers": {"push button", "entry"},
    "add a printer": {"push button", "list item"},
    "report": {"push button", "switch", "text"},
    "trouble": {"push button", "label"},
}
"""What a screen reader must find, at least, on the pages that have controls of their own."""
ALIKE = {
    "push button": {"button"},
    "entry": {"text", "search box"},
    "switch": {"toggle button", "check box"},
}
"""Names that AT-SPI has for the same in other versions of GTK."""


@atspi
@pytest.mark.timeout(600)
def test_every_control_has_a_role_and_a_name(driver: Driver, sandbox: SandboxFactory) -> None:
    """As AT-SPI tells it, of all pages, looked at from another process."""
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office",))

    async def way() -> None:
        bad, seen = {}, []
        async for name in every_page(driver, box):
            nodes = await tree()
            seen.append(name)
            roles = {node["role"] for node in nodes}
            missing = {r for r in ROLES.get(name, set()) if not ({r} | ALIKE.get(r, set())) & roles}
            if mute := nameless(nodes):
                bad[name] = mute
            assert not missing, f"{name}: no {missing} among {roles}"
        assert bad == {}
        assert set(seen) >= ROLES.keys()

    driver.run(way(), 580)


@atspi
def test_the_end_of_a_diagnosis_is_said(driver: Driver, sandbox: SandboxFactory) -> None:
    """Who does not see the window hears what was found, with what has the focus then."""
    box = sandbox(("Office",), faults=("queue-stopped",))

    async def way() -> None:
        driver.open_box(box)
        await driver.until(lambda: driver.page.state == "content", "the printers")
        driver.window.diagnose(["Office"])
        await driver.until_page(FindingsPage)
        await driver.at_rest()
        (focused,) = [node for node in await tree() if node["focused"]]
        assert focused["description"].startswith("Found the problem")
        assert "is stopped" in focused["description"]

    driver.run(way(), 110)


def test_what_is_announced_is_spoken_where_gtk_can(driver: Driver) -> None:
    """GTK announces from 4.14 on; before, the control that is next has the words."""
    said: list[str] = []

    class Speaker(Gtk.Box):
        def announce(self, text: str, _priority: int) -> None:
            said.append(text)

    announce(Speaker(), None, "Found the problem")
    assert said == ["Found the problem"]
    announce(Gtk.Box(), None, "nobody to say it")


KINDS = (Gtk.Button, Gtk.Switch, Gtk.Entry, Gtk.SearchEntry, Gtk.DropDown, Gtk.MenuButton)
COMPOSITE = (Gtk.MenuButton, Gtk.DropDown, Gtk.SearchEntry, Adw.EntryRow, Adw.ComboRow)
"""These speak for the parts that GTK makes them of."""


def speaks(widget: Gtk.Widget) -> bool:
    """Whether a screen reader has a text for it: its own, one inside it, or one given for that."""
    texts = [
        getattr(inner, getter)()
        for inner in walk(widget)
        for getter in ("get_label", "get_tooltip_text", "get_title", "get_placeholder_text")
        if hasattr(inner, getter)
    ]
    given = Gtk.test_accessible_has_property(widget, Gtk.AccessibleProperty.LABEL)
    if isinstance(widget, Gtk.Button):  # one with an icon says that the icon is its label
        return any(texts) or bool(given)
    by = Gtk.test_accessible_has_relation(widget, Gtk.AccessibleRelation.LABELLED_BY)
    return any(texts) or bool(given or by)


def whole(widget: Gtk.Widget) -> Gtk.Widget:
    """The control that this is a part of, or itself."""
    parent = widget.get_parent()
    while parent is not None and not isinstance(parent, COMPOSITE):
        parent = parent.get_parent()
    return parent or widget


def test_every_page_names_its_controls(driver: Driver, sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office",))

    async def way() -> None:
        async for name in every_page(driver, box):
            controls = [w for w in walk(driver.page) if isinstance(w, KINDS) and w.get_mapped()]
            assert [w for w in controls if not speaks(whole(w))] == [], name

    driver.run(way(), 110)


def test_a_control_without_a_name_would_be_found() -> None:
    row, icon = Adw.ActionRow(title="A row"), Gtk.Button(icon_name="edit-copy-symbolic")
    row.add_suffix(icon)
    assert not speaks(whole(icon))
    icon.set_tooltip_text("Copy")
    assert speaks(whole(icon))


@atspi
def test_the_password_dialog_has_names(driver: Driver) -> None:
    async def way() -> None:
        driver.open("/nowhere/at/all")
        asked = asyncio.create_task(
            driver.application.prompts.question("Print it", ("username", "password"))
        )
        prompts = driver.application.prompts
        await driver.until(lambda: prompts.dialog and prompts.dialog.get_mapped(), "the dialog")
        nodes = await tree()
        assert nameless(nodes) == []
        assert any("Password" in [n["name"], *n["inner"]] for n in nodes)
        asked.cancel()

    driver.run(way())


NARROW = 360
"""Pixels of a telephone held upright."""


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", ["en", "de"])
def test_everything_fits_into_360_pixels(language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.every_page", language],
        capture_output=True,
        text=True,
        timeout=220,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
    )
    assert done.returncode == 0, done.stderr
    widths: dict[str, int] = json.loads(done.stdout)
    assert len(widths) == 16
    assert {name: width for name, width in widths.items() if width > NARROW} == {}


def test_no_rule_takes_an_outline_away() -> None:
    """In high contrast libadwaita outlines cards and rows by a shadow; ours must not replace it."""
    rules = (ROOT / "src/unjam/app/style.css").read_text()
    assert "box-shadow" not in rules
    assert "outline" not in rules.replace("its own outline", "")


PALE_SIGN = """
import unjam.app
from gi.repository import Adw, Gtk
from unjam.app.application import load_style
Adw.init()
load_style()
box, sign, other = Gtk.Box(), Gtk.Image(), Gtk.Image()
sign.add_css_class("status-none")
box.append(sign)
box.append(other)
Gtk.Window(child=box).present()
pale, full = (image.get_style_context().get_color().alpha for image in (sign, other))
print(f"{pale / full:.2f}")
"""


@pytest.mark.parametrize(("contrast", "share"), [("0", "0.45"), ("1", "1.00")])
def test_high_contrast_has_no_pale_signs(contrast: str, share: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PALE_SIGN],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "ADW_DEBUG_HIGH_CONTRAST": contrast},
    )
    assert done.stdout.strip() == share, done.stderr


def test_reduced_motion_is_followed(driver: Driver) -> None:
    async def way() -> None:
        driver.open("/nowhere/at/all")
        settings = Gtk.Settings.get_default()
        assert settings is not None
        settings.set_property("gtk-enable-animations", False)
        try:
            driver.window.open_jobs()
            leaflet = driver.window.navigator._leaflet
            assert not leaflet.get_child_transition_running()
            assert isinstance(driver.page, JobsPage)  # at once, and not half of it
        finally:
            settings.set_property("gtk-enable-animations", True)

    driver.run(way())
