# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What IPP really shows for each fault: the sandbox's own plain client asks, no doctor judges."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from tests.conftest import SandboxFactory

from unjam.sandbox import FAULTS, Sandbox, SandboxError, SandboxUnavailableError
from unjam.sandbox.faults import parse_injections

QUEUE = "Office"

Shows = Callable[[Sandbox], object]


def state(box: Sandbox) -> tuple[object, ...]:
    about = box.cups.attributes(QUEUE)
    return about["printer-state"], about["printer-is-accepting-jobs"], box.cups.state_reasons(QUEUE)


def job(box: Sandbox) -> object:
    return box.cups.job(1)["job-state"]


def message(box: Sandbox) -> str:
    return str(box.cups.attributes(QUEUE)["printer-state-message"])


def device(box: Sandbox) -> tuple[str, ...]:
    return box.printer_of(QUEUE).state_reasons()


def model(box: Sandbox) -> object:
    return box.cups.attributes(QUEUE).get("printer-make-and-model")


UNAVAILABLE = "The printer may not exist or is unavailable at this time."

CASES: dict[str, tuple[Shows, object]] = {
    "queue-stopped": (state, (5, True, ("paused",))),
    "queue-rejecting": (state, (3, False, ("none",))),
    "queue-holds-new-jobs": (state, (3, True, ("hold-new-jobs",))),
    "queue-stopped-by-failure": (
        lambda box: (*state(box), box.cups.job(1)["job-state-reasons"]),
        (5, True, ("paused",), "printer-stopped"),
    ),
    "filter-missing": (state, (3, True, ("cups-missing-filter-warning",))),
    "filter-failed": (job, 6),
    "filter-crashed": (
        lambda box: (job(box), box.cups.job(1)["job-state-reasons"]),
        (6, "cups-filter-crashed"),
    ),
    "ppd-garbage": (model, None),
    "queue-raw": (model, "Local Raw Printer"),
    "device-refuses": (message, UNAVAILABLE),
    "device-unreachable": (message, UNAVAILABLE),
    "device-silent": (message, "Connecting to printer."),
    "device-name-unresolved": (message, 'Unable to locate printer "printer.unjam.invalid".'),
    "media-empty": (device, ("media-empty-report",)),
    "cover-open": (device, ("cover-open-report",)),
    "supply-empty": (device, ("toner-empty-report",)),
    "supply-low": (device, ("toner-low-report",)),
    "media-jam": (device, ("media-jam-report",)),
    "job-held": (
        lambda box: (job(box), box.cups.job(1)["job-hold-until"]),
        (4, "indefinite"),
    ),
    "job-held-for-auth": (
        lambda box: (
            box.cups.job(1)["job-state-reasons"],
            box.cups.attributes(QUEUE)["auth-info-required"],
        ),
        ("cups-held-for-authentication", ("username", "password")),
    ),
    "job-aborted": (job, 8),
    "format-refused": (job, 9),
    "backend-stops-queue": (state, (5, True, ("paused",))),
    "backend-holds-job": (job, 4),
}


@pytest.mark.parametrize("name", CASES)
def test_what_ipp_shows(sandbox: SandboxFactory, name: str) -> None:
    box = sandbox((QUEUE, "Lab"), faults=(name,))
    show, expected = CASES[name]
    assert show(box) == expected
    assert box.cups.attributes("Lab")["printer-state"] == 3, "the other queue is untouched"


def test_a_denied_person_is_on_the_queues_list(sandbox: SandboxFactory) -> None:
    box = sandbox((QUEUE,))
    FAULTS["user-denied"].inject(box, QUEUE)  # the list is there for root, too
    assert "requesting-user-name-denied" in box.cups.attributes(QUEUE)


@pytest.mark.parametrize("name", ["media-empty", "cover-open", "supply-empty", "media-jam"])
def test_hands_put_the_printer_right(sandbox: SandboxFactory, name: str) -> None:
    box = sandbox((QUEUE,), faults=(name,))
    box.repair_world(name)
    assert device(box) == ("none",)


def test_a_repaired_way_to_the_printer_lets_the_waiting_job_out(sandbox: SandboxFactory) -> None:
    box = sandbox((QUEUE,), faults=("device-unreachable",))
    box.repair_world("device-unreachable")
    box.cups.await_job(1, 9)
    assert box.printer_of(QUEUE).await_pages()


