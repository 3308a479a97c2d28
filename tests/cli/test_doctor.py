# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam doctor` as a program: the contract, the statuses, consent, and an end that comes."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from tests.cli.program import FOR_EVER, PATIENT_ARGV, doctor, environment, unjam
from tests.conftest import SandboxFactory
from tests.programs import running
from tests.sandbox.traces import remains_of

from unjam.sandbox import Sandbox
from unjam.sandbox.processes import wait_until


def test_health_is_status_0(healthy_box: Sandbox) -> None:
    ran = doctor(box=healthy_box)
    assert (ran.status, ran.ids, ran.document["verdict"]) == (0, [], "healthy")
    text = unjam("doctor", box=healthy_box)
    assert text.status == 0
    assert "Nothing is wrong" in text.out
    assert text.err == ""


def test_one_queue_can_be_asked_for(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office",))
    assert doctor("Lab", box=box).status == 0
    ran = doctor("Office", box=box)
    assert (ran.status, ran.ids) == (1, ["QUEUE_STOPPED"])
    assert ran.document["findings"][0]["subject"] == {"kind": "queue", "name": "Office"}


def test_two_independent_faults_both_appear(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office", "queue-rejecting@Lab"))
    ran = doctor(box=box)
    assert sorted(ran.ids) == ["QUEUE_REJECTING", "QUEUE_STOPPED"]


FIXABLE = {
    "queue-stopped": "resume-queue",
    "queue-rejecting": "accept-jobs",
    "default-missing": "reset-user-default",
    "device-path-wrong": "repoint-queue",
}


@pytest.mark.parametrize("fault", FIXABLE)
def test_without_consent_nothing_changes_and_with_yes_it_is_repaired(
    sandbox: SandboxFactory, fault: str
) -> None:
    box = sandbox(("Office", "Lab"), faults=(fault,))
    before = doctor(box=box)
    assert before.status == 1
    untouched = doctor("--fix", box=box)
    assert untouched.ids == before.ids
    assert {r["result"] for r in untouched.document["repairs"]} == {"not-allowed"}
    mended = doctor("--fix", "--yes", box=box)
    assert (mended.status, mended.ids) == (0, [])
    assert [r["remedy"]["id"] for r in mended.document["repairs"]] == [FIXABLE[fault]]
    assert doctor(box=box).status == 0


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        ("job-held-for-auth", "JOB_HELD_FOR_AUTH"),
        ("queue-holds-new-jobs", "QUEUE_HOLDS_NEW_JOBS"),
        ("job-held", "JOB_HELD"),
    ],
)
def test_yes_does_not_do_what_cannot_be_undone(
    sandbox: SandboxFactory, fault: str, finding: str
) -> None:
    box = sandbox(("Office", "Lab"), faults=(fault,))
    ran = doctor("--fix", "--yes", box=box)
    assert (ran.status, ran.ids) == (1, [finding])
    assert {r["result"] for r in ran.document["repairs"]} == {"not-allowed"}


def test_yes_leaves_alone_what_may_be_meant(sandbox: SandboxFactory) -> None:
    """A default of one's own beside the server's is a choice; a hint tells of it, no more."""
    box = sandbox(("Office", "Lab"), faults=("default-unexpected",))
    lpoptions = box.home / ".cups" / "lpoptions"
    before = lpoptions.read_text()
    ran = doctor("--fix", "--yes", box=box)
    assert [f["id"] for f in ran.document["findings"]] == ["DEFAULT_PRINTER_UNEXPECTED"]
    assert ran.status == 0
    assert {r["result"] for r in ran.document["repairs"]} == {"not-allowed"}
    assert "may be intended" in ran.document["repairs"][0]["detail"]
    assert lpoptions.read_text() == before


def test_text_shows_the_proof_and_the_remedy(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped",))
    ran = unjam("doctor", box=box)
    assert ran.status == 1
    for expected in ("QUEUE_STOPPED", "Evidence", "What to do", "cupsenable", "1 problem found"):
        assert expected in ran.out
    assert "\x1b" not in ran.out, "no colours where there is no terminal"
    assert max(map(len, ran.out.splitlines())) <= 88
    assert not any(line.endswith(" ") for line in ran.out.splitlines())


def test_a_frozen_server_is_named_within_the_deadline(sandbox: SandboxFactory) -> None:
    ran = doctor("--timeout", "15", box=sandbox(faults=("scheduler-frozen",)))
    assert (ran.status, ran.ids) == (1, ["SCHEDULER_NOT_ANSWERING"])
    assert ran.document["duration_seconds"] < 20


@pytest.mark.parametrize(
    ("verb", "number"),
    [
        ("doctor", signal.SIGINT),
        ("printers", signal.SIGINT),
        ("devices", signal.SIGINT),
        ("doctor", signal.SIGTERM),
        ("doctor", signal.SIGHUP),
    ],
)
def test_a_signal_gives_the_prompt_back_at_once(
    sandbox: SandboxFactory, verb: str, number: signal.Signals
) -> None:
    box = sandbox(faults=("scheduler-frozen",))
    assert interrupted(box, verb, number) == (128 + number, "")


def interrupted(box: Sandbox, verb: str, number: signal.Signals) -> tuple[int, str]:
    """Run a command until it waits for the frozen server, for ever; then signal it."""
    mark = f"{box.base}-asked-by-{verb}"
    argv = [*PATIENT_ARGV, verb, *FOR_EVER]
    env = environment(box, UNJAM_TEST=mark)
    with running(argv, env=env, stderr=subprocess.PIPE) as process:
        wait_until(lambda: connects_to(box, process), what="a connection", timeout=60)
        assert str(process.pid) in " ".join(remains_of(Path(mark)))
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert not remains_of(Path(mark)), "nothing that it started is left behind"
    return process.returncode, out


def connects_to(box: Sandbox, process: subprocess.Popen[str]) -> bool:
    """Whether the process has a connection to the sandbox's port; fails if it has ended."""
    if process.poll() is not None:
        raise AssertionError(process.stderr and process.stderr.read())
    port = f":{int(box.server.rpartition(':')[2]):04X}"
    rows = [row.split() for row in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
    wanted = {f"socket:[{row[9]}]" for row in rows if row[2].endswith(port)}
    links = Path(f"/proc/{process.pid}/fd").iterdir()
    with suppress(FileNotFoundError):
        return bool(wanted & {str(link.readlink()) for link in links})
    return False


def test_a_server_from_the_environment_is_taken(healthy_box: Sandbox) -> None:
    assert doctor(box=healthy_box).document["server"] == healthy_box.server


def test_the_socket_is_as_good_as_the_port(healthy_box: Sandbox) -> None:
    ran = doctor("--server", healthy_box.socket, box=healthy_box)
    assert (ran.status, ran.ids) == (0, [])
