# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""From a rule's verdict to a finding that a person understands.

Texts are marked with N_ where they stand and translated when the finding is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.model import Evidence, Finding, Severity, Subject
from unjam.diagnosis.remedies import Remedy
from unjam.translation import N_, _

__all__ = ["N_", "Wording", "_", "finding", "size"]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a finding says: one line, and a paragraph with the next step.

    Both are format strings; the rule passes the values by name.
    """

    summary: str
    explanation: str


def size(octets: int) -> str:
    """Return an amount of data as people read it: 97 KB, 1.5 MB."""
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB")):
        if octets >= unit:
            return f"{octets / unit:.3g} {name}"
    return f"{octets // 1024} KB"


def finding(
    id: str,
    severity: Severity,
    subject: Subject,
    wording: Wording,
    *,
    evidence: tuple[Evidence, ...],
    remedies: tuple[Remedy, ...] = (),
    own_cause: bool = False,
    **values: object,
) -> Finding:
    """Put a finding into the person's words."""
    summary = _(wording.summary).format(**values)
    explanation = _(wording.explanation).format(**values)
    return Finding(
        id, severity, subject, summary, explanation, evidence, remedies, own_cause=own_cause
    )
