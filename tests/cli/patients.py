# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Diagnoses made of paper, with everything in them that a server may say to do harm."""

from __future__ import annotations

from unjam.diagnosis.model import (
    Diagnosis,
    Evidence,
    Finding,
    Severity,
    Skipped,
    Subject,
    SubjectKind,
)
from unjam.diagnosis.remedies import Instruction, ResumeQueue

NASTY = '<script>alert(1)</script> | "q" \\ \x1b[31m`x` *y* # _z_\nsecond line'


def finding(
    id: str = "QUEUE_STOPPED",
    severity: Severity = Severity.ERROR,
    name: str = "Office",
    text: str = "It is stopped.",
) -> Finding:
    return Finding(
        id,
        severity,
        Subject(SubjectKind.QUEUE, name),
        text,
        text,
        (Evidence("Get-Printer-Attributes", "printer-state-message", text),),
        (ResumeQueue(name), Instruction(text, ("true", text))),
        ("QUEUE_REJECTING",),
    )


def diagnosis(*findings: Finding, server: str = "print.lan:631", blind: bool = False) -> Diagnosis:
    skipped = (Skipped("SPOOL_FULL", (), "Looking failed.", foreseen=False),) if blind else ()
    return Diagnosis(server, 0.25, findings, skipped)


HEALTHY = diagnosis()
BLIND = diagnosis(blind=True)
WARNED = diagnosis(finding("SUPPLY_LOW", Severity.WARNING))
BROKEN = diagnosis(finding(), finding("SUPPLY_LOW", Severity.WARNING), server="other:631")
NASTIEST = diagnosis(finding(name=NASTY, text=NASTY), server=NASTY)