def test_a_full_spool_takes_no_document_until_it_is_cleared(sandbox: SandboxFactory) -> None:
    box = sandbox((QUEUE,), faults=("spool-full",))
    with pytest.raises(SandboxError):
        box.cups.print(QUEUE)
    box.repair_world("spool-full")
    assert box.cups.await_job(box.cups.print(QUEUE))["job-state"] == 9


def test_a_stopped_scheduler_has_no_listener_and_a_killed_one_a_stale_socket(
    sandbox: SandboxFactory,
) -> None:
    for name, stale in (("scheduler-stopped", False), ("scheduler-killed", True)):
        box = sandbox((QUEUE,), faults=(name,))
        assert box.socket.exists() is stale
        with pytest.raises(SandboxError, match="does not run"):
            box.cups.attributes(QUEUE)
        box.repair_world(name)
        assert box.cups.attributes(QUEUE)["printer-state"] == 3


def test_faults_meet_where_they_are_put(sandbox: SandboxFactory) -> None:
    box = sandbox((QUEUE, "Lab"), faults=("queue-stopped", "job-held", "queue-rejecting@Lab"))
    assert box.cups.attributes(QUEUE)["printer-state"] == 5
    assert box.cups.attributes("Lab")["printer-is-accepting-jobs"] is False
    assert box.cups.waiting_jobs("Lab"), "the second fault went to the second queue"


def test_a_fault_can_be_injected_later(sandbox: SandboxFactory) -> None:
    box = sandbox((QUEUE, "Lab"))
    box.inject("queue-stopped", queue="Lab")
    assert box.cups.attributes("Lab")["printer-state"] == 5
    with pytest.raises(SandboxError, match="isolated"):
        box.inject("spool-full")
    with pytest.raises(SandboxError, match="there is no fault"):
        box.inject("coffee-spilt")


def test_a_fault_that_is_not_for_this_user_is_refused(sandbox: SandboxFactory) -> None:
    name = "user-denied" if os.geteuid() == 0 else "filter-insecure"
    box = sandbox((QUEUE,))
    with pytest.raises(SandboxUnavailableError, match="root"):
        box.inject(name)
    with pytest.raises(SandboxUnavailableError, match="root"), Sandbox((QUEUE,), faults=(name,)):
        pass


def test_faults_that_want_what_the_sandbox_has_not_are_refused(sandbox: SandboxFactory) -> None:
    with pytest.raises(SandboxError, match="no queue at all"):
        Sandbox((), faults=("queue-stopped",))
    with pytest.raises(SandboxError, match="two queues"):
        sandbox((QUEUE,)).inject("default-unexpected")
    with pytest.raises(SandboxError, match="no virtual printer"):
        sandbox((QUEUE,), printers=0).inject("media-empty")


def test_the_table_is_complete_and_well_formed() -> None:
    first = {"SCHEDULER_NOT_RUNNING", "SCHEDULER_NOT_ANSWERING", "QUEUE_STOPPED",
             "QUEUE_STOPPED_BY_FAILURE", "QUEUE_REJECTING", "QUEUE_HOLDS_NEW_JOBS",
             "BACKEND_MISSING", "FILTER_MISSING", "FILTER_FAILED", "FILTER_CRASHED", "PPD_INVALID",
             "DEVICE_NAME_UNRESOLVED", "DEVICE_REFUSES", "DEVICE_UNREACHABLE", "DEVICE_PATH_WRONG",
             "MEDIA_EMPTY", "COVER_OPEN", "SUPPLY_EMPTY", "JOB_HELD", "JOB_HELD_FOR_AUTH",
             "JOB_ABORTED", "DEFAULT_PRINTER_MISSING", "SPOOL_FULL"}  # fmt: skip
    assert first <= {fault.finding for fault in FAULTS.values()}
    for name, fault in FAULTS.items():
        assert name == fault.name
        assert fault.finding.isupper()
        assert fault.summary


def test_parsing_refuses_what_is_not_there() -> None:
    with pytest.raises(SandboxError, match="no queue 'Attic'"):
        parse_injections(["queue-stopped@Attic"], ["Office"])
    assert parse_injections(["queue-stopped@Lab"], ["Office", "Lab"])[0].queue == "Lab"


@pytest.mark.skipif(os.geteuid() != 0, reason="cupsd checks modes as root only")
def test_an_insecure_filter_is_named_by_cupsd(sandbox: SandboxFactory) -> None:
    box = sandbox((QUEUE,), faults=("filter-insecure",))
    assert box.cups.state_reasons(QUEUE) == ("cups-insecure-filter-warning",)
