# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The print server itself: gone, silent, misconfigured."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.server import (
    Attempt,
    ConfigCheck,
    CupsFiles,
    LogEnd,
    ServerReach,
    ServerState,
    UnitState,
)
from unjam.diagnosis.messages import server as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind
from unjam.diagnosis.remedies import Instruction, Remedy, RestartScheduler, StartScheduler
from unjam.diagnosis.wording import _, finding


@rule("SCHEDULER_NOT_RUNNING")
def scheduler_not_running(
    reach: ServerReach, files: CupsFiles | None, unit: UnitState | None
) -> Finding | None:
    """Find that nobody listens at the print server's address."""
    if reach.state not in (ServerState.ABSENT, ServerState.UNRESOLVED):
        return None
    wording = messages.SCHEDULER_NOT_RUNNING if reach.local else messages.SCHEDULER_UNREACHABLE
    return finding(
        "SCHEDULER_NOT_RUNNING",
        Severity.ERROR,
        server_subject(reach),
        wording,
        evidence=(*connect_evidence(reach.attempts), *(unit_evidence(unit) if unit else ())),
        remedies=(_start(reach, files), *(_start_always(unit) if unit else ())),
        server=reach.server,
        reason=_reason(reach.attempts[0]),
    )


@rule("SCHEDULER_NOT_ANSWERING")
def scheduler_not_answering(
    reach: ServerReach, files: CupsFiles | None, log: LogEnd | None
) -> Finding | None:
    """Find a print server that takes connections and says nothing."""
    if reach.state is not ServerState.SILENT:
        return None
    said = Evidence("HTTP", "POST / (CUPS-Get-Default)", reach.answer or "(nothing)")
    return finding(
        "SCHEDULER_NOT_ANSWERING",
        Severity.ERROR,
        server_subject(reach),
        messages.SCHEDULER_NOT_ANSWERING,
        evidence=(*connect_evidence(reach.attempts), said, *log_evidence(log)),
        remedies=(restart(reach, files),),
        server=reach.server,
        seconds=reach.seconds,
    )


@rule("SCHEDULER_CONFIG_ERROR")
def scheduler_config_error(check: ConfigCheck, reach: ServerReach) -> Finding | None:
    """Find lines that cupsd's own check complains about; fatal ones keep it from starting."""
    if check.ok or not check.errors:
        return None
    first = check.errors[0]
    step = messages.CORRECT_LINE if first.line else messages.CORRECT_FILE
    place = _(messages.LINE).format(path=first.path, line=first.line) if first.line else first.path
    return finding(
        "SCHEDULER_CONFIG_ERROR",
        Severity.WARNING if reach.answers else Severity.ERROR,
        server_subject(reach),
        messages.SCHEDULER_CONFIG_ERROR,
        evidence=tuple(Evidence("cupsd -t", e.path, e.message) for e in check.errors),
        remedies=(Instruction(_(step).format(line=first.line, path=first.path)),),
        place=place,
        message=first.message,
    )


def server_subject(reach: ServerReach) -> Subject:
    """Return the print server as a subject."""
    return Subject(SubjectKind.SCHEDULER, reach.server)


def connect_evidence(attempts: tuple[Attempt, ...]) -> tuple[Evidence, ...]:
    """Quote what each address tried said."""
    return tuple(
        Evidence("connect", a.target, f"{a.error}: {a.text}" if a.error else "connected")
        for a in attempts
    )


def is_standard(reach: ServerReach, files: CupsFiles | None) -> bool:
    """Whether it is this machine's own print server, so that its services are this machine's."""
    return reach.local and files is not None and files.standard


def restart(reach: ServerReach, files: CupsFiles | None) -> Remedy:
    """Restart the print server, where it is the one that the system's service runs."""
    if is_standard(reach, files):
        return RestartScheduler()
    return Instruction(_(messages.RESTART_BY_HAND))


def _start(reach: ServerReach, files: CupsFiles | None) -> Remedy:
    if not reach.local:
        text = _(messages.ASK_ITS_ADMINISTRATOR).format(server=reach.server)
        return Instruction(text)
    if is_standard(reach, files):
        return StartScheduler()
    return Instruction(_(messages.START_BY_HAND))


def unit_evidence(unit: UnitState) -> tuple[Evidence, ...]:
    """Quote what systemd says of the service and of its socket."""
    service = f"{unit.active} ({unit.sub}), {unit.enabled or 'not enabled'}, Result={unit.result}"
    restarts = f", NRestarts={unit.restarts}" if unit.restarts else ""
    quotes = [Evidence("systemctl show", unit.unit, service + restarts)]
    if unit.socket:
        socket = f"{unit.socket}, {unit.socket_enabled or 'not enabled'}"
        quotes.append(Evidence("systemctl show", "cups.socket", socket))
    return tuple(quotes)


def log_evidence(log: LogEnd | None) -> tuple[Evidence, ...]:
    """Quote the print server's last words."""
    return () if log is None else tuple(Evidence(log.source, "log", x) for x in log.lines)


def _start_always(unit: UnitState) -> tuple[Remedy, ...]:
    """Have the service start by itself, where nothing starts it when the system starts."""
    if unit.enabled == "masked":
        return (Instruction(_(messages.UNLOCK_SERVICE), ("systemctl", "unmask", unit.unit)),)
    if unit.starts_itself or not unit.enabled:
        return ()
    units = (unit.unit, "cups.socket") if unit.socket_enabled else (unit.unit,)
    return (Instruction(_(messages.START_ALWAYS), ("systemctl", "enable", *units)),)


def _reason(attempt: Attempt) -> str:
    if known := messages.REASONS.get(attempt.error):
        return _(known)
    other = messages.NAME_UNKNOWN if attempt.error.startswith("EAI_") else messages.OTHER_REASON
    return _(other).format(text=attempt.text)
