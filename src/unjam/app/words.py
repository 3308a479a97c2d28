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


def symptoms() -> dict[str, str]:
    """Every finding that another explains, in a few words."""
    return {
        "BACKEND_FAILED": _("The connection to the printer failed"),
        "BACKEND_PERMISSIONS": _("The program that talks to the printer may not be run"),
        "CLIENT_SERVER_UNREACHABLE": _("The print server in your settings cannot be reached"),
        "DEVICE_NAME_UNRESOLVED": _("The printer's name is not found"),
        "DEVICE_NOT_IPP": _("What answers is not a printer that works without a driver"),
        "DEVICE_PAUSED": _("The printer itself is paused"),
        "DEVICE_REFUSES": _("The printer refuses the connection"),
        "DEVICE_SLOW": _("The printer is slow to answer"),
        "DEVICE_STATE_MISMATCH": _("The print server and the printer say different things"),
        "DEVICE_UNREACHABLE": _("The printer cannot be reached"),
        "DRIVER_DEPRECATED_RAW": _("Documents go to the printer as they are"),
        "FILTER_CRASHED": _("Part of the printer software crashed"),
        "FILTER_FAILED": _("A document could not be prepared for the printer"),
        "FILTER_MISSING": _("Part of the printer software is missing"),
        "FILTER_WRONG_ARCHITECTURE": _(
            "Part of the printer software is made for another kind of computer"
        ),
        "FORMAT_UNSUPPORTED": _("The printer does not understand the document"),
        "IPP_CONFORMANCE": _("The printer does not keep to the standard"),
        "JOB_ABORTED": _("A document failed"),
        "JOB_COMPLETED_UNPRINTED": _("A document counts as printed, but probably nothing came out"),
        "JOB_HELD": _("A document is held"),
        "JOB_HELD_FOR_AUTH": _("A document waits for a password"),
        "JOB_STUCK": _("A document does not get on"),
        "MEDIA_MISMATCH": _("There is other paper in the printer than the document wants"),
        "MEDIA_NEEDED": _("The printer waits for paper"),
        "OTHER_DEVICE_ERROR": _("The printer reports an error"),
        "PRINTER_ON_OTHER_SUBNET": _("The printer is in another part of the network"),
        "QUEUE_HOLDS_NEW_JOBS": _("New documents are held"),
        "QUEUE_REJECTING": _("New documents are refused"),
        "QUEUE_STOPPED": _("The printer was stopped"),
        "QUEUE_STOPPED_BY_FAILURE": _("The printer stopped after a document failed"),
        "QUEUE_URI_STALE": _("The printer is not where it used to be"),
        "SCHEDULER_NOT_RUNNING": _("The printing service does not run"),
        "SHARE_NOT_ADVERTISED": _("Other computers do not see the shared printer"),
        "SPOOL_FULL": _("There is no room for documents"),
        "SUPPLY_LOW": _("Ink or toner is running low"),
        "USB_CLAIMED_BY_KERNEL": _("Another driver has taken the printer"),
        "USB_DEVICE_MISSING": _("The printer is not found on its cable"),
        "USB_PERMISSION": _("The print server may not use the plugged-in printer"),
        "WRONG_TRAY": _("The paper is expected in another tray"),
    }


def consequence_words(finding_id: str) -> str:
    """A symptom that its cause explains, in a few words."""
    return symptoms().get(finding_id) or finding_id.replace("_", " ").capitalize()


def remedy_words(remedy: Remedy) -> str:
    """A remedy as an imperative."""
    return remedy.text if isinstance(remedy, Instruction) else describe(remedy).summary
