# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A print server that answers, and refuses."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.person import Person
from unjam.diagnosis.facts.server import CupsFiles, Denial, LogEnd, ServerReach, ServerState
from unjam.diagnosis.messages import server as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.server import log_evidence, server_subject
from unjam.diagnosis.wording import Wording, _, finding


@rule("SCHEDULER_REFUSES_HOST")
def scheduler_refuses_host(reach: ServerReach, log: LogEnd | None) -> Finding | None:
    """Find a server that does not know itself by the name that it is called."""
    return _refusal(
        "SCHEDULER_REFUSES_HOST",
        reach,
        400,
        messages.SCHEDULER_REFUSES_HOST,
        messages.USE_OTHER_NAME,
        log,
    )


@rule("SCHEDULER_FORBIDS_CLIENT")
def scheduler_forbids_client(reach: ServerReach) -> Finding | None:
    """Find a server that admits nothing from this address."""
    return _refusal(
        "SCHEDULER_FORBIDS_CLIENT",
        reach,
        403,
        messages.SCHEDULER_FORBIDS_CLIENT,
        messages.ASK_ADMISSION,
    )


@rule("SCHEDULER_REQUIRES_ENCRYPTION")
def scheduler_requires_encryption(reach: ServerReach) -> Finding | None:
    """Find a server that wants TLS, with which no connection that may be trusted came about."""
    return _refusal(
        "SCHEDULER_REQUIRES_ENCRYPTION",
        reach,
        426,
        messages.SCHEDULER_REQUIRES_ENCRYPTION,
        messages.HAVE_CERTIFICATE_MENDED,
    )


@rule("SCHEDULER_NOT_CUPS")
def scheduler_not_cups(reach: ServerReach) -> Finding | None:
    """Find that what answers does not speak IPP, or answers nothing that makes sense."""
    known = reach.state is ServerState.REFUSES and reach.http_status in (400, 403, 426)
    odd = (ServerState.NOT_IPP, ServerState.FAILED, ServerState.REFUSES)
    if known or reach.state not in odd:
        return None
    return _found("SCHEDULER_NOT_CUPS", reach, messages.SCHEDULER_NOT_CUPS, messages.CHECK_ADDRESS)


@rule("NOT_PERMITTED")
def not_permitted(denial: Denial, person: Person, files: CupsFiles | None) -> Finding | None:
    """Find that even looking is refused to this person."""
    groups = " ".join(files.system_groups) if files else "lpadmin"
    return finding(
        "NOT_PERMITTED",
        Severity.ERROR,
        Subject(SubjectKind.CLIENT, person.user),
        messages.NOT_PERMITTED,
        evidence=(Evidence(denial.asked, f"as {person.user}", denial.answer),),
        remedies=(Instruction(_(messages.ASK_FOR_RIGHTS)),),
        asked=denial.asked,
        user=person.user,
        answer=denial.answer,
        groups=groups,
    )


def _refusal(
    name: str,
    reach: ServerReach,
    status: int,
    wording: Wording,
    next_step: str,
    log: LogEnd | None = None,
) -> Finding | None:
    if reach.state is not ServerState.REFUSES or reach.http_status != status:
        return None
    return _found(name, reach, wording, next_step, log)


def _found(
    name: str, reach: ServerReach, wording: Wording, next_step: str, log: LogEnd | None = None
) -> Finding:
    answer = Evidence(reach.server, "POST / (CUPS-Get-Default)", reach.answer)
    return finding(
        name,
        Severity.ERROR,
        server_subject(reach),
        wording,
        evidence=(answer, *_tls(reach), *log_evidence(log)),
        remedies=(Instruction(_(next_step).format(server=reach.server)),),
        server=reach.server,
        answer=reach.encryption or reach.answer,
    )


def _tls(reach: ServerReach) -> tuple[Evidence, ...]:
    if not reach.encryption:
        return ()
    return (Evidence(reach.server, "POST / (CUPS-Get-Default), TLS", reach.encryption),)
