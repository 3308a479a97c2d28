# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What nobody could look at is never "fine": rules that do without some evidence say so.

Each case has everything that makes the evidence matter. Where it does not matter, nothing is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.diagnosis import cases
from tests.diagnosis.judged import OFFICE, found, is_skipped, lacks, network_device, office

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.device import DeviceAnswer, DeviceReach, DeviceState, Knock, Reach
from unjam.diagnosis.facts.driver import (
    ProgramFile,
    QueueBackend,
    QueueFilters,
    QueueFormats,
    QueuePpd,
    QueueRuns,
)
from unjam.diagnosis.facts.jobs import HELD, QueueJobs
from unjam.diagnosis.facts.queue import STOPPED
from unjam.diagnosis.facts.queue_more import QuotaUse
from unjam.diagnosis.facts.spool import SpoolDirectories, SpoolDirectory, SpoolSpace
from unjam.diagnosis.facts.usb import (
    IppUsb,
    UsbAddress,
    UsbDevice,
    UsbDevices,
    UsbInterface,
    UsbNode,
)
from unjam.diagnosis.facts.wishes import JobWishes
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.rules.device_answer import device_busy
from unjam.diagnosis.rules.driver_kind import (
    driverless_not_supported,
    format_unsupported,
    implicitclass_without_host,
)
from unjam.diagnosis.rules.driver_start import filter_wrong_architecture
from unjam.diagnosis.rules.job_progress import job_options_conflict
from unjam.diagnosis.rules.queue_access import quota_reached
from unjam.diagnosis.rules.queue_state import queue_stopped, queue_stopped_by_failure
from unjam.diagnosis.rules.spool import spool_permissions
from unjam.diagnosis.rules.usb import usb_claimed_by_kernel, usb_permission
from unjam.diagnosis.rules.usb_service import usb_ipp_service_stuck

FILTERS = QueueFilters(OFFICE, "/f", (ProgramFile("/f/rastertox", exists=True, mode=0o755),))
FORMATS = QueueFormats(OFFICE, ("application/pdf",))
ODD = QueueFormats(OFFICE, ("application/vnd.cups-raw",))
USB = UsbAddress(OFFICE, "usb://HP/LaserJet?serial=X1", "usb", "HP LaserJet", "X1")
PRINTER = UsbDevice(
    "1-2", 0x03F0, 1, "HP", "LaserJet", "X1", (UsbInterface("1-2:1.0", 7, 1, 2, "usblp"),),
    UsbNode("/dev/bus/usb/001/002", exists=True, mode=0o600, owner="root", group="root"),
)  # fmt: skip
DEVICES = UsbDevices((), (PRINTER,))
KNOCK = Knock("127.0.0.1:60000", Reach.CONNECTED)
THROUGH_IPP_USB = (
    network_device(host="localhost", port=60000),
    DeviceReach(OFFICE, "localhost", KNOCK, (KNOCK,)),
    IppUsb((), "active"),
)
STATE = DeviceState(OFFICE, "ipp://p/", "Odd", 3, (), formats=("application/vnd.hp-PCL",))
SPOOL = SpoolDirectories(
    (), (SpoolDirectory("/var/spool/cups", "spool", exists=True, mode=0o710),), "lp", "lp"
)

CASES: list[tuple[Rule[Any], type[Fact], tuple[Fact, ...]]] = [
    (format_unsupported, QueueJobs, (FORMATS,)),
    (format_unsupported, QueueRuns, (FORMATS,)),
    (format_unsupported, QueuePpd, (ODD,)),
    (driverless_not_supported, QueuePpd, (STATE, office())),
    (device_busy, DeviceAnswer, (office(),)),
    (device_busy, QueueRuns, (office(),)),
    (implicitclass_without_host, QueueRuns, (office(device_uri="implicitclass://Office/"),)),
    (filter_wrong_architecture, QueueRuns, (FILTERS,)),
    (usb_claimed_by_kernel, QueueRuns, (USB, DEVICES, office())),
    (usb_permission, QueueBackend, (USB, DEVICES)),
    (usb_ipp_service_stuck, DeviceAnswer, THROUGH_IPP_USB),
    (job_options_conflict, JobWishes, (cases.job(state=HELD), cases.reach())),
    (quota_reached, QuotaUse, (office(k_limit=1, quota_period=60),)),
    (spool_permissions, SpoolSpace, (SPOOL,)),
]
INDIFFERENT: list[tuple[Rule[Any], type[Fact], tuple[Fact, ...]]] = [
    (format_unsupported, QueuePpd, (FORMATS,)),
    (driverless_not_supported, QueuePpd, (replace(STATE, formats=("image/urf",)), office())),
    (implicitclass_without_host, QueueRuns, (office(),)),
    (usb_claimed_by_kernel, QueueRuns, (USB, UsbDevices((), ()), office())),
    (usb_permission, QueueBackend, (USB, UsbDevices((), ()))),
    (usb_ipp_service_stuck, DeviceAnswer, (network_device(), *THROUGH_IPP_USB[1:])),
    (job_options_conflict, JobWishes, (cases.job(), cases.reach())),
    (queue_stopped_by_failure, QueueJobs, (office(),)),
]


@pytest.mark.parametrize(("rule", "missing", "facts"), CASES, ids=lambda x: getattr(x, "id", ""))
def test_it_is_told_as_not_checked(
    rule: Rule[Any], missing: type[Fact], facts: tuple[Fact, ...]
) -> None:
    assert lacks(rule, missing, *facts)


@pytest.mark.parametrize(
    ("rule", "missing", "facts"), INDIFFERENT, ids=lambda x: getattr(x, "id", "")
)
def test_nothing_is_said_where_it_does_not_matter(
    rule: Rule[Any], missing: type[Fact], facts: tuple[Fact, ...]
) -> None:
    assert found(rule, *facts, Unknown(missing.__name__, OFFICE, "no idea")) is None


def test_a_stopped_queue_whose_jobs_nobody_may_see_was_perhaps_not_stopped_by_hand() -> None:
    stopped = office(state=STOPPED)
    assert is_skipped(queue_stopped_by_failure, QueueJobs, stopped)
    told = found(queue_stopped, stopped, Unknown("QueueJobs", OFFICE, "no idea"))
    assert told is not None and not told.own_cause
    by_hand = found(queue_stopped, stopped, QueueJobs(OFFICE))
    assert by_hand is not None and by_hand.own_cause
