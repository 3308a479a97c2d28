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
    "spool-full", "configuration-unknown-directive", "share-not-advertised", "sharing-off",
    "too-many-jobs", "job-too-large",
    "class-empty", "ppd-invalid", "ppd-garbage", "queue-stopped-by-failure", "queue-not-shared",
    "password-refused",
)  # fmt: skip
"""What restarts the scheduler or rotates its log comes first: it is no fault of the others."""

UNFIT: Final = {
    "password-refused": ("queue-stopped",),
    "spool-full": ("job-", "quota-", "tray-", "filter-"),
    "too-many-jobs": ("job-", "quota-"),
}
"""Beginnings of what cannot be injected after: pausing is reserved, nothing can be stored."""

BLINDING: Final = {
    "scheduler-stopped", "scheduler-killed", "scheduler-frozen", "scheduler-refuses-host",
    "scheduler-forbids-client", "scheduler-requires-encryption", "client-server-dead",
    "client-conf-dead", "looking-forbidden", "scheduler-not-cups",
}  # fmt: skip
"""Faults with which nobody can look at a queue: found alone, all else said to be unchecked."""

ALONE: Final = {
    "user-options-stale", "default-unexpected", "default-missing", "job-stuck", "spool-full",
    "spool-closed", "password-refused", "device-certificate-changed", "avahi-not-running",
    "mdns-name-service-missing", "printer-on-other-subnet",
}  # fmt: skip
"""Faults of one file, clock, spool, policy, store or name service: not all in one sandbox."""

STATES: Final = (
    "job-held", "job-options-conflict", "job-aborted", "job-files-gone", "quota-reached",
    "cover-open", "media-jam", "device-paused", "media-empty", "supply-empty", "supply-low",
    "media-mismatch", "tray-wrong", "queue-raw", "filter-missing", "backend-missing",
    "device-path-wrong", "queue-stopped", "queue-rejecting", "queue-holds-new-jobs", "user-denied",
)  # fmt: skip
"""Faults that can be at one queue, each with each, in this order, but for `EXCLUSIVE` ones."""

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
    *itertools.product(
        ("job-options-conflict", "media-mismatch", "device-path-wrong"), ("queue-raw",)
    ),
    ("media-mismatch", "media-empty"),
    ("media-mismatch", "tray-wrong"),
    ("job-aborted", "quota-reached"),
    *itertools.product(("job-aborted", "quota-reached"), ("user-denied",)),
)
"""Two drivers, addresses, papers or states of one thing; a device asked at a wrong address says
nothing; a queue without driver has no options, and one of another server is not raw; paper that
lies in no tray is in no wrong one; a job that came out well makes one aborted before history;
and whoever is denied at a queue is told so, and not of jobs that ended there."""

OWN_SYMPTOMS: Final = {
    ("JOB_HELD", "QUEUE_HOLDS_NEW_JOBS"),
    ("DEVICE_PAUSED", "MEDIA_EMPTY"),
    ("DEVICE_PAUSED", "SUPPLY_EMPTY"),
}
"""What may be told as a consequence: nobody can see whether it has another cause as well."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What one sandbox is to suffer: the faults at each of its queues, by the queue's name."""

    title: str
    queues: dict[str, tuple[Fault, ...]]
    isolated: bool = False
    blind: bool = False
    """Whether the last fault keeps everybody from seeing the others, which are not checked then."""


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
    def faults(self) -> tuple[Fault, ...]:
        """All faults that were there."""
        return tuple(fault for some in self.crowd.queues.values() for fault in some)

    @property
    def pairs(self) -> set[frozenset[str]]:
        """The pairs of faults that were there together, by their names."""
        some = self.crowd.queues.values()
        if any(len(faults) > 1 for faults in some):
            return {frozenset(fault.name for fault in faults) for faults in some}
        return {frozenset((a.name, b.name)) for a, b in itertools.combinations(self.faults, 2)}

    @property
    def passed(self) -> bool:
        """Everything found, nothing else; a cause hid its own symptoms only."""
        told = {(effect, cause) for effect, _, cause in self.hidden}
        return not self.missing and not self.extras and told <= OWN_SYMPTOMS


def crowds(*, root: bool) -> Iterator[Crowd]:
    """All crowds that are possible for this person."""
    possible = {name: it for name, it in FAULTS.items() if _can_be(it, root=root)}
    many = [it for name, it in possible.items() if it.on_queue and name not in ALONE]
    odd = [it for name, it in possible.items() if name in ALONE or not it.on_queue]
    yield apart("all queues broken", many)
    few = [it for it in many if it.name in STATES]
    for it in odd:
        if it.name in BLINDING:
            yield _behind(it, few)
            continue
        fit = [one for one in few if not one.name.startswith(UNFIT.get(it.name, "-"))]
        yield apart(f"beside {it.name}", [it, *fit])
    for half in range(2):
        yield together(f"two at one queue, {half + 1}", list(_pairs(possible))[half::2])


def _behind(fault: Fault, few: Sequence[Fault]) -> Crowd:
    """A fault after which nothing else can be seen, come last."""
    names: dict[str, tuple[Fault, ...]] = {it.name: (it,) for it in (*few, fault)}
    return Crowd(f"behind {fault.name}", names, fault.needs_namespace, blind=True)


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
    wanted = wanted[-1:] if crowd.blind else wanted
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
    anywhere = {it.finding for some in crowd.queues.values() for it in some if not it.on_queue}
    anywhere &= {finding for finding, _ in shown}
    if crowd.blind and not report["not_checked"]:
        return Outcome(crowd, tuple(wanted), (), ())
    gone = [it for it in wanted if not ({it, (it[0], "")} & shown or it[0] in anywhere)]
    return Outcome(
        crowd,
        missing=tuple(it for it in gone if it not in explained),
        extras=tuple(
            sorted(
                it
                for it in grave
                if it not in wanted and (it[1] or it[0] not in ids) and it[0] not in anywhere
            )
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


def _turn(fault: Fault) -> int:
    return DISTURBING.index(fault.name) if fault.name in DISTURBING else len(DISTURBING)


def _can_be(fault: Fault, *, root: bool) -> bool:
    return not (fault.spares_root if root else fault.needs_root)
