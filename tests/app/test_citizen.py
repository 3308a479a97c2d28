# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A good citizen: translations that fit, desktop files that are valid, a start without a bus."""

from __future__ import annotations

import gettext
import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest
from tests.app.conftest import DISPLAY

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((ROOT / "po").glob("*.po"))


def needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def fields(text: str) -> set[str]:
    """The names of the placeholders in a format string."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_complete_and_keeps_every_placeholder(path: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "unjam.mo"
    done = subprocess.run(
        [needs("msgfmt"), "--check", "--statistics", "-o", str(compiled), str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    assert done.returncode == 0, done.stderr
    assert "untranslated" not in done.stderr
    assert "fuzzy" not in done.stderr
    with compiled.open("rb") as stream:
        catalogue = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    for original, translation in catalogue.items():
        text = original[0] if isinstance(original, tuple) else original
        if text and text != "translator-credits":
            # A plural's singular may leave the number out.
            assert fields(translation) >= fields(text), text


def test_the_desktop_files_are_valid() -> None:
    desktop = sorted((ROOT / "data").glob("*.desktop"))
    assert desktop
    subprocess.run([needs("desktop-file-validate"), *map(str, desktop)], check=True)


def test_the_metainfo_is_valid() -> None:
    found = sorted((ROOT / "data").glob("*.metainfo.xml"))
    assert found
    subprocess.run([needs("appstreamcli"), "validate", "--no-net", *map(str, found)], check=True)


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=90,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )


START = """
import sys
from unjam.app.main import main
from gi.repository import GLib
import unjam.app.application as application

class Quick(application.Application):
    def open_window(self, place):
        window = super().open_window(place)
        GLib.timeout_add(300, self.quit)
        return window

application.Application = Quick
sys.exit(main(["unjam-app", "--server", "/nowhere/at/all"]))
"""


@pytest.mark.gtk
def test_it_starts_without_a_session_bus() -> None:
    done = run(START, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere/at/all", DISPLAY=DISPLAY.number)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_display_it_says_what_to_do_instead() -> None:
    code = "import sys; from unjam.app.main import main; sys.exit(main())"
    done = run(code, DISPLAY="", WAYLAND_DISPLAY="", GDK_BACKEND="x11")
    assert done.returncode == 1
    assert "unjam doctor" in done.stderr
    assert "Traceback" not in done.stderr
