# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at what is plugged in by USB, in sysfs. No device is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import BusCall, BusRefusal, Env
from unjam.diagnosis.facts.queue import QueueDevices, QueueState
from unjam.diagnosis.facts.server import ServerReach
from unjam.diagnosis.facts.usb import (
    PRINTER,
    STORAGE,
    IppUsb,
    UsbAddress,
    UsbDevice,
    UsbDevices,
    UsbInterface,
    UsbNode,
)
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.probes.device_reach import REMOTE
from unjam.diagnosis.reading.usb_uri import usb_address
from unjam.diagnosis.wording import N_, _

SYSFS = "/sys/bus/usb/devices"
DRIVERS = ("usblp", "usbfs", "usb-storage", "uas")
SYSTEMD = "org.freedesktop.systemd1"
NO_SYSTEMD = N_("Services are not started by systemd here, which would tell how ipp-usb is.")


@probe(title=N_("Looking at what is plugged in by USB"))
async def usb_devices(
    env: Env, reach: ServerReach, queues: QueueDevices | Unknown | None
) -> UsbDevices:
    """List the printers and disks on USB, and which URIs the queues use."""
    if not reach.local:
        raise Unavailable(_(REMOTE))
    devices = await read_devices(env, SYSFS)
    uris = queues.uris if isinstance(queues, QueueDevices) else ()
    return UsbDevices((), devices, tuple(uri for _name, uri in uris))


@probe(title=N_("Reading which USB printer is meant"))
async def usb_queue(env: Env, queue: QueueState) -> UsbAddress | None:
    """Take a `usb:` or `hp:/usb/` URI apart."""
    meant = usb_address(queue.device_uri)
    if meant is None:
        return None
    if not await env.is_local():
        raise Unavailable(_(REMOTE))
    return UsbAddress(queue.scope, queue.device_uri, queue.scheme, *meant)


@probe(title=N_("Asking how ipp-usb is"))
async def ipp_usb(env: Env, devices: UsbDevices) -> IppUsb | None:
    """Ask systemd for the unit's state; without a printer that speaks IPP over USB it is idle."""
    if not any(device.speaks_ipp for device in devices.devices):
        return None
    try:
        return IppUsb((), await unit_state(env, "ipp-usb.service"))
    except BusRefusal:
        raise Unavailable(_(NO_SYSTEMD)) from None


async def unit_state(env: Env, unit: str) -> str:
    """Return a unit's ActiveState, or nothing where it is not loaded. Raises BusRefusal."""
    manager = ("/org/freedesktop/systemd1", f"{SYSTEMD}.Manager")
    try:
        (path,) = await env.call_bus(BusCall(SYSTEMD, *manager, "GetUnit", "s", (unit,)))
    except BusRefusal as refusal:
        if refusal.name.endswith(".NoSuchUnit"):
            return ""
        raise
    asked = (f"{SYSTEMD}.Unit", "ActiveState")
    properties = "org.freedesktop.DBus.Properties"
    (state,) = await env.call_bus(BusCall(SYSTEMD, str(path), properties, "Get", "ss", asked))
    return str(getattr(state, "value", state))


async def read_devices(env: Env, sysfs: str) -> tuple[UsbDevice, ...]:
    """Read all devices with a printer or storage interface."""
    try:
        names = await env.list_directory(sysfs)
    except FileNotFoundError:
        return ()
    held = await _held(env, sysfs)
    ports = [name for name in names if ":" not in name and not name.startswith("usb")]
    found = await asyncio.gather(*(_device(env, sysfs, port, names, held) for port in ports))
    return tuple(device for device in found if device is not None)


async def _held(env: Env, sysfs: str) -> dict[str, str]:
    """Tell which driver holds which interface."""
    held: dict[str, str] = {}
    for driver in DRIVERS:
        try:
            interfaces = await env.list_directory(f"{sysfs}/../drivers/{driver}")
        except OSError:
            continue
        held |= dict.fromkeys(interfaces, driver)
    return held


async def _device(
    env: Env, sysfs: str, port: str, names: Sequence[str], held: dict[str, str]
) -> UsbDevice | None:
    own = [name for name in names if name.startswith(f"{port}:")]
    interfaces = [await _interface(env, sysfs, name, held.get(name, "")) for name in own]
    if not {interface.cls for interface in interfaces} & {PRINTER, STORAGE}:
        return None
    read = [
        await _text(env, f"{sysfs}/{port}/{file}")
        for file in (
            "idVendor",
            "idProduct",
            "manufacturer",
            "product",
            "serial",
            "busnum",
            "devnum",
        )
    ]
    vendor, product, maker, model, serial, bus, number = read
    node = await _node(env, _decimal(bus), _decimal(number))
    ids = (_hexadecimal(vendor), _hexadecimal(product))
    return UsbDevice(port, *ids, maker, model, serial, tuple(interfaces), node)


async def _interface(env: Env, sysfs: str, name: str, driver: str) -> UsbInterface:
    base = f"{sysfs}/{name}"
    numbers = [
        _hexadecimal(await _text(env, f"{base}/bInterface{what}"))
        for what in ("Class", "SubClass", "Protocol")
    ]
    device_id = await _text(env, f"{base}/ieee1284_id") if driver == "usblp" else ""
    return UsbInterface(name, numbers[0], numbers[1], numbers[2], driver, device_id)


async def _node(env: Env, bus: int, number: int) -> UsbNode:
    path = f"/dev/bus/usb/{bus:03d}/{number:03d}"
    found = await env.stat(path)
    if found is None:
        return UsbNode(path, exists=False)
    return UsbNode(path, exists=True, mode=found.mode, owner=found.owner, group=found.group)


async def _text(env: Env, path: str) -> str:
    try:
        return (await env.read_file(path, limit=4096)).decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _hexadecimal(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0


def _decimal(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
