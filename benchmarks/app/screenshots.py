# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Pictures of every page, of a real print server: light and dark, wide and narrow.

python -m benchmarks.app.screenshots [DIRECTORY] [LANGUAGE]
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.app.display import Display

if TYPE_CHECKING:
    from gi.repository import Gtk
    from tests.app.driver import Driver

    from unjam.sandbox import Sandbox

SIZES = {"wide": (760, 800), "narrow": (360, 720)}
BETWEEN = 0.4
"""Seconds from one look to the next; two looks that are the same show a window at rest."""

LOOKS = 6
"""How often to look at a window that never rests, because something turns in it."""


class Camera:
    """Takes pictures of one window, in one size and one style."""

    def __init__(self, directory: Path, name: str) -> None:
        self._directory = directory
        self._name = name
        self._number = 0

    async def take(self, window: Gtk.Window, title: str) -> None:
        """Draw the window into a file, once it has come to rest."""
        self._number += 1
        before, now = b"", b"nothing yet"
        for _ in range(LOOKS):
            if now == before != b"":
                break
            await asyncio.sleep(BETWEEN)
            before, now = now, drawn(window)
        (self._directory / f"{self._name}-{self._number:02}-{title}.png").write_bytes(now)


def drawn(window: Gtk.Window) -> bytes:
    """What the window shows, as PNG; empty while it has nothing to show."""
    from gi.repository import Graphene, Gtk

    size = window.get_width(), window.get_height()
    snapshot = Gtk.Snapshot()
    Gtk.WidgetPaintable.new(window).snapshot(snapshot, *size)
    node = snapshot.to_node()
    if node is None:
        return b""
    texture = window.get_renderer().render_texture(node, Graphene.Rect().init(0, 0, *size))
    return bytes(texture.save_to_png_bytes().get_data() or b"")


async def walk_through(driver: Driver, box: Sandbox, size: tuple[int, int], camera: Camera) -> None:
    """The whole way, and the pages beside it."""
    from unjam.app.pages.findings import FindingsPage

    window = driver.open_box(box)
    window.set_default_size(*size)
    await driver.until(lambda: driver.page.state == "content", "the printers")
    await camera.take(window, "start")
    await asyncio.to_thread(box.printer_of("Office").freeze)  # so that one check takes its time
    window.diagnose(["Office"])
    await asyncio.sleep(0.5)
    await camera.take(window, "checklist")
    await asyncio.to_thread(box.printer_of("Office").thaw)
    await driver.until(lambda: isinstance(driver.page, FindingsPage), "findings", 40)
    page = driver.page
    assert isinstance(page, FindingsPage)
    await camera.take(window, "findings")
    page.cards[0].proof.set_expanded(True)
    await camera.take(window, "proof")
    driver.buttons(page.cards[0].remedies)[0].emit("clicked")
    await camera.take(window, "remedy")
    driver.page.apply()  # type: ignore[attr-defined]
    await asyncio.sleep(1.5)
    await camera.take(window, "done")
    window.open_test_page(page.consultation)
    await camera.take(window, "test-page")
    driver.page.print_page()  # type: ignore[attr-defined]
    await driver.until(lambda: "?" in driver.page.headline, "the question", 40)  # type: ignore[attr-defined]
    await camera.take(window, "did-it-come-out")
    page.consultation.came_out = True
    window.open_outcome(page.consultation)
    await camera.take(window, "well-again")
    window.open_report(page.consultation)
    await camera.take(window, "report")
    window.navigator.home()
    await beside(driver, camera)


async def beside(driver: Driver, camera: Camera) -> None:
    """The other pages, the dialog, and the troubles."""
    from unjam.app.session import Place
    from unjam.app.store.values import Device
    from unjam.auth import PromptRequest, Reason

    window = driver.window
    window.diagnose(None)
    await asyncio.sleep(4)
    await camera.take(window, "everything")
    window.open_printer("Photo")
    await asyncio.sleep(0.5)
    await camera.take(window, "printer")
    window.open_jobs()
    await asyncio.sleep(0.5)
    await camera.take(window, "documents")
    window.open_printers()
    await camera.take(window, "printers")
    window.add_printer()
    await asyncio.sleep(2.5)
    await camera.take(window, "add")
    driver.page._choose(Device("ipp://printer.local/ipp/print", "Canon TR4500", location="Hall"))  # type: ignore[attr-defined]
    await camera.take(window, "new-printer")
    prompts = driver.application.prompts
    request = PromptRequest("Resume the queue Office", "print.lan:631", "ada", Reason.REFUSED, 2)
    prompts.show(request, lambda _answer: None)
    await asyncio.sleep(0.3)
    if prompts.dialog is not None:
        await camera.take(prompts.dialog, "password")
        prompts.dialog.close()
    lost = driver.application.open_window(Place("/nowhere/cups.sock"))
    lost.set_default_size(*window.get_default_size())
    await asyncio.sleep(0.5)
    await camera.take(lost, "no-server")
    lost.close()


def main() -> None:
    """Take all pictures."""
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots")
    language = sys.argv[2] if len(sys.argv) > 2 else "en"
    directory.mkdir(parents=True, exist_ok=True)
    display = Display()
    display.start(size="1400x1200x24")
    os.environ["LANGUAGE"] = language
    os.environ.setdefault("LANG", "C.UTF-8")
    from tests.app.driver import GtkLoop

    loop = GtkLoop()
    kinds = [f"{style}-{size}" for style in ("light", "dark") for size in SIZES]
    for kind in sys.argv[3:] or kinds:
        style, size = kind.split("-")
        one(loop, directory, style, size)
        print(kind)


def one(loop: object, directory: Path, style: str, size: str) -> None:
    """All pictures in one style and size."""
    from gi.repository import Adw, Gtk
    from tests.app.driver import Driver

    from unjam.app import i18n
    from unjam.sandbox import Sandbox

    i18n.set_up()
    schemes = {"light": Adw.ColorScheme.FORCE_LIGHT, "dark": Adw.ColorScheme.FORCE_DARK}
    Adw.StyleManager.get_default().set_color_scheme(schemes[style])
    Gtk.Settings.get_default().set_property("gtk-font-name", "Cantarell 11")
    driver = Driver(loop)  # type: ignore[arg-type]
    driver.allowed_ms = float("inf")
    queues, faults = ("Office", "Lab", "Photo"), ("queue-stopped@Office", "queue-rejecting@Lab")
    with Sandbox(queues, faults=faults) as box:
        camera = Camera(directory, f"{style}-{size}")
        driver.run(walk_through(driver, box, SIZES[size], camera), 180)
        driver.finish()


if __name__ == "__main__":
    main()
