# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`--report FILE`: a page to read, to keep or to send, as HTML or Markdown by the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from unjam.cli.failure import WrongUsageError
from unjam.cli.saving import save
from unjam.cli.words import _
from unjam.diagnosis.model import Diagnosis

HTML = (".html", ".htm")
MARKDOWN = (".md", ".markdown", ".txt")


def insist_on_kind(path: Path) -> None:
    """Refuse a name that says neither HTML nor Markdown. Raises `WrongUsageError`."""
    if path.suffix.lower() not in (*HTML, *MARKDOWN):
        message = _("What kind of report is {path} to be?").format(path=path)
        raise WrongUsageError(message, _("Let its name end in .html or .md."))


def write_report(path: Path, diagnoses: Sequence[Diagnosis]) -> None:
    """Write the page. Raises `CommandError`."""
    from unjam.cli import report_html, report_markdown

    made = datetime.now().astimezone()
    kind = report_html if path.suffix.lower() in HTML else report_markdown
    save(path, kind.page(diagnoses, made))
