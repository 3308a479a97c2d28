# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Printers on USB: whether they are there, and who else holds them."""

from __future__ import annotations

import re

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import missing
from unjam.diagnosis.facts.driver import QueueBackend, QueueRuns
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.usb import IppUsb, UsbAddress, UsbDevice, UsbDevices
from unjam.diagnosis.messages import usb as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.reading.usb_uri import is_model, usb_address
from unjam.diagnosis.remedies import Instruction, RepointToOther
from unjam.diagnosis.rules.device_reach import device_of, needed
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.rules.driver_runs import said_last
from unjam.diagnosis.wording import _, finding

HIDES = (*FAILURES, "BACKEND_FAILED", "QUEUE_URI_STALE")
RUNS_BY_OTHERS = 0o011
"""A backend with one of these bits runs as `lp`, otherwise as root (cupsd_start_job, backroot)."""
CLAIM = re.compile(r"claim|resource busy|usblp|Unable to open device", re.IGNORECASE)


@rule("USB_DEVICE_MISSING", supersedes=HIDES)
def usb_device_missing(usb: UsbAddress, devices: UsbDevices, queue: QueueState) -> Finding | None:
    """Find a queue whose USB printer is not plugged in at all. Unneeded, it may well be off."""
    same_model = [d for d in devices.devices if d.is_printer and is_model(d, usb.model)]
    if meant(usb, devices) or same_model:
        return None
    return finding(
        "USB_DEVICE_MISSING",
        Severity.ERROR if needed(queue) else Severity.INFO,
        device_of(usb.scope),
        messages.USB_DEVICE_MISSING,
        evidence=(uri_of(usb), *map(seen, devices.devices), _nothing(devices)),
        remedies=(Instruction(_(messages.PLUG_IN)),),
        queue=queue.name,
        model=usb.model,
    )


@rule("USB_SERIAL_CHANGED", supersedes=(*HIDES, "USB_DEVICE_MISSING"))
def usb_serial_changed(usb: UsbAddress, devices: UsbDevices) -> Finding | None:
    """Find the same model with another serial number, that no other queue uses."""
    taken = {serial for uri in devices.queue_uris if (serial := (usb_address(uri) or ("", ""))[1])}
    twins = [
        device
        for device in devices.devices
        if device.is_printer and device.serial and is_model(device, usb.model)
    ]
    others = [device for device in twins if device.serial not in taken]
    if not usb.serial or not others or meant(usb, devices):
        return None
    queue, found = usb.scope[0].name, [device.serial for device in others]
    return finding(
        "USB_SERIAL_CHANGED",
        Severity.ERROR,
        device_of(usb.scope),
        messages.USB_SERIAL_CHANGED,
        evidence=(uri_of(usb), *map(seen, others)),
        remedies=tuple(
            RepointToOther(queue, usb.uri.replace(usb.serial, serial)) for serial in found
        ),
        queue=queue,
        serial=usb.serial,
        found=", ".join(found),
    )


@rule("USB_PERMISSION", supersedes=HIDES)
def usb_permission(
    usb: UsbAddress, devices: UsbDevices, backend: QueueBackend | Unknown | None
) -> Verdict:
    """Find a device node that is closed to `lp`, where the backend runs as `lp`."""
    device = meant(usb, devices)
    if device is None or not device.node.exists or _open_to_lp(device):
        return None
    if not (isinstance(backend, QueueBackend) and backend.file.mode & RUNS_BY_OTHERS):
        return missing(backend)
    node = device.node
    rights = f"{node.mode:04o} {node.owner}:{node.group}"
    return finding(
        "USB_PERMISSION",
        Severity.ERROR,
        device_of(usb.scope),
        messages.USB_PERMISSION,
        evidence=(seen(device), Evidence("stat()", node.path, rights)),
        remedies=(Instruction(_(messages.REPLUG), ("udevadm", "trigger", "-s", "usb")),),
        queue=usb.scope[0].name,
        path=node.path,
        owner=node.owner,
        group=node.group,
        mode=f"{node.mode:04o}",
    )


