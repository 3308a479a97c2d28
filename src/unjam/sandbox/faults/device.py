# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of the printer and of the way to it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Final

from unjam.sandbox import network
from unjam.sandbox.faults.table import fault, repairs
from unjam.sandbox.printer import FORMATS

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

PROCESSING: Final = 5
NAME: Final = "printer.unjam.invalid"
"""A host name that does not exist (RFC 6761, 6.4)."""


def _leave_waiting(box: Sandbox, queue: str) -> None:
    """Print, and wait until the backend tries: a printer with nothing to do may as well be off."""
    box.cups.await_job(box.cups.print(queue), PROCESSING)
    box.cups.await_message(queue)


def readdress(box: Sandbox, queue: str, host: str) -> None:
    """Address the queue's printer at another host, and print."""
    box.cups.point_at(queue, box.printer_of(queue).uri_at(host))
    _leave_waiting(box, queue)


# --- the way there ------------------------------------------------------------------------------


@fault(
    "device-name-unresolved",
    "DEVICE_NAME_UNRESOLVED",
    "the printer's host name does not resolve",
    needs_namespace=True,
)
def device_name_unresolved(box: Sandbox, queue: str) -> None:
    """Address the printer by a name that nobody knows."""
    readdress(box, queue, NAME)


@repairs("device-name-unresolved")
def name_printer(box: Sandbox, _queue: str) -> None:
    """Enter the name where names come from."""
    network.add_name(box, NAME, "127.0.0.1")


@fault("device-refuses", "DEVICE_REFUSES", "the printer's port is closed")
def device_refuses(box: Sandbox, queue: str) -> None:
    """Switch the printer off: its address, being this host, refuses."""
    box.printer_of(queue).stop()
    _leave_waiting(box, queue)


@repairs("device-refuses")
def switch_on(box: Sandbox, queue: str) -> None:
    """Switch the printer on."""
    box.printer_of(queue).start()


@fault(
    "device-unreachable",
    "DEVICE_UNREACHABLE",
    "there is no route to the printer",
    needs_namespace=True,
)
def device_unreachable(box: Sandbox, queue: str) -> None:
    """Address the printer where the network says that there is no route."""
    readdress(box, queue, network.NO_ROUTE)


@repairs("device-unreachable")
def find_route(box: Sandbox, _queue: str) -> None:
    """Plug the cable in."""
    network.bring_up(box, network.NO_ROUTE)


@fault(
    "device-silent",
    "DEVICE_UNREACHABLE",
    "nobody answers at the printer's address",
    needs_namespace=True,
)
def device_silent(box: Sandbox, queue: str) -> None:
    """Address the printer in a network that swallows everything."""
    readdress(box, queue, network.SILENT)


@repairs("device-silent")
def wake_up(box: Sandbox, _queue: str) -> None:
    """Switch on the printer at that address."""
    network.bring_up(box, network.SILENT)


@fault("device-path-wrong", "DEVICE_PATH_WRONG", "the printer has nothing at the queue's path")
def device_path_wrong(box: Sandbox, queue: str) -> None:
    """Address a resource that the printer does not have."""
    printer = box.printer_of(queue)
    box.cups.point_at(queue, printer.uri.replace("/ipp/print", "/printers/old"))


# --- paper, toner, cover --------------------------------------------------------------------------


@fault("media-empty", "MEDIA_EMPTY", "the printer is out of paper")
def media_empty(box: Sandbox, queue: str) -> None:
    """Take all sheets out of the tray."""
    box.printer_of(queue).set_media(level=0)


@repairs("media-empty")
def load_media(box: Sandbox, queue: str) -> None:
    """Fill the tray."""
    box.printer_of(queue).set_media()


@fault("cover-open", "COVER_OPEN", "the printer's cover is open")
def cover_open(box: Sandbox, queue: str) -> None:
    """Open the cover."""
    box.printer_of(queue).set_state("cover-open")


@repairs("cover-open")
def close_cover(box: Sandbox, queue: str) -> None:
    """Close the cover."""
    box.printer_of(queue).set_state()


@fault("supply-empty", "SUPPLY_EMPTY", "the toner cartridge is empty")
def supply_empty(box: Sandbox, queue: str) -> None:
    """Use up the black toner."""
    box.printer_of(queue).set_supplies(black=0)


