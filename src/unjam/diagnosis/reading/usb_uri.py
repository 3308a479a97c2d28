# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which USB device a queue's URI means, and whether a device is that one.

The `usb` backend builds `usb://MAKER/MODEL?serial=…` from the IEEE 1284 device id, HPLIP
`hp:/usb/Model_Name?serial=…`. sysfs has the device's own strings, which are worded a little
otherwise: what counts is that all words of the URI's model occur there.
"""

from __future__ import annotations

import re

from unjam.diagnosis.facts.usb import UsbDevice
from unjam.diagnosis.reading.device_uri import parse_device_uri

MAKERS = {
    "hp": 0x03F0,
    "hewlett-packard": 0x03F0,
    "brother": 0x04F9,
    "canon": 0x04A9,
    "epson": 0x04B8,
    "samsung": 0x04E8,
    "lexmark": 0x043D,
    "kyocera": 0x0482,
    "ricoh": 0x05CA,
    "xerox": 0x0924,
    "oki": 0x06BC,
    "konica": 0x132B,
    "dell": 0x413C,
    "pantum": 0x232B,
    "zebra": 0x0A5F,
    "dymo": 0x0922,
    "star": 0x0519,
}
"""Vendor ids of printer makers (usb.ids), by the first word of the maker's name."""


def usb_address(uri: str) -> tuple[str, str] | None:
    """Return the model's name (with the maker's) and the serial number, or None for other URIs."""
    parsed = parse_device_uri(uri)
    if parsed.scheme == "usb":
        return f"{parsed.host} {parsed.resource.strip('/')}".strip(), parsed.option("serial")
    if parsed.scheme == "hp" and parsed.resource.startswith("/usb/"):
        return f"HP {parsed.resource[5:].replace('_', ' ')}", parsed.option("serial")
    return None


def is_model(device: UsbDevice, model: str) -> bool:
    """Whether the device may be that model, by its own strings and its IEEE 1284 id."""
    ids = " ".join(interface.device_id for interface in device.interfaces)
    known = _words(f"{device.maker} {device.model} {ids}")
    wanted = _words(model)
    maker, rest = wanted[:1], wanted[1:]
    vendor = MAKERS.get(maker[0]) if maker else None
    same_maker = vendor == device.vendor if vendor else set(maker) <= set(known)
    return same_maker and bool(rest) and set(rest) - set(maker) <= set(known)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9+]+(?:-[a-z0-9]+)*", text.lower())
