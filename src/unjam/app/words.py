# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What findings, remedies and their subjects are called on the screen."""

from __future__ import annotations

from unjam.actions import describe
from unjam.app.i18n import _
from unjam.diagnosis.model import Subject, SubjectKind
from unjam.diagnosis.remedies import Instruction, Remedy


def subject_words(subject: Subject) -> str:
    """What a finding is about."""
    kind = {
        SubjectKind.SCHEDULER: _("Printing service"),
        SubjectKind.QUEUE: _("Printer"),
        SubjectKind.DEVICE: _("Device"),
        SubjectKind.JOB: _("Document"),
        SubjectKind.SYSTEM: _("This computer"),
        SubjectKind.CLIENT: _("Your settings"),
    }[subject.kind]
    return f"{kind} · {subject.name}" if subject.name else kind


def consequence_words(finding_id: str) -> str:
    """A symptom that its cause explains, in a few words."""
    known = {
        "QUEUE_STOPPED": _("The printer was stopped"),
        "QUEUE_STOPPED_BY_FAILURE": _("The printer stopped after a document failed"),
        "QUEUE_REJECTING": _("New documents are refused"),
        "QUEUE_HOLDS_NEW_JOBS": _("New documents are held"),
        "JOB_HELD": _("A document is held"),
        "JOB_HELD_FOR_AUTH": _("A document waits for a password"),
        "JOB_ABORTED": _("A document failed"),
        "JOB_STUCK": _("A document does not get on"),
        "FILTER_FAILED": _("A document could not be prepared for the printer"),
        "BACKEND_FAILED": _("The connection to the printer failed"),
        "DEVICE_REFUSES": _("The printer refuses the connection"),
        "DEVICE_UNREACHABLE": _("The printer cannot be reached"),
        "DEVICE_NAME_UNRESOLVED": _("The printer's name is not found"),
        "DEVICE_STATE_MISMATCH": _("The queue and the printer say different things"),
        "SCHEDULER_NOT_RUNNING": _("The printing service does not run"),
        "SPOOL_FULL": _("There is no room for documents"),
    }
    return known.get(finding_id) or finding_id.replace("_", " ").capitalize()


def remedy_words(remedy: Remedy) -> str:
    """A remedy as an imperative."""
    return remedy.text if isinstance(remedy, Instruction) else describe(remedy).summary
