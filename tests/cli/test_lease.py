# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`printers test --debug-log`: whatever ends the session, the log level is what it was."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pexpect
import pytest
from tests.cli.program import unjam
from tests.cli.terminal import ended, terminal
from tests.conftest import SandboxFactory

from unjam.actions import lease
from unjam.actions.lease import lease_directory
from unjam.cli import running
from unjam.sandbox import Sandbox

BORROW = ("printers", "test", "Office", "--debug-log", "--timeout", "120")


@pytest.fixture
def box(sandbox: SandboxFactory) -> Sandbox:
    """A server that logs little, and a queue in which a test page waits for ever."""
    box = sandbox(("Office",))
    box.printers[0].freeze()
    conf(box).write_text(conf(box).read_text().replace("LogLevel debug", "LogLevel warn"))
    return box


def conf(box: Sandbox) -> Path:
    return box.cups_files.parent / "cupsd.conf"


def level(box: Sandbox) -> str:
    lines = [line.split() for line in conf(box).read_text().splitlines() if line]
    return next((words[1] for words in lines if words[0] == "LogLevel"), "")


def notes(box: Sandbox) -> list[Path]:
    return list(lease_directory({}, box.home).glob("*"))


def borrowed(child: pexpect.spawn[str], box: Sandbox) -> None:
    child.expect("logs in detail")
    child.expect("test page is job")
    assert level(box) == "debug"


def stop(child: pexpect.spawn[str], number: signal.Signals) -> None:
    assert child.pid
    os.kill(child.pid, number)


def test_killed_in_the_middle_the_next_start_puts_it_back(box: Sandbox) -> None:
    with terminal(*BORROW, box=box, XDG_STATE_HOME="") as child:
        borrowed(child, box)
        stop(child, signal.SIGKILL)
        child.expect(pexpect.EOF)
    assert level(box) == "debug"
    assert notes(box)
    ran = unjam("doctor", box=box, env={"XDG_STATE_HOME": ""})
    assert "again what it was" in ran.err
    assert level(box) == "warn"
    assert not notes(box)
    assert "again what it was" not in unjam("doctor", box=box, env={"XDG_STATE_HOME": ""}).err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_in_the_middle_it_is_put_back_at_once(box: Sandbox, number: signal.Signals) -> None:
    with terminal(*BORROW, box=box, XDG_STATE_HOME="") as child:
        borrowed(child, box)
        if number == signal.SIGINT:
            child.sendintr()
        else:
            stop(child, number)
        assert ended(child)[0] == 128 + number
    assert level(box) == "warn"
    assert not notes(box)


def test_a_slow_server_gets_its_level_back_before_the_prompt_comes(box: Sandbox) -> None:
    with terminal(*BORROW, box=box, XDG_STATE_HOME="") as child:
        borrowed(child, box)
        box.scheduler.freeze()
        child.sendintr()
        waits = child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=3)
        assert waits == 1, "longer than what merely cleans up may take"
        box.scheduler.thaw()
        assert ended(child)[0] == 130
    assert level(box) == "warn"
    assert not notes(box)


IMPATIENT = """
import sys
from unjam.cli import running
from unjam.cli.main import main
running.GRACE_SECONDS = 0.1
unfinished = running._Run._unfinished
def told(self):
    found = unfinished(self)
    if found:
        print("not yet", flush=True)
    return found
running._Run._unfinished = told
sys.exit(main())
"""


def test_giving_back_takes_longer_than_anybody_waits_for_the_rest(box: Sandbox) -> None:
    argv = (sys.executable, "-c", IMPATIENT)
    with terminal(*BORROW, box=box, argv=argv, XDG_STATE_HOME="") as child:
        borrowed(child, box)
        box.freeze()
        child.sendintr()
        for _round in range(5):
            child.expect("not yet")
        box.thaw()
        assert ended(child)[0] == 130
    assert level(box) == "warn"
    assert not notes(box)


def test_the_lease_and_the_loop_mean_the_same_tasks() -> None:
    assert lease.MUST_FINISH == running.MUST_FINISH


def test_a_living_session_keeps_what_it_borrowed(box: Sandbox) -> None:
    with terminal(*BORROW, box=box, XDG_STATE_HOME="") as child:
        borrowed(child, box)
        assert "again what it was" not in unjam("doctor", box=box, env={"XDG_STATE_HOME": ""}).err
        assert level(box) == "debug"
        child.sendintr()
        ended(child)
    assert level(box) == "warn"
