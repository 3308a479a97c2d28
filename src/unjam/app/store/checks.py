# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The live checklist: checks under what they are about, each with its own progress."""

from __future__ import annotations

from dataclasses import dataclass

from gi.repository import Gio, GObject

from unjam.app.i18n import _, ngettext
from unjam.app.status import Level
from unjam.app.store.keyed import Item, KeyedStore
from unjam.diagnosis.events import Outcome
from unjam.diagnosis.model import Scope, Subject, SubjectKind

SLOW = 1.0
"""Seconds from which on it is worth saying how long a check took."""


@dataclass(frozen=True, slots=True)
class Check:
    """One probe at work (`outcome` is None) or done."""

    name: str
    title: str
    scope: Scope
    outcome: Outcome | None = None
    seconds: float = 0.0

    @property
    def key(self) -> tuple[str, Scope]:
        """What makes it the same check."""
        return self.name, self.scope


def group_key(scope: Scope) -> str:
    """What a check stands under: a queue's name, or nothing for the computer."""
    return scope[0].name if scope else ""


def group_of(subject: Subject) -> str:
    """What a finding counts for: the queue that it is about, or the computer."""
    match subject.kind:
        case SubjectKind.QUEUE | SubjectKind.DEVICE:
            return subject.name
        case SubjectKind.JOB:
            return subject.name.rpartition("-")[0]  # as `job_scope` calls it
    return ""


class CheckItem(Item[Check]):
    """A check in the list."""

    __gtype_name__ = "UnjamCheckItem"
    shown = ("title", "note", "running", "level")

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def title(self) -> str:
        """What is looked at."""
        inner = self.value.scope[1:]
        return f"{self.value.title} ({inner[-1].name})" if inner else self.value.title

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def note(self) -> str:
        """How it ended, where that is worth a word."""
        match self.value.outcome:
            case Outcome.UNKNOWN:
                return _("Could not check")
            case Outcome.NOTHING:
                return _("Does not apply")
            case Outcome.FOUND if self.value.seconds >= SLOW:
                return _("{seconds:.1f} s").format(seconds=self.value.seconds)
        return ""

    @GObject.Property(type=bool, default=False, flags=GObject.ParamFlags.READABLE)
    def running(self) -> bool:
        """Whether it is being looked at."""
        return self.value.outcome is None

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def level(self) -> str:
        """How it ended, at a glance. That a probe could look says nothing about what it saw."""
        match self.value.outcome:
            case None:
                return Level.BUSY
            case Outcome.FOUND:
                return Level.OK
            case Outcome.UNKNOWN:
                return Level.UNKNOWN
        return Level.NONE


class GroupItem(Item[str]):
    """What some checks are about, and how far they are."""

    __gtype_name__ = "UnjamGroupItem"
    shown = ("title", "note", "running", "level")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._checks: KeyedStore[Check, CheckItem] = KeyedStore(CheckItem, lambda c: c.key)
        self._open = 0
        self._unknown = 0
        self._found: Level | None = None

    @property
    def is_well(self) -> bool:
        """Whether everything under it has been looked at, and nothing is the matter."""
        return not self._open and self.level is Level.OK

    @property
    def model(self) -> Gio.ListModel:
        """The checks under it."""
        return self._checks.model

    def put(self, check: Check) -> None:
        """Add a check, or show how it ended."""
        before = self._checks.get(check.key)
        self._open += (check.outcome is None) - (before is not None and before.running)
        self._unknown += check.outcome is Outcome.UNKNOWN
        self._checks.put(check)
        self.refresh()

    def judge(self, found: Level | None) -> None:
        """Show the worst that was found about it."""
        if found is not self._found:
            self._found = found
            self.refresh()

    def stop(self) -> None:
        """Nothing is being looked at any more: what had not ended counts as not checked."""
        for check in self._checks.values():
            if check.outcome is None:
                self.put(Check(check.name, check.title, check.scope, Outcome.UNKNOWN))

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def title(self) -> str:
        """The queue, or the computer."""
        return self.value or _("Printing service and computer")

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def note(self) -> str:
        """How far it is."""
        total = len(self._checks)
        if self._open:
            text = ngettext("{done} of {total} check", "{done} of {total} checks", total)
            return text.format(done=total - self._open, total=total)
        return ngettext("{total} check", "{total} checks", total).format(total=total)

    @GObject.Property(type=bool, default=False, flags=GObject.ParamFlags.READABLE)
    def running(self) -> bool:
        """Whether a check under it is at work."""
        return self._open > 0

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def level(self) -> str:
        """The worst that was found; where that is nothing, whether all could be looked at."""
        return self._found or (Level.UNKNOWN if self._unknown else Level.OK)
