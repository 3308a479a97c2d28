# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One trial: inject a fault, let the real `unjam doctor` find it, mend it, and look again.

The doctor is the program itself, as a person starts it, in the sandbox's network where it has one.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from typing import Any, Final

import pexpect

from unjam.sandbox import Fault, Sandbox
from unjam.sandbox.processes import wait_until

UNJAM: Final = (sys.executable, "-m", "unjam.cli.main")
DEADLINE: Final = 60.0
PATIENCE: Final = 45.0
"""Seconds for a backend to notice that its printer is back, and to print what waited."""

TALK: Final = (
    r"\[y/N/q\]",
    r"Done, and checked",
    r"User \[[^\n]*\]: |Password[^\n]*: ",
    pexpect.EOF,
)
END: Final = len(TALK) - 1

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one fault."""

    fault: Fault
    user: str
    found: bool
    seconds: float
    extras: tuple[str, ...]
    remedies: tuple[str, ...]
    mended: str
    healthy: bool
    report: Document

    @property
    def passed(self) -> bool:
        """Found, nothing else found, and healthy in the end."""
        return self.found and not self.extras and self.healthy


def diagnose(box: Sandbox, *words: str) -> tuple[int, Document]:
    """`unjam doctor --json`: the exit status and what it says (UNJAM_CUPS_FILES is set)."""
    argv = [*UNJAM, "doctor", "--json", *words]
    done = box.run(argv, timeout=DEADLINE)
    if not done.stdout:
        raise AssertionError(f"exit {done.returncode}: {done.stderr}")
    return done.returncode, json.loads(done.stdout)


def problems(report: Document) -> list[str]:
    """The ids of all findings that are errors or warnings."""
    return [each["id"] for each in report["findings"] if each["severity"] in ("error", "warning")]


def try_fault(fault: Fault, user: str) -> Trial:
    """The whole way with one fault on a sandbox of two queues."""
    with Sandbox(("Office", "Lab"), faults=[fault.name]) as box:
        begin = time.monotonic()
        _, report = diagnose(box)
        seconds = time.monotonic() - begin
        ids = problems(report)
        box.repair_world(fault.name)
        mended, healthy = mend(box, by_hand=fault.repair is not None)
        return Trial(
            fault=fault,
            user=user,
            found=fault.finding in [each["id"] for each in report["findings"]],
            seconds=seconds,
            extras=tuple(each for each in ids if each != fault.finding),
            remedies=_remedies(report, fault.finding),
            mended=mended,
            healthy=healthy,
            report=report,
        )


def try_pair(first: Fault, second: Fault) -> tuple[set[str], set[str]]:
    """Two independent faults at two queues: what was expected, and what was found."""
    faults = [f"{first.name}@Office", f"{second.name}@Lab"]
    with Sandbox(("Office", "Lab"), faults=faults) as box:
        _, report = diagnose(box)
    informed = {each["id"] for each in report["findings"]}
    expected = {first.finding, second.finding}
    return expected, set(problems(report)) | (expected & informed)


def mend(box: Sandbox, *, by_hand: bool) -> tuple[str, bool]:
    """Say yes to every repair; how it was mended, and whether all is well in the end."""
    how = ["by hand"] if by_hand else []
    if not _is_well(box):
        done = say_yes(box)
        how += [f"{done} by unjam"] if done else []
    return " + ".join(how) or "nothing", _becomes_well(box)


def say_yes(box: Sandbox) -> int:
    """`unjam doctor --fix` on a terminal, yes to everything; how many repairs were done."""
    command, *words = box.command([*UNJAM, "doctor", "--fix"])
    child = pexpect.spawn(
        command, words, env=box.environment() | {"TERM": "dumb"}, encoding="utf-8",
        timeout=DEADLINE, dimensions=(50, 200),
    )  # fmt: skip
    done = 0
    while (seen := child.expect(list(TALK))) != END:
        if seen == 0:
            child.sendline("y")
        elif seen == 1:
            done += 1
        else:
            child.sendline("anything")
    child.close()
    return done


def _is_well(box: Sandbox) -> bool:
    status, report = diagnose(box)
    return status == 0 and report["verdict"] == "healthy"


def _becomes_well(box: Sandbox) -> bool:
    try:
        wait_until(lambda: _is_well(box), what="health", timeout=PATIENCE, interval=0.5)
    except TimeoutError:
        return False
    return True


def _remedies(report: Document, finding: str) -> tuple[str, ...]:
    found = (each for each in report["findings"] if each["id"] == finding)
    return tuple(dict.fromkeys(remedy["id"] for each in found for remedy in each["remedies"]))
