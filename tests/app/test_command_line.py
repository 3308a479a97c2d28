# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How the application is started and called: options, one instance, actions over the bus."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gi.repository import Gio, GLib
from tests.app.driver import Driver
from tests.conftest import SandboxFactory
from tests.programs import running

from unjam.app.application import APP_ID
from unjam.app.pages.checklist import ChecklistPage
from unjam.app.pages.start import StartPage
from unjam.app.session import Place
from unjam.app.widgets.server_dialog import ServerDialog

pytestmark = pytest.mark.gtk
ROOT = Path(__file__).parents[2]
NOWHERE = "/nowhere/at/all"
FIRST = """
import json, sys
from unjam.app.main import main
import unjam.app.application as application
from gi.repository import GLib

class Telling(application.Application):
    def __init__(self):
        super().__init__()
        GLib.timeout_add(20, self._tell)
        self._told = None

    def _tell(self):
        windows = [w for w in self.get_windows() if isinstance(w, application.Window)]
        told = [
            [w.session.place.server, str(w.session.place.cups_files),
             type(w.navigator.current).__name__, getattr(
                getattr(w.navigator.current, "consultation", None), "queue", None)]
            for w in windows if w.navigator.current is not None
        ]
        if told != self._told:
            self._told = told
            print(json.dumps(told), flush=True)
        return True

application.Application = Telling
sys.exit(main(sys.argv))
"""


def environ() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


@contextmanager
def instance(*options: str) -> Iterator[subprocess.Popen[str]]:
    """The instance of the session, which tells of its windows whenever they change."""
    argv = [sys.executable, "-c", FIRST, *options]
    with running(argv, env=environ()) as first:
        yield first
        first.terminate()


def told(program: subprocess.Popen[str], *wanted: object) -> list[list[object]]:
    """Wait until it tells of a window of which all that is wanted is so."""
    assert program.stdout is not None
    for line in program.stdout:
        windows: list[list[object]] = json.loads(line)
        if any(all(want in window for want in wanted) for window in windows):
            return windows
    raise AssertionError(f"never told: {wanted}")


def call(*options: str, cwd: Path = ROOT) -> None:
    """Start the program once more: it hands over what it was told, and ends."""
    argv = [sys.executable, "-m", "unjam.app", *options]
    done = subprocess.run(argv, env=environ(), cwd=cwd, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_every_option_reaches_the_one_instance(tmp_path: Path) -> None:
    with instance("--server", NOWHERE) as first:
        told(first, NOWHERE, "StartPage")
        call("--server", NOWHERE, "--jobs")
        told(first, NOWHERE, "JobsPage")
        call("--server", NOWHERE, "--diagnose", "Office")
        told(first, NOWHERE, "ChecklistPage", "Office")
        call("--server", NOWHERE, "--check")
        assert len(told(first, NOWHERE, "ChecklistPage", None)) == 1
        call("--server", "/another/place", "--cups-files", "etc/cups-files.conf", cwd=tmp_path)
        windows = told(first, "/another/place", str(tmp_path / "etc/cups-files.conf"))
        assert len(windows) == 2


def test_actions_are_activated_over_the_session_bus() -> None:
    with instance("--server", NOWHERE) as first:
        told(first, NOWHERE, "StartPage")
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        target = GLib.Variant("(ss)", (NOWHERE, "Office"))
        for name, values, page in (
            ("jobs", [], "JobsPage"),
            ("check", [], "ChecklistPage"),
            ("printer", [target], "PrinterPage"),
            ("diagnose", [target], "ChecklistPage"),
        ):
            bus.call_sync(
                APP_ID, "/" + APP_ID.replace(".", "/"), "org.freedesktop.Application",
                "ActivateAction", GLib.Variant("(sava{sv})", (name, values, {})),
                None, Gio.DBusCallFlags.NONE, 30_000,
            )  # fmt: skip
            told(first, NOWHERE, page)


def test_the_desktop_files_actions_are_options_of_the_program() -> None:
    desktop = (ROOT / "data" / f"{APP_ID}.desktop").read_text()
    commands = [line for line in desktop.splitlines() if line.startswith("Exec=")]
    assert commands == ["Exec=unjam-app", "Exec=unjam-app --check", "Exec=unjam-app --jobs"]


def test_another_server_has_a_window_of_its_own(driver: Driver, sandbox: SandboxFactory) -> None:
    one, other = sandbox(("Office",)), sandbox(("Lab",))

    async def way() -> None:
        window = driver.open_box(one)
        dialog = ServerDialog(window, one.server, window.open_server)
        dialog._row.set_text(f" {other.server} ")
        dialog.response("open")
        places = [w.session.place.server for w in driver.application.get_windows()]  # type: ignore[attr-defined]
        assert set(places) >= {one.server, other.server}
        second = driver.application.open_window(Place(other.server))
        await driver.until(lambda: second.live.printers.get("Lab"), "its printers")
        second.diagnose(["Lab"])
        assert isinstance(second.navigator.current, ChecklistPage)
        assert isinstance(window.navigator.current, StartPage)

    driver.run(way())
