# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam doctor --json`: version 1 of a contract with programs.

The schema is docs/schema/doctor-1.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from unjam.actions import describe
from unjam.cli.documents import Json, versioned
from unjam.diagnosis.model import Diagnosis, Evidence, Finding, Scope, Skipped, Subject, Unknown
from unjam.diagnosis.reading.server_address import DEFAULT_SOCKETS
from unjam.diagnosis.remedies import Remedy

if TYPE_CHECKING:
    from unjam.cli.mending import Repair


def document(diagnosis: Diagnosis) -> Json:
    """One server's diagnosis, ready for `json.dumps`."""
    server = unusual(diagnosis.server)
    return versioned(
        server=diagnosis.server,
        duration_seconds=round(diagnosis.duration_seconds, 3),
        verdict=str(diagnosis.verdict),
        findings=[_finding(finding, server) for finding in diagnosis.findings],
        not_checked=not_checked(diagnosis),
    )


def unusual(server: str) -> str | None:
    """Return the server if commands have to name it, None if they find it by themselves."""
    return None if server in DEFAULT_SOCKETS else server


def not_checked(diagnosis: Diagnosis) -> list[Json]:
    """List what was not judged and why, and what could not be had where no rule missed it."""
    entries = [_skipped(skipped) for skipped in diagnosis.not_checked]
    blamed = {entry["reason"] for entry in entries}
    entries += [_unknown(u) for u in diagnosis.unknown if u.why not in blamed]
    return _distinct(entries)


def outline(finding: Finding) -> Json:
    """Say which finding it is, without the proof."""
    return {
        "id": finding.id,
        "severity": str(finding.severity),
        "subject": _subject(finding.subject),
        "summary": finding.summary,
    }


def _finding(finding: Finding, server: str | None) -> Json:
    return {
        **outline(finding),
        "explanation": finding.explanation,
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "consequences": list(finding.consequences),
        "remedies": [_remedy(remedy, server) for remedy in finding.remedies],
    }


def _subject(subject: Subject) -> Json:
    return {"kind": str(subject.kind), "name": subject.name}


def _evidence(evidence: Evidence) -> Json:
    return {"source": evidence.source, "asked": evidence.asked, "answer": evidence.answer}


def _remedy(remedy: Remedy, server: str | None = None) -> Json:
    preview = describe(remedy, server)
    return {
        "id": remedy.id,
        "summary": preview.summary,
        "automatic": remedy.automatic,
        "reversible": remedy.reversible,
        "command": list(preview.command),
    }


def _skipped(skipped: Skipped) -> Json:
    return _entry(skipped.id, skipped.scope, skipped.reason, foreseen=skipped.foreseen)


def _unknown(unknown: Unknown) -> Json:
    return _entry(unknown.fact, unknown.scope, unknown.why, foreseen=unknown.foreseen)


def _entry(name: str, scope: Scope, reason: str, *, foreseen: bool) -> Json:
    entry: Json = {"id": name, "reason": reason, "foreseen": foreseen}
    return {**entry, "subject": _subject(scope[-1])} if scope else entry


def _distinct(entries: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Each entry once, in the order of their first coming."""
    seen: list[Json] = []
    for entry in entries:
        if entry not in seen:
            seen.append(dict(entry))
    return seen


def repair(done: Repair) -> Json:
    """Describe one remedy that was offered or carried out (`repairs`, only with --fix)."""
    return {
        "finding": done.finding.id,
        "subject": _subject(done.finding.subject),
        "remedy": _remedy(done.remedy),
        "result": str(done.result),
        "detail": done.detail,
    }
