# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of finding printers: mDNS, and whatever translates it into addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unjam.sandbox.avahi import announce_nothing, start_avahi
from unjam.sandbox.faults.device import readdress
from unjam.sandbox.faults.table import fault, repairs
from unjam.sandbox.network import HERE, add_name

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

LOCAL_NAME: Final = "printer.local"
CROWD: Final = 300


@fault(
    "avahi-not-running",
    "AVAHI_NOT_RUNNING",
    "the printer is known by its .local name, and Avahi does not run",
    needs_namespace=True,
)
def avahi_not_running(box: Sandbox, queue: str) -> None:
    """Address the printer by a `.local` name, and print; nothing on the bus resolves it."""
    readdress(box, queue, LOCAL_NAME)


@fault(
    "mdns-name-service-missing",
    "MDNS_NAME_SERVICE_MISSING",
    "Avahi knows the printer's .local name, and programs do not ask it",
    needs_namespace=True,
)
def mdns_name_service_missing(box: Sandbox, queue: str) -> None:
    """Let Avahi announce the name, with no `mdns` in nsswitch.conf."""
    start_avahi(box)
    readdress(box, queue, LOCAL_NAME)


@fault(
    "printer-on-other-subnet",
    "PRINTER_ON_OTHER_SUBNET",
    "the printer's .local name is of another network; only its ordinary name leads there",
    needs_namespace=True,
)
def printer_on_other_subnet(box: Sandbox, queue: str) -> None:
    """Address the printer by a `.local` name that Avahi never hears, and that DNS knows without.

    The other network is this very host; what matters is real: mDNS stays silent about the name
    (Avahi runs and is asked), the name service knows it without `.local`.
    """
    start_avahi(box, host="somebody-else")
    name = LOCAL_NAME.removesuffix(".local")
    for address in ("127.0.0.1", "::1"):
        add_name(box, name, address)
    printer = box.printer_of(queue)
    printer.host = name
    printer.restart()
    readdress(box, queue, LOCAL_NAME)


@repairs("avahi-not-running", "mdns-name-service-missing")
def resolve_local_name(box: Sandbox, _queue: str) -> None:
    """Let the name resolve, as with Avahi and its name service in place."""
    add_name(box, LOCAL_NAME, "127.0.0.1")


@fault(
    "share-not-advertised",
    "SHARE_NOT_ADVERTISED",
    "queues are shared and to be announced, and Avahi does not hear of them",
    on_queue=False,
    needs_namespace=True,
)
def share_not_advertised(box: Sandbox, _queue: str) -> None:
    """Turn browsing on without the protocol that announces."""
    start_avahi(box)
    box.scheduler.settings.extra += [
        f"Listen {HERE}:{box.scheduler.settings.port}",
        "Browsing On",
        "BrowseLocalProtocols none",
    ]
    box.scheduler.restart()


@repairs("share-not-advertised")
def stop_sharing(box: Sandbox, _queue: str) -> None:
    """Share no more."""
    box.scheduler.settings.extra.clear()
    box.scheduler.restart()


@fault(
    "too-many-discovered",
    "TOO_MANY_DISCOVERED",
    "hundreds of printers are announced in this network",
    on_queue=False,
    needs_namespace=True,
)
def too_many_discovered(box: Sandbox, _queue: str) -> None:
    """Announce them all."""
    start_avahi(box, announced=[f"Printer {number}" for number in range(CROWD)])


@repairs("too-many-discovered")
def send_them_home(box: Sandbox, _queue: str) -> None:
    """Let their network be another one."""
    announce_nothing(box)
