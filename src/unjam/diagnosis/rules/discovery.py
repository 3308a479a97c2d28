# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Why a printer that announces itself is not found, or a share not seen."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import DeviceAddress, DeviceName
from unjam.diagnosis.facts.discovery import (
    Announced,
    AvahiAnswer,
    Firewall,
    LostName,
    SharedQueue,
    UnicastTwin,
)
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.server import ServerSettings
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.messages import discovery as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind
from unjam.diagnosis.packages import package_of
from unjam.diagnosis.remedies import (
    AllowMdns,
    Instruction,
    RepointToOther,
    RestartScheduler,
    StartUnit,
)
from unjam.diagnosis.rules.device_reach import device_of, needed, resolver_evidence, uri_evidence
from unjam.diagnosis.wording import _, finding

SYSTEM = Subject(SubjectKind.SYSTEM)
UNRESOLVED = ("DEVICE_NAME_UNRESOLVED",)
MANY = 200
"""Announced printers from which on dialogs get noticeably slow."""


@rule("AVAHI_NOT_RUNNING", supersedes=(*UNRESOLVED, "SHARE_NOT_ADVERTISED"))
def avahi_not_running(lost: LostName, device: DeviceAddress, queue: QueueState) -> Finding | None:
    """Find that Avahi does not run, where a queue's printer is known by a `.local` name."""
    if lost.avahi_running:
        return None
    return finding(
        "AVAHI_NOT_RUNNING",
        Severity.ERROR if needed(queue) else Severity.WARNING,
        SYSTEM,
        messages.AVAHI_NOT_RUNNING,
        evidence=(uri_evidence(device), Evidence("D-Bus", "org.freedesktop.Avahi", "no owner")),
        remedies=(StartUnit("avahi-daemon.service"),),
        queue=queue.name,
    )


@rule("MDNS_NAME_SERVICE_MISSING", supersedes=(*UNRESOLVED, "PRINTER_ON_OTHER_SUBNET"))
def mdns_name_service_missing(
    name: DeviceName, avahi: AvahiAnswer, system: Distribution | None
) -> Finding | None:
    """Find a name that Avahi resolves and getaddrinfo() does not."""
    if name.addresses or not avahi.address:
        return None
    look_for = Instruction(_(messages.INSTALL_NAME_SERVICE))
    return finding(
        "MDNS_NAME_SERVICE_MISSING",
        Severity.ERROR,
        SYSTEM,
        messages.MDNS_NAME_SERVICE_MISSING,
        evidence=(Evidence("Avahi", name.host, avahi.address), resolver_evidence(name)),
        remedies=(package_of("nss/mdns", system) or look_for,),
        queue=name.scope[0].name,
        host=name.host,
        address=avahi.address,
    )


@rule("MDNS_FIREWALLED", supersedes=UNRESOLVED)
def mdns_firewalled(
    device: DeviceAddress, name: DeviceName, firewall: Firewall, queue: QueueState
) -> Finding | None:
    """Find a firewall zone that keeps announcements out, where a `.local` name is not found."""
    closed = [z for z in firewall.zones if z.interfaces and not z.allows_mdns]
    if not device.local_name or name.addresses or not closed:
        return None
    zone = closed[0]
    interfaces = ", ".join(zone.interfaces)
    return finding(
        "MDNS_FIREWALLED",
        Severity.ERROR if needed(queue) else Severity.WARNING,
        SYSTEM,
        messages.MDNS_FIREWALLED,
        evidence=(
            Evidence("firewalld", f"zone {zone.name} ({interfaces}), service mdns", "not allowed"),
            resolver_evidence(name),
        ),
        remedies=(AllowMdns(zone.name),),
        queue=queue.name,
        zone=zone.name,
        interfaces=interfaces,
    )


@rule("PRINTER_ON_OTHER_SUBNET", supersedes=UNRESOLVED)
def printer_on_other_subnet(
    device: DeviceAddress, twin: UnicastTwin, avahi: AvahiAnswer | None
) -> Finding | None:
    """Find a `.local` name that nobody knows here, of a host that ordinary DNS knows."""
    if not twin.reachable or (avahi is not None and avahi.address):
        return None
    queue = device.scope[0].name
    return finding(
        "PRINTER_ON_OTHER_SUBNET",
        Severity.ERROR,
        device_of(device.scope),
        messages.PRINTER_ON_OTHER_SUBNET,
        evidence=(
            uri_evidence(device),
            Evidence("getaddrinfo()", twin.host, ", ".join(twin.addresses)),
            Evidence("connect()", f"{twin.addresses[0]}:{device.port}", "connected"),
        ),
        remedies=(RepointToOther(queue, device.uri.replace(device.host, twin.host, 1)),),
        queue=queue,
        host=device.host,
        twin=twin.host,
    )


@rule("SHARE_NOT_ADVERTISED")
def share_not_advertised(announced: Announced, settings: ServerSettings) -> Finding | None:
    """Find shared queues that are not among what the network announces."""
    if not (settings.browsing and settings.listens_outside):
        return None
    unseen = [q.name for q in announced.shared if not _is_seen(q, announced)]
    if not unseen:
        return None
    return finding(
        "SHARE_NOT_ADVERTISED",
        Severity.WARNING,
        SYSTEM,
        messages.SHARE_NOT_ADVERTISED,
        evidence=(
            Evidence("CUPS-Get-Printers", "printer-is-shared", ", ".join(unseen)),
            Evidence("Avahi", "_ipp._tcp", ", ".join(announced.names) or "nothing"),
        ),
        remedies=(RestartScheduler(),),
        queues=", ".join(unseen[:10]),
    )


def _is_seen(queue: SharedQueue, announced: Announced) -> bool:
    return any(name.startswith(queue.label) for name in announced.names)


@rule("TOO_MANY_DISCOVERED")
def too_many_discovered(announced: Announced) -> Finding | None:
    """Find a network with more announced printers than a dialog can bear: a hint."""
    if len(announced.names) < MANY:
        return None
    took = f"{len(announced.names)} in {announced.seconds:.1f} s"
    return finding(
        "TOO_MANY_DISCOVERED",
        Severity.INFO,
        SYSTEM,
        messages.TOO_MANY_DISCOVERED,
        evidence=(Evidence("Avahi", "_ipp._tcp", took),),
        remedies=(Instruction(_(messages.FILTER_BROWSING)),),
        count=len(announced.names),
    )
