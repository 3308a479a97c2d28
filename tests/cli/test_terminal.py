# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""At a terminal: questions, answers, colours, progress, and Ctrl-C at any moment."""

from __future__ import annotations

import re

import pytest
from tests.cli.program import FOR_EVER, PATIENT_ARGV, doctor, unjam
from tests.cli.terminal import ended, terminal
from tests.conftest import SandboxFactory

CURSOR = "\x1b[?25h"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def test_yes_repairs_and_no_leaves_it(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office", "queue-rejecting@Lab"))
    with terminal("doctor", "--fix", box=box) as child:
        child.expect("Resume the printer Office.*Do it now")
        child.sendline("y")
        child.expect("Done, and checked")
        child.expect("Let the printer Lab take new documents.*Do it now")
        child.sendline("")
        child.expect("Left as it is")
        status, _text = ended(child)
    assert status == 1
    assert doctor(box=box).ids == ["QUEUE_REJECTING"]


def test_end_of_input_is_no_consent(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped",))
    with terminal("doctor", "--fix", box=box) as child:
        child.expect("Do it now")
        child.sendeof()
        assert ended(child)[0] == 1
    assert doctor(box=box).ids == ["QUEUE_STOPPED"]


def test_ctrl_c_at_the_question_changes_nothing(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped",))
    with terminal("doctor", "--fix", box=box) as child:
        child.expect("Do it now")
        child.sendintr()
        assert ended(child)[0] == 130
    assert doctor(box=box).ids == ["QUEUE_STOPPED"]


def test_ctrl_c_while_it_looks_leaves_the_terminal_as_it_was(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("scheduler-frozen",))
    with terminal("doctor", *FOR_EVER, box=box, argv=PATIENT_ARGV) as child:
        child.expect("Ctrl-C stops")
        child.sendintr()
        status, text = ended(child)
    assert status == 130, text
    assert CURSOR in text, "the cursor is back"
    assert "Stopped" in text


def test_colours_at_a_terminal_only_and_not_where_unwanted(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped",))
    with terminal("doctor", box=box) as child:
        status, text = ended(child)
    assert status == 1
    assert "\x1b[1;31m" in text
    assert re.search(r"\x1b\[1m1 problem found", text), "not in the colour of health"
    with terminal("doctor", box=box, NO_COLOR="1") as child:
        text = ended(child)[1]
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", text)


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_lines_fit_the_terminal(sandbox: SandboxFactory, columns: int) -> None:
    box = sandbox(faults=("media-empty",))
    with terminal("doctor", box=box, columns=columns) as child:
        _progress, _back, report = ended(child)[1].rpartition(CURSOR)
    lines = ESCAPE.sub("", report).replace("\r", "").splitlines()
    assert "MEDIA_EMPTY" in report
    assert max(map(len, lines)) <= columns


def test_forced_colours_bring_no_live_display_into_a_pipe(sandbox: SandboxFactory) -> None:
    ran = unjam("doctor", box=sandbox(faults=("queue-stopped",)), env={"FORCE_COLOR": "1"})
    assert "\x1b[1;31m" in ran.out
    assert ran.err == ""


def test_the_demonstration_goes_the_whole_way() -> None:
    with terminal("demo", "--sandbox") as child:
        child.expect("DEVICE_PATH_WRONG")
        for _question in range(2):
            child.expect("Do it now")
            child.sendline("y")
        child.expect("came out at the virtual printer")
        assert ended(child)[0] == 0


def test_the_faults_are_listed_for_the_width_of_the_terminal() -> None:
    for columns in (60, 80, 140):
        with terminal("sandbox", "--list-faults", columns=columns) as child:
            lines = ESCAPE.sub("", ended(child)[1]).replace("\r", "").splitlines()
        assert max(map(len, lines)) <= columns
        (line,) = [line for line in lines if line.startswith("queue-stopped ")]
        assert line.split()[:2] == ["queue-stopped", "QUEUE_STOPPED"]
        assert ("queue" in line.partition("QUEUE_STOPPED")[2]) == (columns > 110)
