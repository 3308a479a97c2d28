# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Pictures of every page, of a real print server: light and dark, wide and narrow.

python -m benchmarks.app.screenshots [DIRECTORY] [LANGUAGE] [light-wide …]
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
QUEUES = ("Office", "Lab", "Photo")
FAULTS = ("queue-stopped@Office", "queue-rejecting@Lab", "supply-low@Photo")
TITLES = ("Timetable for the spring term.pdf", "Invoice 2026-118", "Holiday photos <best of>")
BETWEEN = 0.25
"""Seconds from one look to the next; two looks that are the same show a window at rest."""
LOOKS = 8
"""How often to look at a window that never rests, because something turns in it."""
PATIENCE = 40.0
"""Seconds to wait for a window that has nothing to show yet."""


class Camera:
    """Takes pictures of one window, in one size and one style."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._number = 0

    async def take(self, window: Gtk.Window, title: str) -> None:
        """Draw the window into a file, once it has come to rest."""
        self._number += 1
        async with asyncio.timeout(PATIENCE):
            while not (now := drawn(window)):  # noqa: ASYNC110 - nothing tells when it is drawn
                await asyncio.sleep(BETWEEN)
        for _ in range(LOOKS):
            await asyncio.sleep(BETWEEN)
            before, now = now, drawn(window)
            if now == before:
                break
        (self._directory / f"{self._number:02}-{title}.png").write_bytes(now)


def drawn(window: Gtk.Window) -> bytes:
    """What the window shows, as PNG; empty while it has nothing to show."""
    from gi.repository import Graphene, Gtk

    size = window.get_width(), window.get_height()
    snapshot = Gtk.Snapshot()
    Gtk.WidgetPaintable.new(window).snapshot(snapshot, *size)
    node = snapshot.to_node()
    if node is None or not window.get_mapped():
        return b""
    texture = window.get_renderer().render_texture(node, Graphene.Rect().init(0, 0, *size))
    return bytes(texture.save_to_png_bytes().get_data() or b"")


class Walk:
    """One way through all pages, with a camera."""

    def __init__(self, driver: Driver, box: Sandbox, size: tuple[int, int], camera: Camera) -> None:
        self._driver = driver
        self._box = box
        self._camera = camera
        self._window = driver.open_box(box)
        self._window.set_default_size(*size)

    async def go(self) -> None:
        """Everything, one after another."""
        await self._through()
        self._window.navigator.finish()
        await self._printers()
        await self._documents()
        await self._new_printer()
        await self._dialogs()

    async def _take(self, title: str) -> None:
        await self._camera.take(self._window, title)

    def _press(self, position: int) -> None:
        """Press one of the buttons of a page of stages, whatever it says."""
        page = self._driver.page
        list(page.steps.values())[position].emit("clicked")  # type: ignore[attr-defined]

    async def _content(self, what: str) -> None:
        await self._driver.until(lambda: self._driver.page.state == "content", what, 40)

    async def _through(self) -> None:
        """From "it does not print" to paper."""
        from gi.repository import Adw

        from unjam.app.pages.checklist import ChecklistPage
        from unjam.app.pages.findings import FindingsPage

        driver, window, office = self._driver, self._window, self._box.printer_of("Office")
        await self._content("the printers")
        await self._take("start")
        await asyncio.to_thread(office.freeze)  # so that one check takes its time
        window.diagnose(["Office"])
        checklist = await driver.until_page(ChecklistPage)
        progress = checklist.consultation
        await driver.until(lambda: progress.progress.finished > 40, "most checks", 40)
        await self._take("checklist")
        checklist.stop()
        await self._take("stopped")
        checklist.check()
        await asyncio.to_thread(office.thaw)
        page = await driver.until_page(FindingsPage, 60)
        await self._take("findings")
        page.cards[0].proof.set_expanded(True)
        page.part("unchecked", Adw.ExpanderRow).set_expanded(True)
        await self._take("proof")
        driver.buttons(page.cards[0].remedies)[0].emit("clicked")
        await self._take("remedy")
        self._press(0)
        await driver.until(lambda: len(driver.page.steps) > 1, "done", 40)  # type: ignore[attr-defined]
        await self._take("done")
        window.open_test_page(page.consultation)
        await self._take("test-page")
        self._press(0)
        await driver.until(lambda: len(driver.page.steps) > 2, "the question", 60)  # type: ignore[attr-defined]
        await self._take("did-it-come-out")
        self._press(2)
        await self._take("nothing-came-out")
        page.consultation.came_out = True
        window.open_outcome(page.consultation)
        await self._take("well-again")
        window.open_report(page.consultation)
        await self._content("the report")
        await self._take("report")
        window.diagnose(None)
        await driver.until_page(FindingsPage, 60)
        await self._take("everything")

    async def _printers(self) -> None:
        """A printer's page, its settings, its removal, and all printers."""
        from gi.repository import Adw, Gtk

        from unjam.app.pages.printer import PrinterPage
        from unjam.app.store.values import Supply
        from unjam.app.widgets.choices import ChoiceRow

        driver, window = self._driver, self._window
        window.open_printer("Photo")
        page = await driver.until_page(PrinterPage)
        await driver.until(lambda: not page.tasks.running("settings of the queue"), "settings")
        await self._take("printer")
        adjustment = page.part("content", Gtk.ScrolledWindow).get_vadjustment()
        adjustment.set_value(page.part("options", Gtk.Widget).get_allocation().y - 60)
        row = page.part("options", Adw.PreferencesGroup)
        quality = [r for r in driver.inside(row) if isinstance(r, ChoiceRow)][1]
        quality.set_selected(2)
        await driver.until(driver.toast, "the toast")
        await self._take("settings")
        supplies = (Supply("Black toner", "#000000", 68, 10), Supply("Cyan ink", "#00ffff", 7, 10))
        page._show_supplies(supplies)
        for widget in driver.inside(window.toasts):
            if widget.get_css_name() == "toast":
                driver.buttons(widget)[-1].emit("clicked")
        await driver.until(lambda: not driver.toast(), "no toast")
        adjustment.set_value(adjustment.get_upper())
        await self._take("printer-end")
        page.part("remove", Adw.ActionRow).emit("activated")
        await self._take("remove")
        window.open_printers()
        await self._take("printers")

    async def _documents(self) -> None:
        """Documents that wait, and none."""
        from unjam.cups import AsyncConnection

        async with AsyncConnection(self._box.server) as connection:
            await connection.pause_printer("Photo")
            jobs = [await connection.print_test_page("Photo", title=title) for title in TITLES]
            await connection.hold_job(jobs[0])
        self._window.open_jobs()
        await self._driver.until_read(TITLES[-1])
        await self._take("documents")
        self._window.open_jobs("Lab")
        await self._content("no documents")
        await self._take("no-documents")

    async def _new_printer(self) -> None:
        """Devices, and one of them."""
        from unjam.app.pages.add import AddPage
        from unjam.app.store.values import Device

        found = (
            Device(
                "ipp://printer.local/ipp/print", "Canon TR4500", "Canon TR4500", "Hall", "network"
            ),
            Device("ipps://laser.local/ipp/print", "Brother HL-L2350DW", "", "Office", "network"),
            Device("socket://192.0.2.7", "Kyocera FS-1030D", "", "", "network"),
            Device("usb://EPSON/WF-2810", "EPSON WF-2810 Series", "", "", "direct"),
        )
        self._window.add_printer()
        page = await self._driver.until_page(AddPage)
        for device in found:
            page._add(device)
        await self._take("add")
        page._choose(found[0])
        await self._take("new-printer")

    async def _dialogs(self) -> None:
        """What stands before the window, and a window without a server."""
        from unjam.app.session import Place
        from unjam.app.widgets.server_dialog import ServerDialog
        from unjam.auth import PromptRequest, Reason

        prompts, window = self._driver.application.prompts, self._window
        request = PromptRequest(
            "Resume the printer Office", "print.lan:631", "ada", Reason.REFUSED, 2
        )
        prompts.show(request, lambda _answer: None)
        await self._driver.until(lambda: prompts.dialog, "the dialog")
        if prompts.dialog is not None:
            await self._camera.take(prompts.dialog, "password")
            prompts.dialog.close()
        server = ServerDialog(window, self._box.server, window.open_server)
        keys = window.get_help_overlay()
        for dialog, title in ((server, "server"), (keys, "shortcuts")):
            dialog.present()
            await self._camera.take(dialog, title)
            dialog.close()
        lost = self._driver.application.open_window(Place("/nowhere/cups.sock"))
        lost.set_default_size(*window.get_default_size())
        await self._camera.take(lost, "no-server")
        lost.close()


def main() -> None:
    """Take all pictures."""
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots")
    language = sys.argv[2] if len(sys.argv) > 2 else "en"
    display = Display()
    display.start(size="1400x1200x24")
    os.environ["LANGUAGE"] = language
    os.environ.setdefault("LANG", "C.UTF-8")
    from tests.app.driver import GtkLoop

    loop = GtkLoop()
    kinds = [f"{style}-{size}" for style in ("light", "dark") for size in SIZES]
    for kind in sys.argv[3:] or kinds:
        style, size = kind.split("-")
        one(loop, directory / kind, style, size)
        print(kind, flush=True)
    display.stop()
    os._exit(0)  # GDK ends a process whose display went away with 1, whenever it notices


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
    with Sandbox(QUEUES, faults=FAULTS) as box:
        # Printing tells the queue of the printer's toner.
        box.cups.await_job(box.cups.print("Photo"))
        driver.run(take(driver, box, SIZES[size], Camera(directory)), 300)
        driver.finish()


async def take(driver: Driver, box: Sandbox, size: tuple[int, int], camera: Camera) -> None:
    """Walk through the pages of a window of its own."""
    await Walk(driver, box, size, camera).go()


if __name__ == "__main__":
    main()
