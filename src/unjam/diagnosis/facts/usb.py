# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is plugged in by USB, as the kernel's sysfs shows it, and which device a queue means."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact

PRINTER, STORAGE = 7, 8
"""Interface classes (USB-IF, "Defined Class Codes")."""


@dataclass(frozen=True, slots=True)
class UsbInterface:
    """One interface: class, subclass, protocol, and the kernel driver that holds it, if any.

    7/1/1 and 7/1/2 are the classic printer protocols, 7/1/4 is IPP over USB. `device_id` is the
    IEEE 1284 string, where the kernel's usblp has read it.
    """

    name: str
    cls: int
    subclass: int
    protocol: int
    driver: str = ""
    device_id: str = ""

    @property
    def is_ipp(self) -> bool:
        """Whether this is IPP over USB (USB Print Interface Class: IPP Protocol, 7/1/4)."""
        return (self.cls, self.subclass, self.protocol) == (PRINTER, 1, 4)


@dataclass(frozen=True, slots=True)
class UsbNode:
    """The device's node below /dev/bus/usb, as stat(2) shows it."""

    path: str
    exists: bool
    mode: int = 0
    owner: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """One device, by its own strings."""

    port: str
    vendor: int
    product: int
    maker: str
    model: str
    serial: str
    interfaces: tuple[UsbInterface, ...]
    node: UsbNode

    @property
    def is_printer(self) -> bool:
        """Whether it offers any printer interface."""
        return any(interface.cls == PRINTER for interface in self.interfaces)

    @property
    def speaks_ipp(self) -> bool:
        """Whether it offers IPP over USB."""
        return any(interface.is_ipp for interface in self.interfaces)

    @property
    def only_storage(self) -> bool:
        """Whether it shows nothing but a disk."""
        return {interface.cls for interface in self.interfaces} == {STORAGE}


@dataclass(frozen=True, slots=True)
class UsbDevices(Fact):
    """All printers and disks on USB, and the device URIs of all queues. Scope: ()."""

    devices: tuple[UsbDevice, ...]
    queue_uris: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsbAddress(Fact):
    """The device that a queue's `usb:` or `hp:/usb/` URI means."""

    uri: str
    scheme: str
    model: str
    serial: str


@dataclass(frozen=True, slots=True)
class IppUsb(Fact):
    """ipp-usb, which makes a printer's IPP over USB a local network printer. Scope: ().

    `state` is systemd's ActiveState (`active`, `inactive`, `failed`), or empty where it is not
    installed.
    """

    state: str

    @property
    def active(self) -> bool:
        """Whether it holds the printers that speak IPP over USB."""
        return self.state == "active"
