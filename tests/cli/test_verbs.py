# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What an administrator does: each verb changes what it says, and the listings show it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.program import doctor, in_json, unjam
from tests.conftest import SandboxFactory

from unjam.cups import Connection
from unjam.sandbox import Sandbox


def queue(box: Sandbox, name: str) -> dict[str, object]:
    listed = in_json("printers", box=box).document["printers"]
    found = [each for each in listed if each["printer-name"] == name]
    return dict(found[0]) if found else {}


def test_listings_of_a_healthy_server(healthy_box: Sandbox) -> None:
    ran = unjam("printers", box=healthy_box)
    assert ran.status == 0
    assert "Office" in ran.out
    assert "idle" in ran.out
    only = unjam("printers", "Lab", box=healthy_box)
    assert "Office" not in only.out
    assert unjam("jobs", box=healthy_box).status == 0


def test_devices_are_listed(healthy_box: Sandbox) -> None:
    ran = in_json("devices", "--timeout", "30", "--scheme", "serial", box=healthy_box)
    assert ran.status == 0
    assert all(it["device-uri"].startswith("serial:") for it in ran.document["devices"])


def test_a_server_without_queues_is_no_error(sandbox: SandboxFactory) -> None:
    box = sandbox((), printers=0)
    ran = unjam("printers", box=box)
    assert ran.status == 0
    assert "no queues" in ran.out
    assert in_json("printers", box=box).document["printers"] == []


def test_a_default_of_ones_own_is_a_queue_that_there_is(
    healthy_box: Sandbox, tmp_path: Path
) -> None:
    mine, home = tmp_path / ".cups" / "lpoptions", {"HOME": str(tmp_path)}
    wrong = unjam("printers", "default", "--mine", "Nowhere", box=healthy_box, env=home)
    assert wrong.status == 2
    assert "Nowhere" in wrong.err
    assert not mine.exists()
    right = unjam("printers", "default", "--mine", "Lab", box=healthy_box, env=home)
    assert (right.status, right.err) == (0, "")
    assert mine.read_text() == "Default Lab\n"


def test_a_default_of_ones_own_may_be_a_queue_that_is_not_listed(
    sandbox: SandboxFactory, tmp_path: Path
) -> None:
    """cupsd lists none that is closed to the person, but answers when it is asked for it."""
    box = sandbox(("Office", "Lab"))
    ann = {"CUPS_USER": "ann", "HOME": str(tmp_path)}
    with Connection(box.server) as cups:
        cups.add_modify_printer("Lab", attributes={"requesting-user-name-denied": ["ann"]})
    assert "Lab" not in unjam("printers", box=box, env=ann).out
    ran = unjam("printers", "default", "--mine", "Lab", box=box, env=ann)
    assert (ran.status, ran.err) == (0, "")


PAIRS = [
    ("pause", "resume", "printer-state", "stopped", "idle"),
    ("reject", "accept", "printer-is-accepting-jobs", False, True),
]


@pytest.mark.parametrize(("one", "other", "attribute", "off", "on"), PAIRS)
def test_switches(
    sandbox: SandboxFactory, one: str, other: str, attribute: str, off: object, on: object
) -> None:
    box = sandbox()
    ran = unjam("printers", one, "Office", "--reason", "On holiday", box=box)
    assert (ran.status, ran.err) == (0, "")
    assert queue(box, "Office")[attribute] == off
    assert queue(box, "Office")["printer-state-message"] == "On holiday"
    assert unjam("printers", other, "Office", box=box).status == 0
    assert queue(box, "Office")[attribute] == on


def test_new_jobs_are_held_and_released(sandbox: SandboxFactory) -> None:
    box = sandbox()
    assert unjam("printers", "hold-new", "Office", box=box).status == 0
    assert "hold-new-jobs" in str(queue(box, "Office")["printer-state-reasons"])
    assert "holds jobs" in unjam("printers", box=box).out
    assert unjam("printers", "release-new", "Office", box=box).status == 0
    assert "hold-new-jobs" not in str(queue(box, "Office")["printer-state-reasons"])


def test_a_queue_is_made_tested_made_default_and_removed(sandbox: SandboxFactory) -> None:
    box = sandbox()
    uri = box.printers[0].uri
    made = unjam("printers", "add", "New", uri, "--location", "Hall", box=box)
    assert (made.status, made.err) == (0, "")
    assert queue(box, "New")["printer-location"] == "Hall"
    again = unjam("printers", "add", "New", uri, box=box)
    assert again.status == 3
    assert "already" in again.err
    tested = unjam("printers", "test", "New", box=box)
    assert tested.status == 0, tested.err
    assert len(box.printers[0].await_pages()) == 1
    assert unjam("printers", "default", "New", box=box).status == 0
    assert in_json("printers", box=box).document["default"] == "New"
    assert unjam("printers", "remove", "New", box=box).status == 0
    assert queue(box, "New") == {}


