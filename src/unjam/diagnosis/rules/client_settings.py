# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The person's own settings: which server, which options, in what surroundings."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.client import ClientServer, SavedChoices
from unjam.diagnosis.facts.person import AppSandbox, KerberosTicket
from unjam.diagnosis.facts.server import ServerReach, ServerState
from unjam.diagnosis.messages import client as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind
from unjam.diagnosis.remedies import DisableDirective, Instruction, Remedy, RemoveUserOption
from unjam.diagnosis.rules.server import connect_evidence
from unjam.diagnosis.wording import _, finding

GONE = (ServerState.ABSENT, ServerState.UNRESOLVED)


@rule("CLIENT_SERVER_UNREACHABLE", supersedes=("SCHEDULER_NOT_RUNNING",))
def client_server_unreachable(client: ClientServer, reach: ServerReach) -> Finding | None:
    """Find a setting that sends programs to a server that is not there.

    When it means this machine's own server, and that does not run, the setting is not at fault.
    """
    own_is_there = client.default_attempt is not None and not client.default_attempt.error
    if reach.state not in GONE or (reach.local and not own_is_there):
        return None
    return finding(
        "CLIENT_SERVER_UNREACHABLE",
        Severity.ERROR,
        Subject(SubjectKind.CLIENT, client.value),
        messages.CLIENT_SERVER_UNREACHABLE,
        evidence=(
            Evidence(client.source, "ServerName", client.value),
            *connect_evidence(reach.attempts),
        ),
        remedies=_remove_setting(client),
        server=client.value,
        source=_source(client.source),
    )


@rule("STALE_USER_OPTIONS")
def stale_user_options(choices: SavedChoices) -> Finding | None:
    """Find saved options whose values the destination does not offer."""
    stale = [c for c in choices.choices if c.supported and c.value not in c.supported]
    if not stale:
        return None
    first = stale[0]
    queue = choices.scope[0].name
    return finding(
        "STALE_USER_OPTIONS",
        Severity.WARNING,
        choices.scope[0],
        messages.STALE_USER_OPTIONS,
        evidence=tuple(
            Evidence(c.path, f"{c.option}={c.value}", "supported: " + ", ".join(c.supported[:30]))
            for c in stale
        ),
        remedies=tuple(RemoveUserOption(c.destination, c.option, c.path) for c in stale),
        queue=queue,
        source=first.path,
        option=first.option,
        value=first.value,
        supported=", ".join(first.supported[:12]),
    )


@rule("SANDBOX_NO_CUPS", supersedes=("SCHEDULER_NOT_RUNNING", "CLIENT_SERVER_UNREACHABLE"))
def sandbox_no_cups(confinement: AppSandbox, reach: ServerReach) -> Finding | None:
    """Find a confined program that cannot reach the print server and may not."""
    if confinement.may_print or reach.state not in GONE:
        return None
    name = confinement.name
    override = ("flatpak", "override", "--user", "--socket=cups", name)
    flatpak = Instruction(_(messages.GRANT_FLATPAK).format(name=name), override)
    snap = Instruction(
        _(messages.GRANT_SNAP).format(name=name), ("snap", "connect", f"{name}:cups", "cups:cups")
    )
    return finding(
        "SANDBOX_NO_CUPS",
        Severity.ERROR,
        Subject(SubjectKind.CLIENT, name),
        messages.SANDBOX_NO_CUPS,
        evidence=(Evidence(confinement.kind, "sockets", confinement.permissions or "(none)"),),
        remedies=(flatpak if confinement.kind == "Flatpak" else snap,),
        kind=confinement.kind,
        name=name,
    )


@rule("KERBEROS_TICKET_MISSING", supersedes=("JOB_HELD_FOR_AUTH",))
def kerberos_ticket_missing(ticket: KerberosTicket) -> Finding | None:
    """Find a queue that negotiates, and a person without a ticket."""
    if ticket.valid:
        return None
    return finding(
        "KERBEROS_TICKET_MISSING",
        Severity.ERROR,
        ticket.scope[0],
        messages.KERBEROS_TICKET_MISSING,
        evidence=(Evidence("klist", "-s", ticket.answer or "no valid ticket"),),
        remedies=(Instruction(_(messages.GET_TICKET), ("kinit",)),),
        queue=ticket.scope[0].name,
    )


def _remove_setting(client: ClientServer) -> tuple[Remedy, ...]:
    if client.source.startswith("/"):
        return (DisableDirective(client.source, client.line),)
    return (Instruction(_(messages.UNSET_VARIABLE).format(name=client.source)),)


def _source(source: str) -> str:
    return source if source.startswith("/") else _(messages.THE_VARIABLE).format(name=source)
