# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Drivers and devices broken for real: the doctor names the fault, nothing else, and its end.

Each fault is injected into a private cupsd or at a virtual printer; what a person would do about
it is done afterwards, and then all is well.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import pytest
from tests.conftest import SandboxFactory
from tests.diagnosis.ask_doctor import as_data

from unjam.cups import AsyncConnection
from unjam.cups.model import JobState
from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.probes.device_snmp import SILENT
from unjam.sandbox import FAULTS, Sandbox

HERE = [
    "backend-missing",
    "filter-missing",
    "filter-failed",
    "filter-crashed",
    "ppd-invalid",
    "ppd-garbage",
    "device-refuses",
    "device-path-wrong",
    "media-empty",
    "cover-open",
    "supply-empty",
]
ISOLATED = ["device-name-unresolved", "device-unreachable", "device-silent"]
TELLS_NOTHING = ("device-refuses", "device-path-wrong")
"""Where a device is there and its state is unknown: that is said."""
MENDED = [fault for fault in [*HERE, "device-name-unresolved"] if FAULTS[fault].repair]


def ask_doctor(box: Sandbox) -> dict[str, Any]:
    """Diagnose the sandbox; from inside its network where it has one of its own."""
    if not box.isolated:
        return asyncio.run(_diagnosed(box))
    done = box.run([sys.executable, "-m", "tests.diagnosis.ask_doctor"])
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


async def _diagnosed(box: Sandbox) -> dict[str, Any]:
    environ = box.environment()
    env = await LiveEnv.open(box.server, cups_files=box.cups_files, environ=environ, home=box.home)
    return as_data(await diagnose(env))


def problems(box: Sandbox) -> list[str]:
    return [found[0] for found in ask_doctor(box)["found"] if found[1] != "info"]


@pytest.mark.parametrize("fault", HERE + ISOLATED)
def test_the_fault_is_named_and_nothing_else(sandbox: SandboxFactory, fault: str) -> None:
    box = sandbox(("Office", "Lab"), faults=(f"{fault}@Office",))
    told = ask_doctor(box)
    assert [found[:3] for found in told["found"]] == [
        [FAULTS[fault].finding, told["found"][0][1], "Office"]
    ]
    assert told["found"][0][1] in ("error", "warning")
    not_asked = {reason for _id, reason, _foreseen in told["skipped"]}
    assert not_asked == ({SILENT} if fault in TELLS_NOTHING else set())


async def finish_jobs(box: Sandbox) -> None:
    """Print again what a filter had stopped, and wait for what waited for the device."""
    if box.isolated:
        return  # its port is in another network; what waits is on its way
    async with AsyncConnection(box.server) as connection:
        asked = ("job-id", "job-state")
        for job in await connection.get_jobs("Office", requested_attributes=asked):
            if job["job-state"] == JobState.STOPPED:
                await connection.restart_job(job["job-id"])
            await asyncio.to_thread(box.cups.await_job, job["job-id"], JobState.COMPLETED)


@pytest.mark.parametrize("fault", MENDED)
def test_when_the_world_is_mended_nothing_is_wrong(sandbox: SandboxFactory, fault: str) -> None:
    box = sandbox(("Office",), faults=(fault,))
    box.repair_world(fault)
    asyncio.run(finish_jobs(box))
    assert not problems(box)


def test_a_healthy_sandbox_has_nothing_to_tell(sandbox: SandboxFactory) -> None:
    told = ask_doctor(sandbox(10))
    assert (told["found"], told["skipped"], told["verdict"]) == ([], [], "healthy")


def test_two_independent_faults_are_both_found(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("filter-missing@Office", "cover-open@Lab"))
    assert {"FILTER_MISSING", "COVER_OPEN"} == set(problems(box))


@pytest.mark.parametrize(
    ("driver", "device"),
    [
        ("filter-crashed", "device-path-wrong"),
        ("filter-missing", "cover-open"),
        ("ppd-invalid", "media-empty"),
        ("backend-missing", "cover-open"),
    ],
)
def test_a_fault_of_the_driver_hides_none_of_its_device(
    sandbox: SandboxFactory, driver: str, device: str
) -> None:
    box = sandbox(("Office",), faults=(driver, device))
    expected = {FAULTS[driver].finding}
    if driver != "backend-missing":  # without its address nobody can ask the device
        expected.add(FAULTS[device].finding)
    assert set(problems(box)) == expected


def test_a_filter_that_fails_hides_no_printer_that_is_off(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), faults=("filter-failed",))
    box.printers[0].stop()
    assert set(problems(box)) == {"FILTER_FAILED", "DEVICE_REFUSES"}
