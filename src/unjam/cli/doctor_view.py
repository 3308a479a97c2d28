# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A diagnosis on a terminal: what is wrong, the proof, what follows from it, what to do."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from unjam.actions import describe
from unjam.cli.contract import not_checked, unusual
from unjam.cli.render import plain, prose, shell, unicode_capable
from unjam.cli.words import _, ngettext
from unjam.diagnosis.model import (
    Diagnosis,
    Evidence,
    Finding,
    Severity,
    Subject,
    SubjectKind,
    Verdict,
)
from unjam.diagnosis.remedies import Remedy

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
MARKS = {Severity.ERROR: ("✗", "x"), Severity.WARNING: ("!", "!"), Severity.INFO: ("i", "i")}
ANSWER_LINES = 12
REASONS = 6


def show_diagnosis(
    target: Console, diagnosis: Diagnosis, *, verbose: bool = False, live: bool = True
) -> None:
    """Print everything, the worst first, the verdict last; `live` if --fix could do something."""
    server = unusual(diagnosis.server)
    for finding in sorted(diagnosis.findings, key=weight):
        show_finding(target, finding, server, live=live)
        target.print()
    _show_not_checked(target, diagnosis, verbose=verbose)
    show_verdict(target, diagnosis)


def weight(finding: Finding) -> tuple[int, str, str]:
    """Order findings: the worst first, then by name."""
    return list(Severity).index(finding.severity), finding.subject.name, finding.id


def show_finding(
    target: Console, finding: Finding, server: str | None = None, *, live: bool = True
) -> None:
    """Print one finding with its evidence and remedies; `server` if it is not the usual one."""
    style = STYLES[finding.severity]
    mark = MARKS[finding.severity][0 if unicode_capable(target) else 1]
    prose(target, Text(f"{mark} ", style=style), Text(plain(finding.summary), style="bold"), hang=2)
    about = " · " if unicode_capable(target) else " - "
    facts = (severity_word(finding.severity), subject_words(finding.subject), finding.id)
    prose(target, Text(about.join(filter(None, map(plain, facts))), style="dim"), indent=2)
    prose(target, finding.explanation, indent=2)
    _heading(target, _("Evidence"))
    for evidence in finding.evidence:
        _show_evidence(target, evidence)
    if finding.consequences:
        _heading(target, _("This also explains"))
        prose(target, ", ".join(finding.consequences), indent=4)
    if finding.remedies:
        _heading(target, _("What to do"))
        for remedy in finding.remedies:
            show_remedy(target, remedy, server, live=live)


def _heading(target: Console, text: str) -> None:
    prose(target, Text(text, style="underline"), indent=2)


def _show_evidence(target: Console, evidence: Evidence) -> None:
    prose(target, Text(plain(f"{evidence.source}: {evidence.asked}"), style="dim"), indent=4)
    lines = evidence.answer.strip().splitlines() or [_("(no answer)")]
    for line in lines[:ANSWER_LINES]:
        prose(target, line, indent=6)
    more = len(lines) - ANSWER_LINES
    if more > 0:
        note = ngettext("… {n} more line", "… {n} more lines", more).format(n=more)
        prose(target, Text(note, style="dim"), indent=6)


def show_remedy(
    target: Console, remedy: Remedy, server: str | None = None, *, live: bool = True
) -> None:
    """Print what would put it right, and the command that does the same."""
    preview = describe(remedy, server)
    bullet = "• " if unicode_capable(target) else "* "
    who = _(" (--fix does it)") if live and remedy.automatic else ""
    prose(target, bullet, preview.summary, Text(who, style="green"), indent=4, hang=2)
    if preview.command:
        prose(target, Text("$ ", style="dim"), shell(preview.command), indent=6)


def _show_not_checked(target: Console, diagnosis: Diagnosis, *, verbose: bool) -> None:
    """Group what was not checked by the reason, since one reason forbids many checks."""
    groups: dict[str, list[str]] = {}
    for entry in not_checked(diagnosis):
        groups.setdefault(entry["reason"], []).append(entry["id"])
    if not groups:
        return
    prose(target, Text(_("Not checked"), style="bold"))
    shown = list(groups.items()) if verbose else list(groups.items())[:REASONS]
    for reason, names in shown:
        prose(target, reason, indent=2)
        prose(target, Text(_names(names, verbose=verbose), style="dim"), indent=4)
    if len(groups) > len(shown):
        more = len(groups) - len(shown)
        text = ngettext("… {n} more reason", "… {n} more reasons", more).format(n=more)
        prose(target, Text(f"{text} (--verbose)", style="dim"), indent=2)
    target.print()


def _names(names: list[str], *, verbose: bool) -> str:
    distinct = list(dict.fromkeys(names))
    shown = distinct if verbose else distinct[:4]
    rest = len(distinct) - len(shown)
    return ", ".join(shown) + (f" +{rest}" if rest else "")


def show_verdict(target: Console, diagnosis: Diagnosis) -> None:
    """Print the last line, the one that stays in the eye."""
    good, mark = diagnosis.verdict is Verdict.HEALTHY, "✓ " if unicode_capable(target) else ""
    seconds = _("{seconds:.1f} s").format(seconds=diagnosis.duration_seconds)
    verdict = (mark if good else "") + verdict_words(diagnosis)
    about = f"  {plain(diagnosis.server)}, {seconds}"
    prose(target, Text(verdict, style="bold green" if good else "bold"), Text(about, style="dim"))


def verdict_words(diagnosis: Diagnosis) -> str:
    """Return the verdict in a sentence."""
    number = len(diagnosis.problems)
    if diagnosis.verdict is Verdict.PROBLEMS:
        return ngettext("{n} problem found.", "{n} problems found.", number).format(n=number)
    if diagnosis.verdict is Verdict.INCOMPLETE:
        return _("No problem found, but not everything could be checked.")
    return _("Nothing is wrong.")


def severity_word(severity: Severity) -> str:
    """How bad it is, in a word."""
    words = {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("note")}
    return words[severity]


def subject_words(subject: Subject) -> str:
    """Return what it is about: the queue Office."""
    kinds = {
        SubjectKind.SCHEDULER: _("print server"),
        SubjectKind.QUEUE: _("queue"),
        SubjectKind.DEVICE: _("printer"),
        SubjectKind.JOB: _("job"),
        SubjectKind.SYSTEM: _("this computer"),
        SubjectKind.CLIENT: _("your settings"),
    }
    return f"{kinds[subject.kind]} {subject.name}".strip()
