# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One way from "it does not print" to paper: what was checked, found, done and answered.

The pages of one way share it, so that going back and forth loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gi.repository import GObject

from unjam.app.status import level_of
from unjam.app.store.checks import Check, GroupItem, group_key, group_of
from unjam.app.store.keyed import KeyedStore
from unjam.diagnosis.events import Event, Judged, Observer, ProbeFinished, ProbeStarted
from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.model import Diagnosis, Finding, Scope, Severity, Skipped
from unjam.diagnosis.remedies import Remedy


@dataclass(frozen=True, slots=True)
class Deed:
    """A remedy that was carried out; `verified` says whether looking again confirmed it."""

    done: str
    """What happened, in words."""
    remedy: Remedy
    verified: bool
    undo: Remedy | None = None
    undone: bool = False


@dataclass(slots=True)
class Progress:
    """How many checks have begun, how many are over, and what is being looked at."""

    started: int = 0
    finished: int = 0
    running: dict[tuple[str, Scope], str] = field(default_factory=dict)

    @property
    def now(self) -> str:
        """What has been looked at for longest, or nothing."""
        return next(iter(self.running.values()), "")


class Consultation(GObject.Object):
    """About some queues, or about everything (`queues` is None)."""

    __gtype_name__ = "UnjamConsultation"
    __gsignals__ = {  # noqa: RUF012
        "progressed": (GObject.SignalFlags.RUN_LAST, None, ()),
        "judged": (GObject.SignalFlags.RUN_LAST, None, ()),
    }

    def __init__(self, queues: Sequence[str] | None = None) -> None:
        super().__init__()
        self.queues = None if queues is None else tuple(queues)
        self.groups: KeyedStore[str, GroupItem] = KeyedStore(GroupItem, lambda name: name)
        self.deeds: list[Deed] = []
        self.came_out: bool | None = None
        self.known: tuple[Fact, ...] = ()
        self._look = 0
        self.forget()

    def forget(self) -> None:
        """Begin again: what was found so far no longer counts, what was done still does."""
        self.groups.clear()
        self.progress = Progress()
        self.findings: tuple[Finding, ...] = ()
        self.not_checked: tuple[Skipped, ...] = ()
        self.diagnosis: Diagnosis | None = None
        self.facts = Facts()

    @property
    def queue(self) -> str | None:
        """The one queue that this is about, if it is one."""
        return self.queues[0] if self.queues and len(self.queues) == 1 else None

    @property
    def problems(self) -> list[Finding]:
        """Errors, then warnings."""
        order = [Severity.ERROR, Severity.WARNING]
        wrong = [f for f in self.findings if f.severity in order]
        return sorted(wrong, key=lambda f: order.index(f.severity))

    @property
    def notes(self) -> list[Finding]:
        """What is good to know and nothing more."""
        return [f for f in self.findings if f.severity is Severity.INFO]

    def begin(self) -> Observer:
        """Begin to look, and return what takes what the engine tells of this look."""
        self.forget()
        self._look += 1
        look = self._look
        return lambda event: self._observe(event) if look == self._look else None

    def _observe(self, event: Event) -> None:
        match event:
            case ProbeStarted():
                self.progress.started += 1
                self.progress.running[event.name, event.scope] = event.title
                self._show(Check(event.name, event.title, event.scope))
            case ProbeFinished():
                self.progress.finished += 1
                self.progress.running.pop((event.name, event.scope), None)
                self._show(
                    Check(event.name, event.title, event.scope, event.outcome, event.seconds)
                )
            case Judged():
                self._judge(event.findings, event.not_checked)
                self.emit("judged")
                return
        self.emit("progressed")

    def finish(self, diagnosis: Diagnosis, facts: Facts) -> None:
        """The engine is through."""
        self.diagnosis, self.facts = diagnosis, facts
        self._judge(diagnosis.findings, diagnosis.not_checked)

    def stop(self) -> None:
        """Nothing is looked at any more: what had not ended was not checked."""
        self._look += 1
        self.progress.running.clear()
        for group in self.groups.items():
            group.stop()

    def did(self, deed: Deed) -> None:
        """Remember what was carried out; what a person saw before no longer counts."""
        self.known = ()
        self.deeds.append(deed)

    def confirmed(self, deed: Deed) -> Deed:
        """Remember that looking again confirmed it."""
        return self._now(deed, replace(deed, verified=True))

    def undid(self, deed: Deed) -> Deed:
        """Remember that it was taken back."""
        return self._now(deed, replace(deed, undone=True))

    def _now(self, before: Deed, deed: Deed) -> Deed:
        self.deeds = [deed if d is before else d for d in self.deeds]
        return deed

    def _judge(self, findings: tuple[Finding, ...], not_checked: tuple[Skipped, ...]) -> None:
        self.findings, self.not_checked = findings, not_checked
        worst = {group_of(f.subject): level_of(f) for f in reversed(self.problems)}
        for group in self.groups.items():
            group.judge(worst.get(group.value))

    def _show(self, check: Check) -> None:
        group = self.groups.put(group_key(check.scope))
        group.put(check)
