# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Why a printer that announces itself is not found, or a share not seen."""

from __future__ import annotations

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import missing
from unjam.diagnosis.facts.device import DeviceAddress, DeviceName
from unjam.diagnosis.facts.discovery import (
    Announced,
    AvahiAnswer,
    Firewall,
    FirewallZone,
    LostName,
    UnicastTwin,
)
from unjam.diagnosis.facts.queue import QueueDevices, QueueState
from unjam.diagnosis.facts.server import CupsFiles, ServerReach, ServerSettings
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.messages import discovery as messages
from unjam.diagnosis.messages.device import SET_UP_AT
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind, Unknown
from unjam.diagnosis.packages import package_of
from unjam.diagnosis.reading.device_uri import address_uri, at_other_host
from unjam.diagnosis.remedies import (
    AllowMdns,
    Instruction,
    Remedy,
    RepointToOther,
    StartUnit,
)
from unjam.diagnosis.rules.device_reach import device_of, needed, resolver_evidence, uri_evidence
from unjam.diagnosis.rules.server import restart
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
    """Find that no zone of the network lets announcements in, where a `.local` name is lost."""
    zones = [(zone, real_interfaces(zone)) for zone in firewall.zones]
    outside = [(zone, names) for zone, names in zones if names]
    shut = bool(outside) and not any(zone.allows_mdns for zone, _names in outside)
    if not device.local_name or name.addresses or not shut:
        return None
    zone, names = outside[0]
    interfaces = ", ".join(names)
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


VIRTUAL = (
    "docker",
    "br-",
    "podman",
    "cni",
    "virbr",
    "vnet",
    "veth",
    "lxc",
    "lxdbr",
    "waydroid",
)
"""Beginnings of the names of interfaces behind which there are containers and virtual machines."""


def real_interfaces(zone: FirewallZone) -> tuple[str, ...]:
    """Name those interfaces of a zone behind which a printer may be."""
    return tuple(name for name in zone.interfaces if not name.startswith(VIRTUAL))


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
        remedies=(_repoint(device, twin),),
        queue=queue,
        host=device.host,
        twin=twin.host,
    )


def _repoint(device: DeviceAddress, twin: UnicastTwin) -> Remedy:
    if device.scheme == "dnssd":
        uri = address_uri(_scheme(device), twin.host, device.port, device.resource)
        return Instruction(_(SET_UP_AT).format(uri=uri))
    return RepointToOther(device.scope[0].name, at_other_host(device.uri, twin.host))


def _scheme(device: DeviceAddress) -> str:
    if not device.is_ipp:
        return "socket"
    return "ipps" if device.encrypted else "ipp"


@rule("SHARE_NOT_ADVERTISED")
def share_not_advertised(
    announced: Announced,
    settings: ServerSettings,
    reach: ServerReach,
    files: CupsFiles,
    queues: QueueDevices | Unknown | None,
) -> Verdict:
    """Find shared queues that are not among what the network announces."""
    if not (settings.browsing and settings.listens_outside):
        return None
    unseen = [q.name for q in announced.shared if not any(map(q.is_announced_as, announced.names))]
    if not unseen:
        return missing(queues)
    return finding(
        "SHARE_NOT_ADVERTISED",
        Severity.WARNING,
        SYSTEM,
        messages.SHARE_NOT_ADVERTISED,
        evidence=(
            Evidence("CUPS-Get-Printers", "printer-is-shared", ", ".join(unseen)),
            Evidence("Avahi", "_ipp._tcp", ", ".join(announced.names) or "nothing"),
        ),
        remedies=(restart(reach, files),),
        queues=", ".join(unseen[:10]),
    )


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
