# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A sandbox comes up quickly, several at once, and leaves nothing behind, however it ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.conftest import SandboxFactory
from tests.programs import running
from tests.sandbox.traces import children_of, lives, remains_of, wait_until_gone

from unjam.sandbox import Queue, Sandbox, SandboxError
from unjam.sandbox.processes import wait_until

OWNER = """
import json, sys, time
from unjam.sandbox import Sandbox
with Sandbox(("Office", "Lab"), isolated={isolated}) as box:
    box.cups.print("Office")
    print(json.dumps([str(box.base), box.processes.guardian_pid]), flush=True)
    {ending}
"""


@contextlib.contextmanager
def owner(
    ending: str, *, isolated: bool = False
) -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    """Another program that has a sandbox, and what that program does next."""
    text = OWNER.format(ending=ending, isolated=isolated)
    with running([sys.executable, "-c", text], stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        if not line:
            assert program.stderr is not None
            complaint = program.stderr.read()
            if "SandboxUnavailableError" in complaint:
                pytest.skip(complaint.splitlines()[-1])
            pytest.fail(complaint)
        base, guardian = json.loads(line)
        yield program, Path(base), guardian


@pytest.mark.parametrize("isolated", [False, True])
def test_nothing_remains_after_the_block(sandbox: SandboxFactory, isolated: bool) -> None:
    box = sandbox(("Office", "Lab"), isolated=isolated)
    box.cups.print("Office")
    base = box.base
    assert remains_of(base)
    box.close()
    assert not remains_of(base)
    box.close()


def test_it_is_opened_once() -> None:
    with Sandbox() as box:
        with pytest.raises(SandboxError, match="open already"):
            box.open()
        assert box.cups.attributes("Office")["printer-state"] == 3, "and goes on"


def test_nothing_remains_after_an_exception() -> None:
    with pytest.raises(ZeroDivisionError), Sandbox() as box:
        base = box.base
        raise ZeroDivisionError
    assert not remains_of(base)


def test_nothing_remains_when_it_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    bases = []

    def fail(box: Sandbox) -> None:
        bases.append(box.base)
        raise SandboxError("no")

    monkeypatch.setattr(Sandbox, "_add_queues", fail)
    with pytest.raises(SandboxError, match="no"):
        Sandbox().open()
    assert not remains_of(bases[0])


@pytest.mark.parametrize("isolated", [False, True])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_remains_after_a_signal(number: signal.Signals, isolated: bool) -> None:
    with owner("time.sleep(600)", isolated=isolated) as (program, base, _):
        assert remains_of(base)
        program.send_signal(number)
        program.wait(10)
        wait_until_gone(base)


def test_nothing_remains_when_a_forked_child_of_the_owner_lives_on() -> None:
    """The child holds copies of the owner's descriptors: it must not hold the sandbox."""
    fork = "import os; child = os.fork(); child and print(child, flush=True); time.sleep(600)"
    with owner(fork) as (program, base, _):
        assert program.stdout is not None
        child = int(program.stdout.readline())
        try:
            program.kill()
            wait_until_gone(base)
            assert lives(child)
        finally:
            os.kill(child, signal.SIGKILL)


def test_nothing_remains_of_a_frozen_one() -> None:
    with owner("box.freeze(); box.printers[0].freeze(); time.sleep(600)") as (program, base, _):
        program.kill()
        wait_until_gone(base)


STARTER = """
import tempfile
from unjam.sandbox import Sandbox
tempfile.gettempdir()  # it tries the directory with a file of its own
print(1, flush=True)
Sandbox(5).open()
"""
PHASES: dict[str, Callable[[int, Path], object]] = {
    "at once": lambda _owner, _place: True,
    "the guardian runs": lambda owner, _place: children_of(owner),
    "there is a directory": lambda _owner, place: [*place.iterdir()],
    "the first program runs": lambda owner, _place: grandchildren_of(owner),
    "there is a configuration": lambda _owner, place: [*place.glob("*/*/cupsd.conf")],
    "there is a log": lambda _owner, place: [*place.glob("*/log/error_log")],
}


def grandchildren_of(pid: int) -> list[int]:
    return [each for child in children_of(pid) for each in children_of(child)]


@pytest.mark.parametrize("phase", PHASES)
def test_the_owner_can_be_killed_while_it_starts(phase: str) -> None:
    """Whatever it had begun has the directory in its words or in its environment."""
    with tempfile.TemporaryDirectory(prefix="u") as name:
        place = Path(name)
        env = os.environ | {"TMPDIR": name}
        with running([sys.executable, "-c", STARTER], env=env) as program:
            assert program.stdout is not None
            program.stdout.readline()
            wait_until(lambda: bool(PHASES[phase](program.pid, place)), what=phase, interval=0.001)
            program.kill()
        wait_until(lambda: remains_of(place) == [name], what="the end of all", timeout=15)
        wait_until(lambda: not [*place.iterdir()], what="an empty directory", timeout=15)


def test_several_at_once_do_not_meet() -> None:
    with ThreadPoolExecutor(4) as pool, contextlib.ExitStack() as stack:
        boxes = [Sandbox((f"Q{number}",)) for number in range(6)]
        for box in boxes:
            stack.callback(box.close)
        list(pool.map(Sandbox.open, boxes))
        assert len({box.server for box in boxes}) == len(boxes)
        for number, box in enumerate(boxes):
            assert box.cups.attributes(f"Q{number}")["printer-name"] == f"Q{number}"
            with pytest.raises(SandboxError, match="0x0406"):
                box.cups.attributes(f"Q{(number + 1) % 6}")


def test_a_printed_page_comes_out(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", Queue("Live", driver="everywhere"), Queue("Raw", driver="raw")))
    for name in box.queues:
        job = box.cups.print(name, title=f"For {name}")
        assert box.cups.await_job(job)["job-state"] == 9
        assert box.printer_of(name).await_pages()[0].read_bytes().startswith(b"%PDF")


def test_a_class_prints_through_its_members(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"))
    box.cups.add_class("Everybody", "Office", "Lab")
    members = box.cups.attributes("Everybody", kind="classes")["member-names"]
    assert members == ("Office", "Lab")


def test_programs_take_it_for_the_system(sandbox: SandboxFactory) -> None:
    for isolated in (False, True):
        box = sandbox(("Office",), isolated=isolated)
        said = box.run(["lpstat", "-v"])
        assert said.stdout == f"device for Office: {box.printers[0].uri}\n"
        assert box.run(["sh", "-c", "exit 7"]).returncode == 7


def test_the_queues_survive_a_restart_on_the_same_address(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    before = box.server
    box.stop_scheduler()
    assert not box.socket.exists()
    box.start_scheduler()
    assert box.server == before
    assert box.cups.attributes("Office")["printer-name"] == "Office"


def test_no_two_sandboxes_are_given_one_port(
    sandbox: SandboxFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = sandbox(()).processes, sandbox(()).processes
    port = one.free_port()
    none = 99_999  # no port, so that nobody else has it
    drawn = iter([port, port, none, port])
    monkeypatch.setattr("unjam.sandbox.ports._can_bind", lambda _port: True)
    monkeypatch.setattr("unjam.sandbox.ports._random.randint", lambda *_: next(drawn))
    assert other.free_port() == none
    one.close()
    assert other.free_port() == port


def test_a_port_that_somebody_else_answers_on_is_not_taken_for_ones_own(
    sandbox: SandboxFactory,
) -> None:
    processes = sandbox(()).processes
    with processes.listen("127.0.0.1") as foreign:
        ended = processes.spawn("true", log=processes.base / "log" / "true")
        processes.wait(ended, 10)
        with pytest.raises(SandboxError, match="nobody listens"):
            processes.connect(("127.0.0.1", foreign.getsockname()[1]), server=ended)


def test_a_fake_listens_inside_the_isolation(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",), isolated=True)
    with box.processes.listen("127.0.0.1") as listener:
        port = listener.getsockname()[1]
        reached = box.run(
            ["python3", "-c", f"import socket; socket.create_connection(('127.0.0.1', {port}))"]
        )
        assert (reached.returncode, reached.stderr) == (0, "")
