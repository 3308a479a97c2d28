# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Printers on USB, from sysfs trees: fires, does not fire, and says when it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.diagnosis.judged import OFFICE, found, is_skipped, network_device, office
from tests.diagnosis.usb.sysfs import captured

from unjam.diagnosis.facts.device import Answer, DeviceAnswer, DeviceReach, Knock, Reach
from unjam.diagnosis.facts.driver import ProgramFile, QueueBackend
from unjam.diagnosis.facts.usb import IppUsb, UsbAddress, UsbDevices
from unjam.diagnosis.model import Severity
from unjam.diagnosis.reading.usb_uri import usb_address
from unjam.diagnosis.remedies import RepointToOther, RestartUnit
from unjam.diagnosis.rules.usb import (
    meant,
    usb_claimed_by_kernel,
    usb_device_missing,
    usb_ipp_conflict,
    usb_permission,
    usb_serial_changed,
)
from unjam.diagnosis.rules.usb_service import usb_cdrom_mode, usb_ipp_service_stuck

URI = "usb://HP/LaserJet%201018?serial=KP0BC12"
BROTHER = "usb://Brother/MFC-L2710DW%20series?serial=E78"


def address(uri: str = URI) -> UsbAddress:
    known = usb_address(uri)
    assert known is not None
    return UsbAddress(OFFICE, uri, "usb", *known)


def backend(mode: int) -> QueueBackend:
    file = ProgramFile("/usr/lib/cups/backend/usb", exists=True, mode=mode, uid=0, gid=0)
    return QueueBackend(OFFICE, URI, "usb", "/usr/lib/cups/backend", file, ("usb",))


@pytest.mark.parametrize(
    ("uri", "model", "serial"),
    [
        (URI, "HP LaserJet 1018", "KP0BC12"),
        ("hp:/usb/HP_LaserJet_1018?serial=KP0BC12", "HP HP LaserJet 1018", "KP0BC12"),
        ("usb://Canon/MG3600%20series?serial=1&interface=1", "Canon MG3600 series", "1"),
    ],
)
def test_which_device_a_uri_means(uri: str, model: str, serial: str) -> None:
    assert usb_address(uri) == (model, serial)


@pytest.mark.parametrize("uri", ["ipp://x/", "hp:/net/X?ip=192.0.2.1", "socket://x"])
def test_other_uris_mean_no_usb_device(uri: str) -> None:
    assert usb_address(uri) is None


@pytest.mark.parametrize(
    "uri", [URI, "hp:/usb/HP_LaserJet_1018?serial=KP0BC12", "usb://HP/LaserJet%201018"]
)
async def test_the_printer_that_is_plugged_in_is_found(tmp_path: Path, uri: str) -> None:
    devices = await captured("healthy", tmp_path)
    device = meant(address(uri), devices)
    assert device is not None and device.interfaces[0].driver == "usblp"
    for rule in (usb_device_missing, usb_serial_changed, usb_claimed_by_kernel):
        assert found(rule, address(uri), devices, office()) is None
    assert found(usb_permission, address(uri), devices, backend(0o755)) is None


@pytest.mark.parametrize(("jobs", "severity"), [(0, Severity.INFO), (1, Severity.ERROR)])
async def test_a_printer_that_is_not_there(tmp_path: Path, jobs: int, severity: Severity) -> None:
    devices = await captured("missing", tmp_path)
    finding = found(usb_device_missing, address(), devices, office(queued_jobs=jobs))
    assert finding is not None and finding.severity is severity
    assert is_skipped(usb_device_missing, UsbDevices, address(), office())


async def test_a_node_closed_to_lp_matters_when_the_backend_runs_as_lp(tmp_path: Path) -> None:
    devices = await captured("permission", tmp_path)
    finding = found(usb_permission, address(), devices, backend(0o755))
    assert finding is not None and "0600 root:root" in finding.evidence[1].answer
    assert found(usb_permission, address(), devices, backend(0o744)) is None, "it runs as root"
    assert is_skipped(usb_permission, UsbDevices, address(), backend(0o755))


