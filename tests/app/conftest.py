# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""GTK tests: a private display, an application on a GLib loop, and a guard of that loop.

A test is an ordinary function that is marked `gtk` and hands a coroutine to `gtk.run`. While it
runs, nothing may hold up the main loop: what blocks belongs in `asyncio.to_thread`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.app.display import Display

if TYPE_CHECKING:
    from tests.app.driver import Driver, GtkLoop

MISSING = [program for program in ("Xvfb", "dbus-daemon") if shutil.which(program) is None]
DISPLAY = Display()
if not MISSING:
    DISPLAY.start()  # before any test module imports GTK
    import unjam.app  # noqa: F401 - says which versions of GTK and libadwaita


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("gtk") is not None and MISSING:
            item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(MISSING)}"))


def pytest_unconfigure() -> None:
    DISPLAY.stop()


@pytest.fixture(scope="session")
def gtk() -> Iterator[GtkLoop]:
    """The GLib loop, as asyncio's."""
    from tests.app.driver import GtkLoop

    loop = GtkLoop()
    yield loop
    loop.close()


@pytest.fixture
def driver(gtk: GtkLoop) -> Iterator[Driver]:
    """An application without windows yet, driven as a person would, and guarded."""
    from tests.app.driver import Driver

    driver = Driver(gtk)
    yield driver
    driver.finish()
