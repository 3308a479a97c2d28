# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Programs of CUPS that the system's guards stopped. Nothing here ever switches a guard off."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.confinement import Confinement, Refusal
from unjam.diagnosis.messages import confinement as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind
from unjam.diagnosis.reading.audit import APPARMOR, SELINUX
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.wording import Wording, _, finding

RELOAD = ("apparmor_parser", "-r", "/etc/apparmor.d/usr.sbin.cupsd")


@rule("APPARMOR_DENIED")
def apparmor_denied(guards: Confinement) -> Finding | None:
    """Find what AppArmor refused to a program of CUPS within a day."""
    refused = [r for r in guards.refusals if r.system == APPARMOR]
    if not refused:
        return None
    advice = _(messages.APPARMOR_RULE).format(target=refused[-1].target)
    remedy = Instruction(advice, RELOAD)
    return _refused("APPARMOR_DENIED", guards, refused, messages.APPARMOR_DENIED, remedy)


@rule("SELINUX_DENIED")
def selinux_denied(guards: Confinement) -> Finding | None:
    """Find what SELinux refused to a program of CUPS within a day."""
    refused = [r for r in guards.refusals if r.system == SELINUX]
    if not refused:
        return None
    target = refused[-1].target
    restore = ("restorecon", "-v", target) if target.startswith("/") else ()
    remedy = Instruction(_(messages.SELINUX_LABEL).format(target=target), restore)
    return _refused("SELINUX_DENIED", guards, refused, messages.SELINUX_DENIED, remedy)


def _refused(
    id: str,
    guards: Confinement,
    refused: list[Refusal],
    wording: Wording,
    remedy: Instruction,
) -> Finding:
    last = refused[-1]
    return finding(
        id,
        Severity.WARNING,
        Subject(SubjectKind.SYSTEM),
        wording,
        evidence=tuple(Evidence(guards.source, "denied", r.record) for r in refused[-5:]),
        remedies=(remedy,),
        program=last.program,
        operation=last.operation,
        target=last.target,
    )
