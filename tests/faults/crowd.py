# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Many faults at once: independent ones are all found, a cause hides its own symptoms only.

A crowd is one sandbox in which every queue has its own fault or, for faults that can be at one
queue together, two of them. One look must find each at its own queue, and nothing besides. So a
crowd of n queues is a trial of all n * (n - 1) / 2 pairs: what any fault hid would be missing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.faults.trial import Document, diagnose

from unjam.sandbox import FAULTS, Fault, Sandbox

DISTURBING: Final = (
    "spool-full", "configuration-unknown-directive", "share-not-advertised",
    "class-empty", "ppd-invalid", "ppd-garbage", "queue-stopped-by-failure", "queue-not-shared",
)  # fmt: skip
"""What restarts the scheduler or rotates its log comes first: it is no fault of the others."""

ALONE: Final = {
    "user-options-stale", "default-unexpected", "default-missing", "job-stuck", "spool-full",
    "spool-closed", "password-refused", "device-certificate-changed", "avahi-not-running",
    "mdns-name-service-missing", "printer-on-other-subnet",
}  # fmt: skip
"""Faults of one file, clock, spool, policy, store or name service: not all in one sandbox."""

STATES: Final = (
    "queue-stopped", "queue-rejecting", "queue-holds-new-jobs", "user-denied", "media-empty",
    "cover-open", "supply-empty", "supply-low", "media-jam", "device-paused", "media-mismatch",
    "job-held", "job-options-conflict", "job-aborted", "job-files-gone", "quota-reached",
    "tray-wrong", "queue-raw", "filter-missing", "backend-missing", "device-path-wrong",
)  # fmt: skip
"""Faults that can be at one queue, each with each, but for what `EXCLUSIVE` says."""

DRIVERS: Final = ("tray-wrong", "queue-raw", "filter-missing")
ADDRESSES: Final = ("backend-missing", "device-path-wrong")
AT_DEVICE: Final = (
    "media-empty", "cover-open", "supply-empty", "supply-low", "media-jam", "device-paused",
    "media-mismatch", "tray-wrong",
)  # fmt: skip
REASONS: Final = ("cover-open", "media-jam", "device-paused")
TONER: Final = ("supply-empty", "supply-low")
EXCLUSIVE: Final = (
    *itertools.combinations(DRIVERS, 2),
    *itertools.combinations(ADDRESSES, 2),
    *itertools.combinations(REASONS, 2),
    *itertools.combinations(TONER, 2),
    *itertools.product(AT_DEVICE, ADDRESSES),
)
"""Two drivers, addresses or states of one thing; a device asked at a wrong address says nothing."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What one sandbox is to suffer: the faults at each of its queues, by the queue's name."""

    title: str
    queues: dict[str, tuple[Fault, ...]]
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a crowd: each finding with the queue whose fault (or whose extra) it is."""

    crowd: Crowd
    missing: tuple[tuple[str, str], ...]
    extras: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str, str], ...]
    """(finding, queue, what explains it): symptoms told as consequences of their cause."""
    seconds: float = 0.0
    report: Document = field(default_factory=dict, repr=False)

    @property
    def pairs(self) -> int:
        """How many pairs of faults were there together."""
        faults = sum(len(some) for some in self.crowd.queues.values())
        return faults * (faults - 1) // 2

    @property
    def passed(self) -> bool:
        """Everything found, nothing else."""
        return not self.missing and not self.extras


def crowds(*, root: bool) -> Iterator[Crowd]:
    """All crowds that are possible for this person."""
    possible = {name: it for name, it in FAULTS.items() if _can_be(it, root=root)}
    many = [it for name, it in possible.items() if it.on_queue and name not in ALONE]
    odd = [possible[name] for name in sorted(ALONE) if name in possible]
    yield apart("all queues broken", many)
    few = [it for it in many if it.name in STATES]
    for it in odd:
        yield apart(f"beside {it.name}", [it, *_without_jobs(it, few)])
    for half in range(2):
        yield together(f"two at one queue, {half + 1}", list(_pairs(possible))[half::2])


def apart(title: str, faults: Sequence[Fault]) -> Crowd:
    """Every fault at a queue of its own, which is called like it."""
    ordered = sorted(faults, key=_turn)
    isolated = any(it.needs_namespace for it in ordered)
    return Crowd(title, {it.name: (it,) for it in ordered}, isolated)


def together(title: str, pairs: Sequence[tuple[Fault, Fault]]) -> Crowd:
    """Every pair at a queue of its own."""
    queues: dict[str, tuple[Fault, ...]] = {
        f"{one.name}+{other.name}": (one, other) for one, other in pairs
    }
    return Crowd(title, queues, any(it.needs_namespace for pair in pairs for it in pair))


def try_crowd(crowd: Crowd) -> Outcome:
    """Inject all of it, look once, and compare."""
    with Sandbox(tuple(crowd.queues), isolated=crowd.isolated or None) as box:
        for queue, faults in crowd.queues.items():
            for fault in sorted(faults, key=_turn):
                fault.inject(box, queue)
        _, report = diagnose(box, "--timeout", "80")
    return compare(crowd, report)


def compare(crowd: Crowd, report: Document) -> Outcome:
    """What is missing, what is too much, what is told as a consequence."""
    wanted = [(fault.finding, queue) for queue, some in crowd.queues.items() for fault in some]
    shown = {(each["id"], _queue_of(each, crowd)) for each in report["findings"]}
    grave = {
        (each["id"], _queue_of(each, crowd))
        for each in report["findings"]
        if each["severity"] in ("error", "warning")
    }
    explained = {
        (effect, _queue_of(each, crowd)): each["id"]
        for each in report["findings"]
        for effect in each["consequences"]
    }
    ids = {finding for finding, _ in wanted}
    gone = [it for it in wanted if it not in shown and (it[0], "") not in shown]
    return Outcome(
        crowd,
        missing=tuple(it for it in gone if it not in explained),
        extras=tuple(
            sorted(it for it in grave if it not in wanted and (it[1] or it[0] not in ids))
        ),
        hidden=tuple((*it, explained[it]) for it in gone if it in explained),
        seconds=report["duration_seconds"],
        report=report,
    )


def _queue_of(finding: Document, crowd: Crowd) -> str:
    """The queue that a finding is about, by name, or by its job's; none: the whole system."""
    name = str(finding["subject"].get("name") or "")
    job = re.fullmatch(r"(.*)-\d+", name)
    if name in crowd.queues:
        return name
    return job[1] if job and job[1] in crowd.queues else ""


def _pairs(possible: dict[str, Fault]) -> Iterator[tuple[Fault, Fault]]:
    for pair in itertools.combinations([name for name in STATES if name in possible], 2):
        if pair not in EXCLUSIVE and pair[::-1] not in EXCLUSIVE:
            yield possible[pair[0]], possible[pair[1]]


def _without_jobs(fault: Fault, some: Sequence[Fault]) -> list[Fault]:
    """Leave out what cannot be injected beside a full spool."""
    jobs = ("job-", "quota-")
    return [it for it in some if fault.name != "spool-full" or not it.name.startswith(jobs)]


def _turn(fault: Fault) -> int:
    return DISTURBING.index(fault.name) if fault.name in DISTURBING else len(DISTURBING)


def _can_be(fault: Fault, *, root: bool) -> bool:
    return not (fault.spares_root if root else fault.needs_root)
