# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Programs without rights, backends that give up, devices in every state: real ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.conftest import SandboxFactory
from tests.diagnosis.test_real_driver_and_device import ask_doctor, problems

from unjam.sandbox import Queue, Sandbox
from unjam.sandbox.faults.device import PROCESSING
from unjam.sandbox.faults.driver import (
    backend_of,
    ppd_with_filter,
    use_vendor_backend,
    write_program,
)

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="cupsd checks owners only as root")


def with_filter(box: Sandbox, text: str, *, mode: int = 0o755) -> Path:
    program = box.layout.filters / "pdftovendor"
    write_program(program, text, mode=mode)
    box.cups.set_ppd("Office", ppd_with_filter("pdftovendor"))
    return program


def with_backend(box: Sandbox, text: str, *, mode: int = 0o755) -> Path:
    use_vendor_backend(box, "Office")
    program = backend_of(box, "Office")
    write_program(program, text, mode=mode)
    return program


@pytest.mark.parametrize("mode", [0o644, pytest.param(0o777, marks=ROOT_ONLY)])
def test_a_filter_with_wrong_rights(sandbox: SandboxFactory, mode: int) -> None:
    box = sandbox(("Office",))
    program = with_filter(box, "#!/bin/sh\ncat\n", mode=mode)
    box.cups.await_job(box.cups.print("Office"), 6)
    assert problems(box) == ["FILTER_PERMISSIONS"]
    assert program.stat().st_mode & 0o777 == mode, "looking changes nothing"


@pytest.mark.parametrize("mode", [0o644, pytest.param(0o777, marks=ROOT_ONLY)])
def test_a_backend_with_wrong_rights(sandbox: SandboxFactory, mode: int) -> None:
    box = sandbox(("Office",))
    with_backend(box, "#!/bin/sh\nexit 0\n", mode=mode)
    assert problems(box) == ["BACKEND_PERMISSIONS"]
    job = box.cups.print("Office")
    if mode == 0o644:
        box.cups.await_state("Office", 5)
    else:
        box.cups.await_job(job, 6)
    assert problems(box) == ["BACKEND_PERMISSIONS"]


@pytest.mark.parametrize(("code", "queue_state"), [(1, 5), (4, 5)])
def test_a_backend_that_gives_up(sandbox: SandboxFactory, code: int, queue_state: int) -> None:
    box = sandbox(("Office",))
    words = f"#!/bin/sh\n[ $# -gt 0 ] || exit 0\necho 'ERROR: no carrier' >&2\nexit {code}\n"
    with_backend(box, words)
    box.cups.print("Office")
    box.cups.await_state("Office", queue_state)
    assert problems(box) == ["BACKEND_FAILED"]


def test_a_filter_for_another_machine(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    with_filter(box, "#!/no/such/interpreter\n")
    assert problems(box) == ["FILTER_WRONG_ARCHITECTURE"]
    box.cups.await_job(box.cups.print("Office"), 6)
    assert problems(box) == ["FILTER_WRONG_ARCHITECTURE"]


def test_a_raw_queue_is_a_hint_at_most(sandbox: SandboxFactory) -> None:
    told = ask_doctor(sandbox((Queue("Office", driver="raw"),)))
    assert [found[:2] for found in told["found"]] == [["DRIVER_DEPRECATED_RAW", "info"]]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("media-jam", "MEDIA_JAM"),
        ("media-needed", "MEDIA_NEEDED"),
        ("marker-waste-full", "SUPPLY_EMPTY"),
        ("paused", "DEVICE_PAUSED"),
    ],
)
def test_what_the_device_says_of_itself(
    sandbox: SandboxFactory, reason: str, expected: str
) -> None:
    box = sandbox(("Office",))
    box.printers[0].set_state(reason)
    assert problems(box) == [expected]
    box.printers[0].set_state()
    assert not problems(box)


def test_a_low_supply_is_no_problem_yet(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    box.printers[0].set_supplies(black=5)
    told = ask_doctor(box)
    assert [found[:2] for found in told["found"]] == [["SUPPLY_LOW", "info"]]


def test_a_device_that_hangs(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    box.printers[0].freeze()
    box.cups.await_job(box.cups.print("Office"), PROCESSING)
    assert problems(box) == ["DEVICE_SLOW"]
    box.printers[0].thaw()
    assert not problems(box)


def test_a_multicast_name_without_avahi(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    box.cups.point_at("Office", "ipp://nobody-is-called-so.local:9/ipp/print")
    assert problems(box) == ["AVAHI_NOT_RUNNING"]
