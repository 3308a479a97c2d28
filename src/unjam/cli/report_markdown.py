# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A diagnosis as Markdown. What a server said stands in code, where nothing in it has a meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from unjam.actions import describe
from unjam.cli.contract import not_checked, unusual
from unjam.cli.doctor_view import severity_word, subject_words, verdict_words, weight
from unjam.cli.render import one_line, plain, shell
from unjam.cli.words import _
from unjam.diagnosis.model import Diagnosis, Evidence, Finding
from unjam.diagnosis.remedies import Remedy

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def page(diagnoses: Sequence[Diagnosis], made: datetime) -> str:
    """Return the whole page."""
    title = _("Printing, as Unjam found it")
    lines = [f"# {title}", "", f"{made:%Y-%m-%d %H:%M}", ""]
    for diagnosis in diagnoses:
        lines += [*_server(diagnosis), ""]
    return "\n".join(lines)


def _server(diagnosis: Diagnosis) -> Iterator[str]:
    yield f"## {_text(diagnosis.server)}"
    yield ""
    yield f"**{verdict_words(diagnosis)}**"
    for finding in sorted(diagnosis.findings, key=weight):
        yield ""
        yield from _finding(finding, unusual(diagnosis.server))
    if entries := not_checked(diagnosis):
        yield ""
        yield "### " + _("Not checked")
        yield ""
        for entry in entries:
            yield f"- {_text(entry['id'])}: {_text(entry['reason'])}"


def _finding(finding: Finding, server: str | None) -> Iterator[str]:
    yield f"### {_text(finding.summary)}"
    yield ""
    about = severity_word(finding.severity), subject_words(finding.subject)
    yield f"{_text(', '.join(about))} (`{finding.id}`)"
    yield ""
    yield _text(finding.explanation)
    yield ""
    for evidence in finding.evidence:
        yield from _evidence(evidence)
    if finding.consequences:
        yield _("This also explains") + ": " + ", ".join(finding.consequences)
        yield ""
    for remedy in finding.remedies:
        yield from _remedy(remedy, server)


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield f"{_text(evidence.source)}: {_text(evidence.asked)}"
    yield ""
    yield from (f"    {line}" for line in plain(evidence.answer).splitlines() or [""])
    yield ""


def _remedy(remedy: Remedy, server: str | None) -> Iterator[str]:
    preview = describe(remedy, server)
    yield "- " + _("To do") + ": " + _text(preview.summary)
    if preview.command:
        yield ""
        yield f"      {one_line(shell(preview.command))}"
        yield ""


def _text(text: str) -> str:
    """One line of text that means nothing but itself."""
    return SPECIAL.sub(r"\\\1", one_line(text))
