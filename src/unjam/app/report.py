# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a consultation found and did, as Markdown to read, save and share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import unjam
from unjam.app.consultation import Consultation
from unjam.app.i18n import _
from unjam.app.words import consequence_words, remedy_words, subject_words
from unjam.diagnosis.model import Finding, Severity


def render(consultation: Consultation, now: datetime) -> str:
    """The whole report."""
    return "\n".join(_lines(consultation, now)) + "\n"


def _lines(consultation: Consultation, now: datetime) -> Iterator[str]:
    yield heading(1, _("Unjam report"))
    diagnosis = consultation.diagnosis
    about = {
        _("Made"): f"{now:%Y-%m-%d %H:%M %Z}",
        _("Version"): unjam.__version__,
        _("Print server"): diagnosis.server if diagnosis else _("not asked"),
        _("Printers"): ", ".join(consultation.queues or ()) or _("all"),
    }
    yield from (f"- {name}: {value}" for name, value in about.items())
    yield ""
    yield heading(2, _("What was found"))
    findings = [*consultation.problems, *consultation.notes]
    if not findings:
        yield _("Nothing wrong.")
        yield ""
    for finding in findings:
        yield from _finding(finding)
    yield from _deeds(consultation)
    yield from _not_checked(consultation)


def heading(depth: int, text: str) -> str:
    """A heading, and the empty line after it."""
    return f"{'#' * depth} {text}\n"


def _finding(finding: Finding) -> Iterator[str]:
    severity = {
        Severity.ERROR: _("Error"),
        Severity.WARNING: _("Warning"),
        Severity.INFO: _("Note"),
    }[finding.severity]
    yield heading(3, finding.summary)
    yield f"{severity} · {subject_words(finding.subject)} · `{finding.id}`"
    yield ""
    yield finding.explanation
    yield ""
    because, remedies = _("Because of this"), _("Remedy")
    for name in finding.consequences:
        yield f"- {because}: {consequence_words(name)} (`{name}`)"
    for remedy in finding.remedies:
        yield f"- {remedies}: {remedy_words(remedy)}"
    for evidence in finding.evidence:
        yield ""
        yield f"{evidence.source} · {evidence.asked}"
        yield ""
        yield from (f"    {line}" for line in evidence.answer.splitlines())
    yield ""


def _deeds(consultation: Consultation) -> Iterator[str]:
    if consultation.deeds or consultation.came_out is not None:
        yield heading(2, _("What was done"))
    for deed in consultation.deeds:
        held = _("looked at again: it holds") if deed.verified else _("not confirmed")
        outcome = _("taken back") if deed.undone else held
        yield f"- {deed.done} ({outcome})"
    if consultation.came_out is not None:
        yield "- " + (
            _("The test page came out.")
            if consultation.came_out
            else _("The test page did not come out.")
        )
    yield ""


def _not_checked(consultation: Consultation) -> Iterator[str]:
    if consultation.not_checked:
        yield heading(2, _("What could not be checked"))
    for skipped in consultation.not_checked:
        where = f" ({skipped.scope[-1].name})" if skipped.scope else ""
        yield f"- `{skipped.id}`{where}: {skipped.reason}"
