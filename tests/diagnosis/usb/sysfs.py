# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""sysfs trees as the kernel lays them out for printers of several kinds, one file each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from unjam.diagnosis.env import Env, FileFacts
from unjam.diagnosis.facts.usb import UsbDevices
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.probes.usb import read_devices

CAPTURED = Path(__file__).parent / "trees"
FILES = ("idVendor", "idProduct", "manufacturer", "product", "serial", "busnum", "devnum")


async def captured(name: str, place: Path, *queue_uris: str) -> UsbDevices:
    """Lay the tree out below `place`, and read it as the probe does."""
    content = json.loads((CAPTURED / f"{name}.json").read_text())
    devices = place / "bus" / "usb" / "devices"
    nodes: dict[str, list[str]] = {}
    for device in content["devices"]:
        home = devices / device["port"]
        home.mkdir(parents=True)
        for file in FILES:
            (home / file).write_text(device[file] + "\n")
        for number, interface in enumerate(device["interfaces"]):
            _lay_interface(devices / f"{device['port']}:1.{number}", interface)
        nodes[f"/dev/bus/usb/{int(device['busnum']):03d}/{int(device['devnum']):03d}"] = device[
            "node"
        ]
    for driver, held in content["drivers"].items():
        for interface in held:
            (place / "bus" / "usb" / "drivers" / driver / interface).mkdir(parents=True)
    env = await LiveEnv.open("localhost:1")
    world = cast(Env, WithNodes(env, nodes))
    return UsbDevices((), await read_devices(world, str(devices)), queue_uris)


class WithNodes:
    """This machine, but with the described nodes below /dev/bus/usb."""

    def __init__(self, env: LiveEnv, nodes: dict[str, list[str]]) -> None:
        self.list_directory = env.list_directory
        self.read_file = env.read_file
        self._nodes = nodes

    async def stat(self, path: str) -> FileFacts | None:
        if path not in self._nodes:
            return None
        mode, owner, group = self._nodes[path]
        return FileFacts(path, "device", int(mode, 8), owner, group, 0, 0, 0, 0.0)


def _lay_interface(home: Path, numbers: list[str]) -> None:
    home.mkdir()
    for what, number in zip(("Class", "SubClass", "Protocol"), numbers, strict=True):
        (home / f"bInterface{what}").write_text(number + "\n")
