# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A print server that runs, and not well: crashing, full of jobs, outdated, asked in vain."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.jobs import JobCounts
from unjam.diagnosis.facts.server import (
    CupsVersion,
    LoginFailures,
    ServerReach,
    ServerSettings,
    UdpListener,
    UnitState,
)
from unjam.diagnosis.messages import server as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.known_versions import HOLES, REGRESSIONS, parse_version
from unjam.diagnosis.rules.server import server_subject, unit_evidence
from unjam.diagnosis.wording import _, finding

OFTEN = 3
"""Restarts by systemd that are no accident any more."""
LATELY = 600.0
"""Seconds for which a refused password is worth a word."""


@rule("SCHEDULER_CRASHING", supersedes=("SCHEDULER_NOT_RUNNING",))
def scheduler_crashing(unit: UnitState, reach: ServerReach) -> Finding | None:
    """Find a unit that systemd restarts again and again; while it answers it still prints."""
    if unit.restarts < OFTEN and unit.result not in ("core-dump", "signal", "start-limit-hit"):
        return None
    return finding(
        "SCHEDULER_CRASHING",
        Severity.WARNING if reach.answers else Severity.ERROR,
        server_subject(reach),
        messages.SCHEDULER_CRASHING,
        evidence=unit_evidence(unit),
        remedies=(Instruction(_(messages.UPDATE_CUPS)),),
        restarts=unit.restarts,
        result=unit.result,
    )


@rule("TOO_MANY_JOBS")
def too_many_jobs(
    settings: ServerSettings, counts: JobCounts, reach: ServerReach
) -> Finding | None:
    """Find that one of cupsd's limits on waiting jobs is reached."""
    reached = [limit for limit in _limits(settings, counts) if 0 < limit[1] <= limit[2]]
    if not reached:
        return None
    name, limit, count = reached[0]
    raise_it = _(messages.RAISE_LIMIT).format(name=name, path=settings.path)
    return finding(
        "TOO_MANY_JOBS",
        Severity.ERROR,
        server_subject(reach),
        messages.TOO_MANY_JOBS,
        evidence=(
            Evidence(settings.path, name, str(limit)),
            Evidence("Get-Jobs", "not completed", str(count)),
        ),
        remedies=(Instruction(_(messages.CANCEL_SOME)), Instruction(raise_it)),
        count=count,
        limit=limit,
        name=name,
        path=settings.path,
    )


@rule("PASSWORD_REFUSED")
def password_refused(failures: LoginFailures, reach: ServerReach) -> Finding | None:
    """Find passwords that the server refused within the last minutes."""
    lately = [f for f in failures.failures if reach.clock - f.when <= LATELY]
    if not lately:
        return None
    enter = _(messages.ENTER_RIGHT_PASSWORD).format(server=reach.server)
    return finding(
        "PASSWORD_REFUSED",
        Severity.WARNING,
        server_subject(reach),
        messages.PASSWORD_REFUSED,
        evidence=tuple(Evidence(failures.source, "PAM", f.line) for f in lately[:5]),
        remedies=(Instruction(enter),),
    )


@rule("KNOWN_BAD_VERSION")
def known_bad_version(version: CupsVersion, reach: ServerReach) -> Finding | None:
    """Find a version with a fault; holes only where no distribution mends them silently."""
    running = parse_version(version.version)
    table = REGRESSIONS if version.package else (*REGRESSIONS, *HOLES)
    entry = next((e for e in table if e.since <= running < e.fixed), None)
    if entry is None:
        return None
    said = Evidence("cups-version", "CUPS-Get-Printers", f"{version.version} ({version.package})")
    return finding(
        "KNOWN_BAD_VERSION",
        Severity.INFO,
        server_subject(reach),
        messages.KNOWN_BAD_VERSION,
        evidence=(said, Evidence("the table of known faults", entry.source, entry.fault)),
        remedies=(Instruction(_(messages.UPDATE_CUPS)),),
        version=version.version,
        fault=_(entry.fault),
        fixed=".".join(map(str, entry.fixed)),
        source=entry.source,
    )


@rule("LEGACY_BROWSE_LISTENER")
def legacy_browse_listener(listener: UdpListener) -> Finding | None:
    """Find a program that takes printer announcements from the whole network."""
    evidence = [Evidence("/proc/net/udp", f"{listener.address}:631", listener.line)]
    if listener.browsed:
        evidence.append(Evidence("cups-browsed.conf", "BrowseRemoteProtocols", listener.browsed))
    return finding(
        "LEGACY_BROWSE_LISTENER",
        Severity.WARNING,
        Subject(SubjectKind.SYSTEM, "UDP 631"),
        messages.LEGACY_BROWSE_LISTENER,
        evidence=tuple(evidence),
        remedies=(Instruction(_(messages.UPDATE_BROWSED)),),
    )


def _limits(settings: ServerSettings, counts: JobCounts) -> list[tuple[str, int, int]]:
    """Return each limit: its directive, its value, and the count that it applies to."""
    fullest = max((count for _queue, count in counts.by_queue), default=0)
    busiest = max((count for _user, count in counts.by_user), default=0)
    return [
        ("MaxJobs", settings.max_jobs, counts.active),
        ("MaxJobsPerPrinter", settings.max_jobs_per_printer, fullest),
        ("MaxJobsPerUser", settings.max_jobs_per_user, busiest),
    ]