@repairs("supply-empty")
def replace_supply(box: Sandbox, queue: str) -> None:
    """Put a new cartridge in."""
    box.printer_of(queue).set_supplies()


@fault("supply-low", "SUPPLY_LOW", "the toner is running out")
def supply_low(box: Sandbox, queue: str) -> None:
    """Leave five percent of black toner."""
    box.printer_of(queue).set_supplies(black=5)


@fault("media-jam", "MEDIA_JAM", "paper is jammed in the printer")
def media_jam(box: Sandbox, queue: str) -> None:
    """Jam the paper."""
    box.printer_of(queue).set_state("media-jam")


@fault("media-needed", "MEDIA_NEEDED", "the printer waits for other paper")
def media_needed(box: Sandbox, queue: str) -> None:
    """Let the printer ask for paper."""
    box.printer_of(queue).set_state("media-needed")


@fault("device-paused", "DEVICE_PAUSED", "somebody has paused the printer itself")
def device_paused(box: Sandbox, queue: str) -> None:
    """Press the pause key."""
    box.printer_of(queue).set_state("paused")


@fault("device-tray-missing", "MEDIA_EMPTY", "a paper tray is missing")
def device_tray_missing(box: Sandbox, queue: str) -> None:
    """Pull the tray out."""
    box.printer_of(queue).set_state("input-tray-missing")


@repairs(
    "supply-low",
    "media-jam",
    "media-needed",
    "device-paused",
    "device-tray-missing",
)
def tend_printer(box: Sandbox, queue: str) -> None:
    """Clear, refill, close, press the green key."""
    printer = box.printer_of(queue)
    printer.set_state()
    printer.set_supplies()


@fault("media-mismatch", "MEDIA_MISMATCH", "the paper that is loaded is not the queue's default")
def media_mismatch(box: Sandbox, queue: str) -> None:
    """Load A4 where the queue prints letter."""
    box.printer_of(queue).set_media(size="iso_a4_210x297mm")


@repairs("media-mismatch")
def load_letter(box: Sandbox, queue: str) -> None:
    """Load letter."""
    box.printer_of(queue).set_media()


@fault("device-busy", "DEVICE_BUSY", "another computer's job occupies the printer")
def device_busy(box: Sandbox, queue: str) -> None:
    """Send a long job to the printer itself, and print."""
    printer = box.printer_of(queue)
    printer.hold_back()
    printer.print_directly()
    box.cups.await_job(box.cups.print(queue), PROCESSING)
    box.scheduler.await_log("The printer is in use.")


@repairs("device-busy")
def finish_other_job(box: Sandbox, queue: str) -> None:
    """Let the other computer's job end."""
    box.printer_of(queue).let_go()


@fault("format-refused", "FORMAT_UNSUPPORTED", "the printer no longer takes what the driver sends")
def format_refused(box: Sandbox, queue: str) -> None:
    """Update the printer to a firmware that takes no PDF, and print."""
    printer = box.printer_of(queue)
    printer.formats = tuple(each for each in FORMATS if each != "application/pdf")
    printer.restart()
    box.cups.await_job(box.cups.print(queue))


@fault("job-unprinted", "JOB_COMPLETED_UNPRINTED", "a job is completed, and no page came out")
def job_unprinted(box: Sandbox, queue: str) -> None:
    """Switch the printer off and on while it prints: it forgets the job.

    The backend sleeps meanwhile (SIGSTOP): if it asked just then, it would say nothing of it.
    """
    printer = box.printer_of(queue)
    printer.hold_back()
    job_id = box.cups.print(queue)
    printer.await_job()
    box.cups.await_reason(queue, "cups-waiting-for-job-completed")
    backend = box.scheduler.backend_pid(job_id)
    os.kill(backend, signal.SIGSTOP)
    printer.stop()
    printer.let_go()
    printer.start()
    os.kill(backend, signal.SIGCONT)
    box.cups.await_job(job_id)


@repairs("format-refused")
def accept_formats(box: Sandbox, queue: str) -> None:
    """Go back to the former firmware, and forget the lost job."""
    printer = box.printer_of(queue)
    printer.formats = FORMATS
    printer.restart()
    forget_jobs(box, queue)


@repairs("job-unprinted")
def forget_jobs(box: Sandbox, queue: str) -> None:
    """Remove finished jobs from the history: somebody has printed them anew."""
    for job_id in box.cups.finished_jobs(queue):
        box.cups.purge(job_id)