@rule("USB_CLAIMED_BY_KERNEL", supersedes=HIDES)
def usb_claimed_by_kernel(
    usb: UsbAddress, devices: UsbDevices, queue: QueueState, runs: QueueRuns | Unknown | None
) -> Verdict:
    """Find usblp on a printer that the backend says it cannot take. usblp alone is no fault."""
    device = meant(usb, devices)
    words = [queue.message, *said_last(runs)]
    telling = [text for text in words if CLAIM.search(text)]
    held = [i for i in device.interfaces if i.driver == "usblp"] if device else []
    if not device or not held:
        return None
    if not telling:
        return missing(runs)
    return finding(
        "USB_CLAIMED_BY_KERNEL",
        Severity.ERROR,
        device_of(usb.scope),
        messages.USB_CLAIMED_BY_KERNEL,
        evidence=(
            Evidence("sysfs", f"{held[0].name}/driver", "usblp"),
            Evidence(f"backend {usb.scheme}", usb.uri, telling[0]),
        ),
        remedies=(Instruction(_(messages.RELEASE_USBLP), ("modprobe", "-r", "usblp")),),
        queue=queue.name,
    )


@rule("USB_IPP_CONFLICT", supersedes=(*HIDES, "USB_CLAIMED_BY_KERNEL", "USB_PERMISSION"))
def usb_ipp_conflict(usb: UsbAddress, devices: UsbDevices, service: IppUsb) -> Finding | None:
    """Find a queue that wants a printer for itself which ipp-usb already holds."""
    device = meant(usb, devices)
    if device is None or not device.speaks_ipp or not service.active:
        return None
    return finding(
        "USB_IPP_CONFLICT",
        Severity.ERROR,
        device_of(usb.scope),
        messages.USB_IPP_CONFLICT,
        evidence=(
            uri_of(usb),
            seen(device),
            Evidence("systemd", "ipp-usb.service", service.state),
        ),
        remedies=(Instruction(_(messages.CHOOSE_WAY)),),
        queue=usb.scope[0].name,
        uri=usb.uri,
    )


def meant(usb: UsbAddress, devices: UsbDevices) -> UsbDevice | None:
    """Find the device that the URI means: by its serial number, or, without one, by its model."""
    printers = [device for device in devices.devices if device.is_printer]
    if usb.serial:
        return next((device for device in printers if _has_serial(device, usb.serial)), None)
    return next((device for device in printers if is_model(device, usb.model)), None)


def _has_serial(device: UsbDevice, serial: str) -> bool:
    """Compare with the device's own string and with its IEEE 1284 id, as the usb backend does."""
    ids = ";".join(interface.device_id for interface in device.interfaces)
    fields = {field.strip() for field in ids.split(";")}
    named = {f"{key}:{serial}" for key in ("SN", "SERN", "SERIALNUMBER")}
    return serial == device.serial or bool(fields & named)


def uri_of(usb: UsbAddress) -> Evidence:
    """Quote which device the queue means."""
    return Evidence("Get-Printer-Attributes", "device-uri", usb.uri)


def seen(device: UsbDevice) -> Evidence:
    """Quote what sysfs shows of a device."""
    interfaces = " ".join(
        f"{i.cls}/{i.subclass}/{i.protocol}{f' ({i.driver})' if i.driver else ''}"
        for i in device.interfaces
    )
    ids = f"{device.vendor:04x}:{device.product:04x} {device.maker} {device.model}"
    return Evidence("sysfs", device.port, f"{ids}, serial {device.serial}, {interfaces}")


def _nothing(devices: UsbDevices) -> Evidence:
    printers = sum(device.is_printer for device in devices.devices)
    return Evidence("sysfs", "printers on USB", str(printers))


def _open_to_lp(device: UsbDevice) -> bool:
    """Whether `lp` may read and write, by the group or by everybody's bits."""
    mode = device.node.mode
    return (device.node.group == "lp" and mode & 0o060 == 0o060) or mode & 0o006 == 0o006
