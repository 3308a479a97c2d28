# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of the printer and of the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unjam.sandbox import network
from unjam.sandbox.faults.table import fault, repairs

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

PROCESSING: Final = 5
NAME: Final = "printer.unjam.invalid"
"""A host name that does not exist (RFC 6761, 6.4)."""


def _leave_waiting(box: Sandbox, queue: str) -> None:
    """Print, and wait until the backend tries: a printer with nothing to do may as well be off."""
    box.cups.await_job(box.cups.print(queue), PROCESSING)
    box.cups.await_message(queue)


def _readdress(box: Sandbox, queue: str, host: str) -> None:
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
    _readdress(box, queue, NAME)


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
    _readdress(box, queue, network.NO_ROUTE)


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
    _readdress(box, queue, network.SILENT)


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
