# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`--report FILE`: a page to read, to keep or to send, as HTML or Markdown by the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from unjam.cli.examination import Examination
from unjam.cli.failure import WrongUsageError
from unjam.cli.saving import save
from unjam.cli.words import _
from unjam.diagnosis.bundle import redactor_of
from unjam.diagnosis.model import Diagnosis
from unjam.diagnosis.redact import Redactor

HTML = (".html", ".htm")
MARKDOWN = (".md", ".markdown", ".txt")


def insist_on_kind(path: Path) -> None:
    """Refuse a name that says neither HTML nor Markdown. Raises `WrongUsageError`."""
    if path.suffix.lower() not in (*HTML, *MARKDOWN):
        message = _("What kind of report is {path} to be?").format(path=path)
        raise WrongUsageError(message, _("Let its name end in .html or .md."))


def write_report(path: Path, diagnoses: Sequence[Diagnosis], redactor: Redactor) -> None:
    """Write the page, without passwords and what `redactor` knows. Raises `CommandError`."""
    from unjam.cli import report_html, report_markdown

    made = datetime.now().astimezone()
    kind = report_html if path.suffix.lower() in HTML else report_markdown
    save(path, kind.page([redactor.value(diagnosis) for diagnosis in diagnoses], made))


def redactor_for(looks: Sequence[Examination]) -> Redactor:
    """Return a redactor that knows everybody and everything that these looks met."""
    redactor = redactor_of(*(look.env for look in looks))
    for look in looks:
        redactor.learn_facts(look.facts)
    return redactor