async def test_usblp_is_a_fault_only_when_the_backend_cannot_take_the_printer(
    tmp_path: Path,
) -> None:
    devices = await captured("healthy", tmp_path)
    words = "Unable to claim USB interface: Resource busy"
    assert found(usb_claimed_by_kernel, address(), devices, office(message=words)) is not None
    assert found(usb_claimed_by_kernel, address(), devices, office(message="Sending data")) is None
    assert is_skipped(usb_claimed_by_kernel, UsbDevices, address(), office())


async def test_ipp_usb_and_a_usb_queue_exclude_each_other(tmp_path: Path) -> None:
    devices = await captured("ipp", tmp_path)
    wanted = address(BROTHER)
    assert found(usb_ipp_conflict, wanted, devices, IppUsb((), "active")) is not None
    assert found(usb_ipp_conflict, wanted, devices, IppUsb((), "inactive")) is None
    assert is_skipped(usb_ipp_conflict, IppUsb, wanted, devices)


async def test_another_specimen_of_the_same_model(tmp_path: Path) -> None:
    devices = await captured("serial", tmp_path, URI)
    finding = found(usb_serial_changed, address(), devices)
    assert finding is not None
    (remedy,) = finding.remedies
    assert remedy == RepointToOther("Office", URI.replace("KP0BC12", "KP9ZZ99"))
    assert not remedy.safe, "it may be somebody else's machine"
    assert found(usb_device_missing, address(), devices, office()) is None
    assert is_skipped(usb_serial_changed, UsbDevices, address())


async def test_of_several_specimens_the_person_chooses(tmp_path: Path) -> None:
    devices = await captured("serial", tmp_path, URI)
    (one,) = devices.devices
    finding = found(
        usb_serial_changed, address(), replace(devices, devices=(one, replace(one, serial="KP7")))
    )
    assert finding is not None
    uris = [URI.replace("KP0BC12", serial) for serial in ("KP9ZZ99", "KP7")]
    assert finding.remedies == tuple(RepointToOther("Office", uri) for uri in uris)


async def test_a_second_specimen_with_a_queue_of_its_own_is_no_change(tmp_path: Path) -> None:
    devices = await captured("serial", tmp_path, URI, URI.replace("KP0BC12", "KP9ZZ99"))
    assert found(usb_serial_changed, address(), devices) is None


async def test_a_printer_that_plays_disk(tmp_path: Path) -> None:
    devices = await captured("cdrom", tmp_path)
    finding = found(usb_cdrom_mode, devices)
    assert finding is not None and "P1102" in finding.summary


async def test_a_memory_stick_is_no_printer(tmp_path: Path) -> None:
    assert found(usb_cdrom_mode, await captured("missing", tmp_path)) is None
    assert is_skipped(usb_cdrom_mode, UsbDevices)


def test_ipp_usb_that_does_not_answer() -> None:
    local = network_device(host="localhost", port=60000, uri="ipp://localhost:60000/ipp/print")
    closed = Knock("127.0.0.1:60000", Reach.REFUSED, "ECONNREFUSED", "Connection refused")
    refused = DeviceReach(OFFICE, "localhost", closed, (closed,))
    active = IppUsb((), "active")
    finding = found(usb_ipp_service_stuck, local, refused, active)
    assert finding is not None and finding.remedies == (RestartUnit("ipp-usb.service"),)
    fine = Knock("127.0.0.1:60000", Reach.CONNECTED)
    reach = DeviceReach(OFFICE, "localhost", fine, (fine,))
    silent = DeviceAnswer(OFFICE, local.uri, Answer.SILENT, "too long")
    assert found(usb_ipp_service_stuck, local, reach, active, silent) is not None
    assert found(usb_ipp_service_stuck, local, reach, active) is None
    assert found(usb_ipp_service_stuck, network_device(), refused, active) is None
    assert is_skipped(usb_ipp_service_stuck, IppUsb, local, refused)
