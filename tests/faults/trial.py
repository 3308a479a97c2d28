# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One trial: inject a fault, let the real `unjam doctor` find it, mend it, and look again.

The doctor is the program itself, as a person starts it, in the sandbox's network where it has one.
What it saw is bundled, and the bundle judged again: offline the findings must be the same.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pexpect

from unjam.sandbox import Fault, Sandbox
from unjam.sandbox.processes import wait_until

UNJAM: Final = (sys.executable, "-m", "unjam.cli.main")
DEADLINE: Final = 90.0
PATIENCE: Final = 60.0
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
    """What came of one fault. `seconds` is how long the doctor looked."""

    fault: str
    finding: str
    user: str
    found: bool
    seconds: float
    extras: tuple[str, ...]
    offline: bool
    remedies: tuple[str, ...]
    mended: str
    healthy: bool
    report: Document

    @property
    def passed(self) -> bool:
        """Found, nothing else found, offline the same, and healthy in the end."""
        return self.found and not self.extras and self.offline and self.healthy

    def to_json(self) -> Document:
        """Everything, as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, document: Document) -> Trial:
        """Return what `to_json` was made from."""
        lists = {name: tuple(document[name]) for name in ("extras", "remedies")}
        return cls(**document | lists)


def diagnose(box: Sandbox, *words: str | Path) -> tuple[int, Document]:
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
        bundle = box.home / "bundle.json"
        _, report = diagnose(box, "--bundle", bundle, "--yes")
        offline = _is_same(
            report, box.run([*UNJAM, "doctor", "--json", "--offline", bundle]).stdout
        )
        bundle.unlink(missing_ok=True)
        box.repair_world(fault.name)
        mended, healthy = mend(box, by_hand=fault.repair is not None)
        return Trial(
            fault=fault.name,
            finding=fault.finding,
            user=user,
            found=fault.finding in [each["id"] for each in report["findings"]],
            seconds=report["duration_seconds"],
            extras=tuple(each for each in problems(report) if each != fault.finding),
            offline=offline,
            remedies=_remedies(report, fault.finding),
            mended=mended,
            healthy=healthy,
            report=report,
        )


def mend(box: Sandbox, *, by_hand: bool) -> tuple[str, bool]:
    """Say yes to every repair; how it was mended, and whether all is well in the end."""
    how = ["by hand"] if by_hand else []
    well = _is_well(box)
    if not well:
        done = say_yes(box)
        how += [f"{done} by unjam"] if done else []
        well = _becomes_well(box)
    return " + ".join(how) or "nothing", well


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


def _is_same(live: Document, offline: str) -> bool:
    """Whether a bundle was judged like the live facts: findings, gravity, remedies, not checked."""
    return bool(offline) and _essence(live) == _essence(json.loads(offline))


def _essence(report: Document) -> Document:
    """What must not differ: a bundle has other names, and the same findings."""
    return {
        "verdict": report["verdict"],
        "not checked": sorted(each["id"] for each in report["not_checked"]),
        "findings": sorted(
            (
                each["id"], each["severity"], sorted(each["consequences"]),
                sorted(remedy["id"] for remedy in each["remedies"]),
            )
            for each in report["findings"]
        ),
    }  # fmt: skip


def _remedies(report: Document, finding: str) -> tuple[str, ...]:
    found = (each for each in report["findings"] if each["id"] == finding)
    return tuple(dict.fromkeys(remedy["id"] for each in found for remedy in each["remedies"]))
