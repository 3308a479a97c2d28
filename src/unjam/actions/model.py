# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The words of a change: what it would do, what it did, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from unjam.diagnosis.model import Evidence
from unjam.diagnosis.remedies import Remedy


@dataclass(frozen=True, slots=True)
class Preview:
    """What a remedy would do, in words for the person who is to agree.

    `summary` is an imperative ("Resume the printer Office"), and `done` tells of the same when it
    has happened ("Printer Office resumed"); `sentences` say what else it means; `command` does the
    same by hand, and is empty where no single command does.
    """

    summary: str
    done: str
    sentences: tuple[str, ...] = ()
    command: tuple[str, ...] = ()

    def about(self, **operands: object) -> Preview:
        """Return the same with `operands` in the places that `summary` and `done` keep for them."""
        return replace(
            self, summary=self.summary.format(**operands), done=self.done.format(**operands)
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """A change that was made: how to take it back (None: it cannot be), and what to know."""

    remedy: Remedy
    undo: Remedy | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What a second look says: whether the remedy holds, and the proof."""

    holds: bool
    evidence: tuple[Evidence, ...] = ()


class Outcome(StrEnum):
    """How the attempt at a remedy ended. UNKNOWN: it was stopped, or the answer never came."""

    APPLIED = "applied"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line in the executor's journal."""

    remedy: Remedy
    outcome: Outcome
    detail: str = ""
