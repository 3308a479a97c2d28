# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Devices on the network that cannot be found, reached, or asked at their place."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import (
    Answer,
    DeviceAddress,
    DeviceAnswer,
    DeviceName,
    DeviceReach,
    Knock,
    Reach,
)
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.messages import device as messages
from unjam.diagnosis.model import Evidence, Finding, Scope, Severity, Subject, SubjectKind
from unjam.diagnosis.reading.device_uri import address_uri
from unjam.diagnosis.remedies import Instruction, Remedy, RepointQueue, RepointToOther
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.wording import _, finding

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HIDES = (*FAILURES, "BACKEND_FAILED", "DEVICE_STATE_MISMATCH")
ONE_OF_SEVERAL = "/ipp/port1"
"""The first port of a print server: the resource of its printer alone, or of one among others."""


@rule("DEVICE_NAME_UNRESOLVED", supersedes=(*HIDES, "QUEUE_URI_STALE"))
def device_name_unresolved(
    name: DeviceName, device: DeviceAddress, queue: QueueState
) -> Finding | None:
    """Find a host that this machine's name service does not know, or does not tell.

    With nothing to print that is no problem yet: a laptop is elsewhere, a printer asleep.
    """
    if name.addresses:
        return None
    check = messages.CHECK_NETWORK if name.silent else messages.CHECK_NAME
    return finding(
        "DEVICE_NAME_UNRESOLVED",
        Severity.ERROR if needed(queue) else Severity.INFO,
        device_of(name.scope),
        messages.DEVICE_NAMES_SILENT if name.silent else messages.DEVICE_NAME_UNRESOLVED,
        evidence=(uri_evidence(device), resolver_evidence(name)),
        remedies=(Instruction(_(check).format(host=name.host)),),
        queue=name.scope[0].name,
        host=name.host,
    )


@rule("DEVICE_REFUSES", supersedes=(*HIDES, "QUEUE_URI_STALE"))
def device_refuses(reach: DeviceReach, device: DeviceAddress, queue: QueueState) -> Finding | None:
    """Find a closed port on a host that answers.

    On this computer itself the port belongs to a service for a printer that may simply be off.
    """
    if reach.best.reach is not Reach.REFUSED:
        return None
    asleep = device.host in LOOPBACK and not needed(queue)
    return finding(
        "DEVICE_REFUSES",
        Severity.INFO if asleep else Severity.ERROR,
        device_of(reach.scope),
        messages.DEVICE_REFUSES,
        evidence=(uri_evidence(device), *map(_knock, reach.attempts + reach.other_ports)),
        remedies=_instead(reach, device),
        queue=reach.scope[0].name,
        host=reach.host,
        port=device.port,
    )


@rule("DEVICE_UNREACHABLE", supersedes=(*HIDES, "QUEUE_URI_STALE"))
def device_unreachable(
    reach: DeviceReach, device: DeviceAddress, queue: QueueState
) -> Finding | None:
    """Find a host without a route or an answer. With nothing to print that is no problem yet."""
    if reach.best.reach in (Reach.CONNECTED, Reach.REFUSED):
        return None
    return finding(
        "DEVICE_UNREACHABLE",
        Severity.ERROR if needed(queue) else Severity.INFO,
        device_of(reach.scope),
        messages.DEVICE_UNREACHABLE,
        evidence=(uri_evidence(device), *map(_knock, reach.attempts)),
        remedies=(Instruction(_(messages.CHECK_POWER).format(host=reach.host)),),
        queue=reach.scope[0].name,
        host=reach.host,
    )


@rule("DEVICE_PATH_WRONG", supersedes=(*HIDES, "DEVICE_NOT_IPP", "QUEUE_URI_STALE"))
def device_path_wrong(answer: DeviceAnswer, device: DeviceAddress) -> Finding | None:
    """Find a device that speaks IPP and has no printer at the resource of the queue's URI."""
    if answer.answer is not Answer.NOT_FOUND:
        return None
    queue = answer.scope[0].name
    lost = _(messages.FIX_PATH).format(resource=device.resource, host=device.host)
    found = tuple(repoint(device, uri) for uri in answer.elsewhere[:1])
    return finding(
        "DEVICE_PATH_WRONG",
        Severity.ERROR,
        device_of(answer.scope),
        messages.DEVICE_PATH_WRONG,
        evidence=(ipp_evidence(answer), *map(_elsewhere, answer.elsewhere)),
        remedies=found or (Instruction(lost),),
        queue=queue,
        host=device.host,
        resource=device.resource,
    )


def repoint(device: DeviceAddress, uri: str) -> Remedy:
    """Give a queue the address of its printer.

    A queue that follows announcements would follow them no longer: that is for a person to decide.
    So is whose machine stands behind one port of a print server that has several.
    """
    if device.scheme == "dnssd":
        return Instruction(_(messages.SET_UP_AT).format(uri=uri))
    moves = uri.endswith(ONE_OF_SEVERAL) and device.resource != ONE_OF_SEVERAL
    return (RepointToOther if moves else RepointQueue)(device.scope[0].name, uri)


def needed(queue: QueueState) -> bool:
    """Whether somebody waits for this device: a job is queued, or a failure stopped the queue."""
    return queue.queued_jobs > 0


def device_of(scope: Scope) -> Subject:
    """Name the device behind a queue; people know it by the queue."""
    return Subject(SubjectKind.DEVICE, scope[0].name)


def uri_evidence(device: DeviceAddress) -> Evidence:
    """Quote where the queue says that its device is."""
    return Evidence("Get-Printer-Attributes", "device-uri", device.uri)


def ipp_evidence(answer: DeviceAnswer) -> Evidence:
    """Quote how the device itself answered."""
    status = "" if answer.status is None else f"0x{answer.status:04x} "
    said = answer.message or answer.answer.value
    return Evidence(answer.uri, "Get-Printer-Attributes", f"{status}{said}")


def _elsewhere(uri: str) -> Evidence:
    return Evidence(uri, "Get-Printer-Attributes", "successful-ok")


def resolver_evidence(name: DeviceName) -> Evidence:
    """Quote what the name service said."""
    return Evidence("getaddrinfo()", name.host, f"{name.error}: {name.text}")


def _knock(knock: Knock) -> Evidence:
    answer = f"{knock.error}: {knock.text}" if knock.error else "connected"
    return Evidence("connect()", knock.target, f"{answer} ({knock.seconds:.1f} s)")


def _instead(reach: DeviceReach, device: DeviceAddress) -> tuple[Remedy, ...]:
    """Suggest the protocols whose ports the same host does accept; else to switch this one on."""
    remedies: list[Remedy] = [
        Instruction(_(messages.ENABLE_IPP).format(port=device.port)),
        Instruction(_(messages.CHECK_POWER).format(host=device.host)),
    ]
    for knock in reach.other_ports:
        if knock.reach is Reach.CONNECTED:
            port = int(knock.target.rpartition(":")[2])
            resource = OTHER_RESOURCES.get(port, "/")
            uri = address_uri(OTHER_SCHEMES[port], device.host, port, resource)
            text = _(messages.OTHER_PORT_OPEN).format(open=port, uri=uri)
            remedies.insert(0, Instruction(text))
    return tuple(remedies)


OTHER_SCHEMES = {631: "ipp", 9100: "socket", 515: "lpd"}
"""The printing ports that are tried when the queue's own is closed."""

OTHER_RESOURCES = {631: "/ipp/print"}
