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

from unjam.sandbox import Fault, Sandbox, SandboxError
from unjam.sandbox.ask import RefusedError
from unjam.sandbox.processes import wait_until

UNJAM: Final = (sys.executable, "-m", "unjam.cli.main")
DEADLINE: Final = 90.0
PATIENCE: Final = 60.0
"""Seconds for a backend to notice that its printer is back, and to print what waited."""
SOON: Final = 15.0
"""Seconds after which a repair did not do it alone."""

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
    prints: bool | None
    report: Document

    @property
    def passed(self) -> bool:
        """Found, nothing else found, offline the same, and in the end healthy, with a page out."""
        well = self.healthy and self.prints is not False
        return self.found and not self.extras and self.offline and well

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
        mended, healthy = mend(box, fault, report)
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
            prints=prints(box) if healthy else False,
            report=report,
        )


def mend(box: Sandbox, fault: Fault, report: Document) -> tuple[str, bool]:
    """Say yes to every repair, then do by hand what no program can; how, and whether all is well.

    What a program may mend it has to mend alone: hands come only after it.
    """
    how = []
    if _is_automatic(report):
        how += [f"{done} by unjam"] if (done := say_yes(box)) else []
        well = how and _becomes_well(box, fault, SOON if fault.repair else PATIENCE)
        if well and (fault.repair is None or prints(box) is not False):
            return how[0], True
    if fault.repair is not None:
        box.repair_world(fault.name)
        how += ["by hand"]
    if not _is_well(box, fault):
        how += [f"{done} by unjam"] if (done := say_yes(box)) else []
    return ", ".join(how) or "nothing", _becomes_well(box, fault, PATIENCE)


def prints(box: Sandbox) -> bool | None:
    """Whether a page comes out where the fault was; None where a fake stands for the printer."""
    queue, printer = box.queues[0], box.printers[0]
    uri = str(box.cups.attributes(queue)["device-uri"])
    if (
        uri.startswith(("ipp:", "ipps:"))
        and f":{printer.port}/" not in uri
        and "/printers/" not in uri
    ):
        return None
    try:
        before = len(printer.pages())
        box.cups.print(queue)
        printer.await_pages(before + 1)
    except (SandboxError, RefusedError):
        return False
    return True


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


def _is_well(box: Sandbox, fault: Fault) -> bool:
    """Whether the server is healthy, and this finding gone even if it was but a hint."""
    status, report = diagnose(box)
    gone = fault.finding not in [each["id"] for each in report["findings"]]
    return gone and status == 0 and report["verdict"] == "healthy"


def _becomes_well(box: Sandbox, fault: Fault, patience: float) -> bool:
    try:
        wait_until(lambda: _is_well(box, fault), what="health", timeout=patience, interval=0.5)
    except TimeoutError:
        return False
    return True


def _is_automatic(report: Document) -> bool:
    return any(remedy["automatic"] for each in report["findings"] for remedy in each["remedies"])


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
