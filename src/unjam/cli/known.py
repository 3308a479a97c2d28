# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is known to be broken, from one diagnosis to the next, and what changed between them.

The law: "could not check" is never "well again". What can no longer be looked at stays known until
it can be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from unjam.diagnosis.model import Diagnosis, Finding, Scope, Subject, SubjectKind

Key = tuple[str, Subject]


class Change(StrEnum):
    """What became of a finding."""

    BROKEN = "broken"
    WELL = "well"
    UNKNOWN = "unknown"


class Known:
    """The problems of one server."""

    def __init__(self) -> None:
        self._present: dict[Key, Finding] = {}
        self._unseen: dict[Key, Finding] = {}

    def take_in(self, diagnosis: Diagnosis) -> Iterator[tuple[Change, Finding]]:
        """Yield what has changed since the last diagnosis, the news before the rest."""
        found = {(f.id, f.subject): f for f in diagnosis.problems}
        before, unseen = self._present, self._unseen
        self._present, self._unseen = dict(found), {}
        yield from ((Change.BROKEN, it) for key, it in found.items() if key not in before)
        for key, finding in {**unseen, **before}.items():
            if key in found:
                continue
            if _explained(finding, diagnosis):
                (self._unseen if key in unseen else self._present)[key] = finding
            elif _not_checked(finding, diagnosis):
                self._unseen[key] = finding
                if key not in unseen:
                    yield Change.UNKNOWN, finding
            else:
                yield Change.WELL, finding


def _explained(finding: Finding, diagnosis: Diagnosis) -> bool:
    """Whether it is still there, as the consequence of another."""
    return any(
        finding.id in other.consequences and _may_meet(finding.subject, other.subject)
        for other in diagnosis.findings
    )


def _not_checked(finding: Finding, diagnosis: Diagnosis) -> bool:
    return any(
        skipped.id == finding.id and _contains(skipped.scope, finding.subject)
        for skipped in diagnosis.not_checked
    )


def _contains(scope: Scope, subject: Subject) -> bool:
    """Whether it is in the scope: the whole system, a queue with its device and jobs, or a job."""
    if not scope or subject in scope:
        return True
    return len(scope) == 1 and queue_of(scope[0]) == queue_of(subject) != ""


def _may_meet(one: Subject, other: Subject) -> bool:
    """Whether a finding about one can explain a finding about the other."""
    queues = {queue_of(one), queue_of(other)} - {""}
    return len(queues) < 2


def queue_of(subject: Subject) -> str:
    """Return the queue that it belongs to; empty for what concerns all of them."""
    if subject.kind is SubjectKind.JOB:
        return subject.name.rpartition("-")[0]
    return subject.name if subject.kind in (SubjectKind.QUEUE, SubjectKind.DEVICE) else ""
