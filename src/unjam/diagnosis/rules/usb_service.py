# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""USB printers that are hidden: behind ipp-usb, or behind a disk."""

from __future__ import annotations

import re

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import known, missing
from unjam.diagnosis.facts.device import Answer, DeviceAddress, DeviceAnswer, DeviceReach, Reach
from unjam.diagnosis.facts.usb import IppUsb, UsbDevice, UsbDevices
from unjam.diagnosis.messages import usb as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind, Unknown
from unjam.diagnosis.reading.usb_uri import MAKERS
from unjam.diagnosis.remedies import Instruction, RestartUnit
from unjam.diagnosis.rules.device_reach import LOOPBACK, device_of, uri_evidence
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.rules.usb import seen
from unjam.diagnosis.wording import _, finding

FIRST_PORT = 60000
"""Where ipp-usb begins to listen, on loopback only (ipp-usb.conf)."""

PRINTER_WORDS = re.compile(r"print|laser|jet|mfp|smart ?install", re.IGNORECASE)

SYMPTOMS = ("DEVICE_REFUSES", "DEVICE_SLOW", "DEVICE_UNREACHABLE", "DEVICE_NOT_IPP")


@rule("USB_IPP_SERVICE_STUCK", supersedes=(*FAILURES, *SYMPTOMS))
def usb_ipp_service_stuck(
    device: DeviceAddress,
    reach: DeviceReach,
    service: IppUsb,
    answer: DeviceAnswer | Unknown | None,
) -> Verdict:
    """Find a port of ipp-usb that does not answer, while ipp-usb runs and the printer is there."""
    its_port = device.host in LOOPBACK and device.port >= FIRST_PORT
    if not its_port or not service.active:
        return None
    told = known(answer)
    silent = told is not None and told.answer in (Answer.SILENT, Answer.NOT_IPP)
    if reach.best.reach is Reach.CONNECTED and not silent:
        return missing(answer)
    said = reach.best.error or (told.message if told else "")
    return finding(
        "USB_IPP_SERVICE_STUCK",
        Severity.ERROR,
        device_of(device.scope),
        messages.USB_IPP_SERVICE_STUCK,
        evidence=(
            uri_evidence(device),
            Evidence("connect()", reach.best.target, said),
            Evidence("systemd", "ipp-usb.service", service.state),
        ),
        remedies=(RestartUnit("ipp-usb.service"),),
        queue=device.scope[0].name,
        address=f"{device.host}:{device.port}",
    )


@rule("USB_CDROM_MODE", supersedes=("USB_DEVICE_MISSING",))
def usb_cdrom_mode(devices: UsbDevices) -> Finding | None:
    """Find a printer maker's device that is called a printer and shows only a disk."""
    hidden = [device for device in devices.devices if _hidden(device)]
    if not hidden:
        return None
    return finding(
        "USB_CDROM_MODE",
        Severity.WARNING,
        Subject(SubjectKind.DEVICE, hidden[0].model),
        messages.USB_CDROM_MODE,
        evidence=tuple(map(seen, hidden)),
        remedies=(Instruction(_(messages.LEAVE_CDROM)),),
        model=hidden[0].model,
    )


def _hidden(device: UsbDevice) -> bool:
    maker = device.vendor in MAKERS.values()
    return device.only_storage and maker and bool(PRINTER_WORDS.search(device.model))