def test_a_test_page_on_a_stopped_queue_is_a_failure_with_a_next_step(
    sandbox: SandboxFactory,
) -> None:
    box = sandbox(faults=("queue-stopped",))
    ran = unjam("printers", "test", "Office", box=box)
    assert ran.status == 1
    assert "QUEUE_STOPPED" in ran.out
    assert "unjam jobs cancel 1" in ran.out
    assert "unjam doctor Office --fix" in ran.out
    assert "(--fix does it)" not in ran.out, "this command has no such option"


def test_detailed_logging_is_given_back(sandbox: SandboxFactory) -> None:
    box = sandbox()
    conf = box.cups_files.with_name("cupsd.conf")
    conf.write_text(conf.read_text().replace("LogLevel debug", "LogLevel warn"))
    ran = unjam("printers", "test", "Office", "--debug-log", "--server", str(box.socket), box=box)
    assert (ran.status, ran.err) == (0, "")
    assert "logs in detail" in ran.out
    assert "LogLevel warn" in conf.read_text()


def jobs(box: Sandbox, *args: str) -> list[dict[str, object]]:
    found = in_json("jobs", *args, box=box).document["jobs"]
    return [dict(job) for job in found]


def test_a_job_is_held_released_moved_and_cancelled(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office", "queue-stopped@Lab"))
    number = str(box.cups.print("Office"))
    assert [job["queue"] for job in jobs(box)] == ["Office"]
    for verb, state in (("hold", "held"), ("release", "pending")):
        assert unjam("jobs", verb, number, box=box).status == 0
        assert [job["job-state"] for job in jobs(box)] == [state]
    assert unjam("jobs", "move", number, "Lab", box=box).status == 0
    assert [job["queue"] for job in jobs(box, "Lab")] == ["Lab"]
    assert number in unjam("jobs", box=box).out
    assert unjam("jobs", "cancel", number, box=box).status == 0
    assert jobs(box) == []
    assert [job["job-state"] for job in jobs(box, "--all")] == ["canceled"]
    assert unjam("jobs", "purge", number, box=box).status == 0
    assert jobs(box, "--all") == []


def test_no_number_of_a_job_is_taken_for_another_ones(sandbox: SandboxFactory) -> None:
    """cupsd reads 32 bits of a number: of 2**32 + 1 those of job 1."""
    box = sandbox(faults=("job-held",))
    for number in ("4294967297", "0"):
        for verb in ("cancel", "release", "purge"):
            assert unjam("jobs", verb, number, box=box).status == 2
    assert [(job["job-id"], job["job-state"]) for job in jobs(box)] == [(1, "held")]


def test_a_limit_beyond_all_numbers_is_none(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("job-held",))
    assert len(jobs(box, "--limit", str(2**40))) == 1


NAMELESS = [
    ("printers", "pause", ""),
    ("printers", "list", ""),
    ("printers", "default", ""),
    ("printers", "test", ""),
    ("printers", "add", "", "ipp://printer.example/ipp/print"),
    ("jobs", "list", ""),
    ("jobs", "move", "1", ""),
    ("doctor", ""),
    ("watch", ""),
]


@pytest.mark.parametrize("args", NAMELESS, ids=" ".join)
def test_a_queue_without_a_name_is_wrong_usage(args: tuple[str, ...]) -> None:
    ran = unjam(*args)
    assert ran.status == 2
    assert "a queue has a name" in ran.err


def test_a_name_beyond_ascii_is_the_same_wherever_it_stands(sandbox: SandboxFactory) -> None:
    box = sandbox(("Büro",), faults=("job-held",))
    assert [job["queue"] for job in jobs(box)] == ["Büro"]
    assert "Büro" in unjam("jobs", "Büro", box=box).out
    held = [f for f in doctor(box=box).document["findings"] if f["id"] == "JOB_HELD"]
    assert [finding["subject"]["name"] for finding in held] == ["Büro-1"]


def test_purging_everything_wants_a_yes(sandbox: SandboxFactory) -> None:
    box = sandbox()
    box.cups.await_job(box.cups.print("Office"))
    refused = unjam("jobs", "purge", box=box)
    assert refused.status == 2
    assert "nobody to ask" in refused.err and "--yes" in refused.err
    assert len(jobs(box, "--all")) == 1
    assert unjam("jobs", "purge", "--yes", box=box).status == 0
    assert jobs(box, "--all") == []


def test_a_printers_password_wants_somebody_to_ask(sandbox: SandboxFactory) -> None:
    box = sandbox()
    ran = unjam("jobs", "authenticate", str(box.cups.print("Office")), box=box)
    assert ran.status == 3
    assert "nobody to ask" in ran.err
