# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A diagnosis as one HTML page that needs nothing else: no script, no picture, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape

from unjam.actions import describe
from unjam.cli.contract import not_checked, unusual
from unjam.cli.doctor_view import severity_word, subject_words, verdict_words, weight
from unjam.cli.render import one_line, plain, shell
from unjam.cli.words import _, language
from unjam.diagnosis.model import Diagnosis, Evidence, Finding, Severity
from unjam.diagnosis.remedies import Remedy

MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
STYLE = """
:root { color-scheme: light dark; --line: #8884; --error: #c01c28; --warning: #9c6e03;
  --info: #1a5fb4; --good: #26a269; }
@media (prefers-color-scheme: dark) { :root { --error: #ff7b86; --warning: #f8e45c;
  --info: #99c1f1; --good: #8ff0a4; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { margin: 0; }
article { border: 1px solid var(--line); border-left: .4rem solid var(--tone); border-radius: .5rem;
  padding: 1rem; margin: 1rem 0; break-inside: avoid; }
.error { --tone: var(--error); } .warning { --tone: var(--warning); } .info { --tone: var(--info); }
.mark { color: var(--tone); } .about, dt { opacity: .75; font-size: .9rem; }
.healthy { color: var(--good); } dd { margin: 0 0 .5rem; }
pre { margin: .2rem 0; padding: .5rem; background: #8881; border-radius: .3rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def page(diagnoses: Sequence[Diagnosis], made: datetime) -> str:
    """Return the whole page."""
    title = _("Printing, as Unjam found it")
    body = "\n".join(line for diagnosis in diagnoses for line in _server(diagnosis))
    return f"""<!DOCTYPE html>
<html lang="{language()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p class="about">{made:%Y-%m-%d %H:%M}</p>
{body}
</body>
</html>
"""


def _server(diagnosis: Diagnosis) -> Iterator[str]:
    yield f"<h2>{_text(diagnosis.server)}</h2>"
    yield f'<p class="{diagnosis.verdict}"><strong>{_text(verdict_words(diagnosis))}</strong></p>'
    for finding in sorted(diagnosis.findings, key=weight):
        yield from _finding(finding, unusual(diagnosis.server))
    if entries := not_checked(diagnosis):
        heading = _("Not checked")
        yield f"<h3>{_text(heading)}</h3><ul>"
        yield from (f"<li>{_text(e['id'])}: {_text(e['reason'])}</li>" for e in entries)
        yield "</ul>"


def _finding(finding: Finding, server: str | None) -> Iterator[str]:
    about = severity_word(finding.severity), subject_words(finding.subject), finding.id
    mark = f'<span class="mark" aria-hidden="true">{MARKS[finding.severity]}</span>'
    yield f'<article class="{finding.severity}">'
    yield f"<h3>{mark} {_text(finding.summary)}</h3>"
    yield f'<p class="about">{_text(" · ".join(about))}</p>'
    yield f"<p>{_text(finding.explanation)}</p><dl>"
    for evidence in finding.evidence:
        yield from _evidence(evidence)
    yield "</dl>"
    if finding.consequences:
        also = _("This also explains") + ": " + ", ".join(finding.consequences)
        yield f'<p class="about">{_text(also)}</p>'
    if finding.remedies:
        heading = _("What to do")
        yield f"<h4>{_text(heading)}</h4><ul>"
        yield from (_remedy(remedy, server) for remedy in finding.remedies)
        yield "</ul>"
    yield "</article>"


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield f"<dt>{_text(evidence.source)}: {_text(evidence.asked)}</dt>"
    yield f"<dd><pre>{escape(plain(evidence.answer))}</pre></dd>"


def _remedy(remedy: Remedy, server: str | None) -> str:
    preview = describe(remedy, server)
    command = f"<pre>{escape(plain(shell(preview.command)))}</pre>" if preview.command else ""
    return f"<li>{_text(preview.summary)}{command}</li>"


def _text(text: str) -> str:
    return escape(one_line(text))
