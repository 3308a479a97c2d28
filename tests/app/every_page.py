# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Opens every page there is, one after another, for tests that look at all of them.

`python -m tests.app.every_page LANGUAGE` prints the least width of each in that language, because a
process has one language.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator, Callable

from tests.app.display import Display


async def every_page(driver: object, box: object) -> AsyncIterator[str]:
    """Open each page with its content, at rest, and tell its name; a stage is a page, too."""
    from tests.app.driver import Driver

    from unjam.app.consultation import Consultation
    from unjam.app.pages.checklist import ChecklistPage
    from unjam.app.pages.findings import FindingsPage
    from unjam.app.store.values import Device
    from unjam.cups import AsyncConnection
    from unjam.diagnosis.remedies import DeleteQueue
    from unjam.sandbox import Sandbox

    assert isinstance(driver, Driver)
    assert isinstance(box, Sandbox)
    window = driver.open_box(box)
    await driver.until(lambda: driver.page.state == "content", "the printers")
    yield "start"
    window.diagnose(["Office"])
    checklist = await driver.until_page(ChecklistPage)
    await driver.at_rest()
    yield "checklist"
    checklist.stop()
    yield "checklist, stopped"
    checklist.check()
    findings = await driver.until_page(FindingsPage)
    await driver.at_rest()
    yield "findings"
    consultation, finding = findings.consultation, findings.cards[0].finding
    async with AsyncConnection(box.server) as connection:
        await connection.print_test_page("Office", title="A document with a rather long title.pdf")
    pages: tuple[tuple[str, Callable[[], object]], ...] = (
        ("remedy", lambda: window.open_remedy(consultation, finding, finding.remedies[0])),
        ("removal", lambda: window.open_remedy(consultation, None, DeleteQueue("Lab"))),
        ("test page", lambda: window.open_test_page(Consultation(["Office"]))),
        ("outcome", lambda: window.open_outcome(consultation)),
        ("report", lambda: window.open_report(consultation)),
        ("printer", lambda: window.open_printer("Office")),
        ("documents", lambda: window.open_jobs("Office")),
        ("no documents", lambda: window.open_jobs("Lab")),
        ("printers", window.open_printers),
        ("add a printer", window.add_printer),
    )
    for name, open_page in pages:
        window.navigator.finish()  # so that no other page is behind this one
        await driver.at_rest()
        open_page()
        await driver.until(lambda: driver.page.state == "content", name)
        await driver.at_rest()
        yield name
    driver.page._choose(Device("ipp://printer.local/ipp/print", "Canon TR4500 series"))  # type: ignore[attr-defined]
    await driver.at_rest()
    yield "new printer"
    driver.open("/nowhere/at/all")
    await driver.until(lambda: driver.page.state == "error", "trouble")
    yield "trouble"


async def widths(driver: object, box: object) -> dict[str, int]:
    """The least width of every page, in pixels."""
    from gi.repository import Gtk
    from tests.app.driver import Driver

    assert isinstance(driver, Driver)
    found = {}
    async for name in every_page(driver, box):
        found[name] = driver.page.measure(Gtk.Orientation.HORIZONTAL, -1)[0]
    return found


def main(language: str) -> None:
    """Measure in this language."""
    display = Display()
    display.start()
    os.environ["LANGUAGE"] = language
    os.environ["LC_ALL"] = "C.UTF-8"
    from tests.app.driver import Driver, GtkLoop

    from unjam.app import i18n
    from unjam.sandbox import Sandbox

    i18n.set_up()
    driver = Driver(GtkLoop())
    with Sandbox(("Office", "Lab"), faults=("queue-stopped@Office",)) as box:
        found = driver.run(widths(driver, box), 200)
        driver.finish()
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    display.stop()
    os._exit(0)  # GDK ends a process whose display went away with 1, whenever it notices


if __name__ == "__main__":
    main(sys.argv[1])
