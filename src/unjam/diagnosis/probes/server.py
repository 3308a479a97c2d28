# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Is there a print server, does it answer, where are its files, can it read its configuration."""

from __future__ import annotations

from unjam.cups import errors
from unjam.diagnosis.deadline import patience
from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Connected, Env, Reply
from unjam.diagnosis.facts.server import (
    Attempt,
    ConfigCheck,
    ConfigError,
    CupsFiles,
    ServerReach,
    ServerState,
)
from unjam.diagnosis.reading.cups_conf import config_errors
from unjam.diagnosis.reading.http_reply import HttpReply, ipp_request, read_reply, simple_message
from unjam.diagnosis.reading.server_address import DEFAULT_PORT, ServerAddress
from unjam.diagnosis.wording import N_, _

CUPS_GET_DEFAULT = 0x4001
PATIENCE = 6.0
"""Seconds for connecting and for the answer; a cupsd that asks PAM or DNS may take some."""
UPGRADE_REQUIRED = 426
REFUSALS = frozenset({400, 401, 403, UPGRADE_REQUIRED, 503})

NO_TEST = N_("cupsd, which could check its configuration, is not installed here.")


@probe(title=N_("Asking the print server whether it is there"), deadline=20.0)
async def server_reach(env: Env) -> ServerReach:
    """Connect, and ask for the default printer: anybody may, and any CUPS has an answer."""
    address = ServerAddress.parse(env.server)
    host = address.path or address.host
    name = "localhost" if address.path else f"{_bracketed(address.host)}:{address.port}"
    asked = ipp_request(name, "/", simple_message(CUPS_GET_DEFAULT))
    reply = await env.exchange(host, address.port, asked, timeout=patience(PATIENCE))
    tries = [_attempt(reply.connected)]
    local = await _is_local(env, reply)
    if not reply.connected.ok and host == "localhost":
        tries += [
            _attempt(await env.tcp_connect(other, DEFAULT_PORT)) for other in ("127.0.0.1", "::1")
        ]
    http = read_reply(reply.data)
    state, complaint = _state(reply, http, local=local), ""
    if http and http.status == UPGRADE_REQUIRED:
        complaint = await _ask_encrypted(env)
        state = state if complaint else ServerState.ANSWERS
    return ServerReach(
        scope=(),
        server=env.server,
        local=local,
        state=state,
        attempts=tuple(tries),
        http_status=http.status if http else 0,
        answer=str(http) if http else _first_line(reply.data) or reply.text or reply.error,
        seconds=reply.seconds,
        clock=(http.date if http else 0.0) or env.now().timestamp(),
        encryption=complaint,
    )


@probe(title=N_("Finding the print server's files"))
async def server_files(env: Env) -> CupsFiles:
    """Read cups-files.conf, or take the system's defaults."""
    return await env.cups_files()


@probe(title=N_("Checking the print server's configuration"), deadline=12.0)
async def server_configuration(env: Env, files: CupsFiles) -> ConfigCheck:
    """Let cupsd itself check a copy: run on the original, the check would repair and log."""
    completed = await env.check_configuration(files)
    if completed is None:
        raise Unavailable(_(NO_TEST))
    errors = tuple(config_errors(completed.stderr, files.cupsd_conf))
    if completed.returncode and not errors:
        errors = (ConfigError(completed.stdout.strip() or "cupsd -t", files.cupsd_conf, 0),)
    return ConfigCheck((), not errors, errors)


async def _is_local(env: Env, reply: Reply) -> bool:
    """Tell whether it is this machine; one whose name nobody could look up counts as another."""
    try:
        return await env.is_local()
    except Unavailable:
        if reply.connected.ok:
            raise
        return False


async def _ask_encrypted(env: Env) -> str:
    """Ask as every program does, which encrypts when the server wants it; why that was in vain.

    A refusal that comes over an encrypted connection is an answer.
    """
    try:
        async with env.connect() as connection:
            await connection.get_default(timeout=patience(PATIENCE))
    except (errors.RequestError, errors.CredentialsError):
        return ""
    except errors.CupsError as error:
        return str(error)
    return ""


def _state(reply: Reply, http: HttpReply | None, *, local: bool) -> ServerState:
    if not reply.connected.ok:
        return _unconnected(reply.connected, local=local)
    if http is None:
        if reply.data:
            return ServerState.NOT_IPP
        return ServerState.SILENT if reply.error == "TIMEOUT" else ServerState.FAILED
    if http.status in REFUSALS:
        return ServerState.REFUSES
    return ServerState.ANSWERS if http.is_ipp else ServerState.NOT_IPP


def _unconnected(connected: Connected, *, local: bool) -> ServerState:
    """Tell absent from stuck: a local listener whose queue is full neither refuses nor accepts."""
    if connected.error.startswith("EAI_"):
        return ServerState.UNRESOLVED
    stuck = connected.error == "EAGAIN" or (local and connected.error == "TIMEOUT")
    return ServerState.SILENT if stuck else ServerState.ABSENT


def _attempt(connected: Connected) -> Attempt:
    return Attempt(connected.target, connected.error, connected.text, connected.seconds)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _first_line(data: bytes) -> str:
    return data[:200].decode("latin-1").partition("\n")[0].strip()
