# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""More of the print server: its unit, its settings, its version, its log of refused passwords."""

from __future__ import annotations

from collections.abc import Iterable

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.queue import Queues
from unjam.diagnosis.facts.server import (
    CupsFiles,
    CupsVersion,
    LogEnd,
    LoginFailure,
    LoginFailures,
    ServerReach,
    ServerSettings,
    ServerState,
    UdpListener,
    UnitState,
)
from unjam.diagnosis.probes.journal import JOURNAL, cups_messages
from unjam.diagnosis.reading.cups_conf import top_level
from unjam.diagnosis.reading.error_log import LogLine, read_lines
from unjam.diagnosis.reading.proc_net import read_listeners
from unjam.diagnosis.reading.server_settings import read_settings
from unjam.diagnosis.wording import N_, _

UNIT = "cups.service"
SOCKET = "cups.socket"
PROPERTIES = "ActiveState,SubState,Result,NRestarts,UnitFileState,LoadState"
PACKAGES = (
    ("dpkg-query", "-W", "-f", "${Package} ${Version}", "cups-daemon"),
    ("rpm", "-q", "cups"),
    ("pacman", "-Q", "cups"),
)
BROWSING_PORT = 631
LOG_TAIL = 512 * 1024

NO_SYSTEMD = N_(
    "This system does not start its services by systemd, so there is no record of the print "
    "server's crashes."
)
REFUSED = ("pam_authenticate() returned", "Unable to authenticate")
"""What cupsd logs of a password that PAM refused (auth.c)."""
MOST = 20
BAD_REQUEST = 400
BAD_HOST = "invalid Host"
"""What cupsd logs of a name that is not its own (client.c)."""
LAST_LINES = 5


@probe(title=N_("Asking the system how the print server fares"))
async def unit_state(env: Env, files: CupsFiles) -> UnitState | None:
    """Ask systemd for cups.service and its socket, where it is the system's print server."""
    if not files.standard:
        return None
    try:
        shown = await env.run(["systemctl", "show", UNIT, SOCKET, f"--property={PROPERTIES}"])
    except FileNotFoundError:
        raise Unavailable(_(NO_SYSTEMD)) from None
    service, socket = (*map(_values, shown.stdout.split("\n\n")), {}, {})[:2]
    if shown.returncode or service.get("LoadState") not in ("loaded", "masked"):
        raise Unavailable(_(NO_SYSTEMD))
    restarts = service.get("NRestarts", "")
    return UnitState(
        (),
        UNIT,
        service.get("ActiveState", ""),
        service.get("SubState", ""),
        service.get("Result", ""),
        int(restarts) if restarts.isdigit() else 0,
        service.get("UnitFileState", ""),
        socket.get("ActiveState", ""),
        socket.get("UnitFileState", ""),
    )


def _values(block: str) -> dict[str, str]:
    return dict(line.partition("=")[::2] for line in block.splitlines() if line)


@probe(title=N_("Reading the last words of the print server"))
async def log_end(env: Env, reach: ServerReach, files: CupsFiles) -> LogEnd | None:
    """Read the log's end of a server that hangs, or what it says of a name that it refuses."""
    if reach.state is ServerState.SILENT:
        mark = ""
    elif reach.state is ServerState.REFUSES and reach.http_status == BAD_REQUEST:
        mark = BAD_HOST
    else:
        return None
    lines = [line.text for line in await _log_end(env, files.error_log, mark) if mark in line.text]
    return LogEnd((), files.error_log or JOURNAL, tuple(lines[-LAST_LINES:]))


@probe(title=N_("Reading the print server's settings"))
async def server_settings(env: Env, files: CupsFiles) -> ServerSettings:
    """Read cupsd.conf; where there is none, cupsd's defaults hold."""
    found = await env.stat(files.cupsd_conf)
    text = (await env.read_file(files.cupsd_conf)).decode(errors="replace") if found else ""
    return read_settings(files.cupsd_conf, text)


@probe(title=N_("Asking which version of the print server this is"))
async def cups_version(env: Env, queues: Queues, files: CupsFiles) -> CupsVersion | None:
    """Take the version that the queues tell, and ask the package managers who brought it."""
    if not queues.version:
        return None
    return CupsVersion((), queues.version, await _package(env) if files.standard else "private")


@probe(title=N_("Looking for refused passwords in the log"))
async def login_failures(env: Env, files: CupsFiles) -> LoginFailures:
    """Read the log's end, in its file or in the journal, for what PAM refused."""
    lines = await _log_end(env, files.error_log, *REFUSED)
    refused = [
        LoginFailure(line.when.timestamp() if line.when else 0.0, line.text)
        for line in lines
        if any(words in line.text for words in REFUSED)
    ]
    source = files.error_log or JOURNAL
    return LoginFailures((), source, tuple(reversed(refused[-MOST:])))


async def _log_end(env: Env, path: str, *marks: str) -> Iterable[LogLine]:
    """Read the end of the log, oldest first; of the journal, what has one of the marks.

    A log that was not begun has nothing.
    """
    if not path:
        return await cups_messages(env, marks)
    if await env.stat(path) is None:
        return ()
    text = await env.read_file(path, limit=LOG_TAIL, tail=True)
    return read_lines(text.decode(errors="replace"))


@probe(title=N_("Looking for a listener of the old kind"))
async def udp_listener(env: Env, files: CupsFiles) -> UdpListener | None:
    """Look who is bound to UDP port 631 beyond the loopback."""
    if not files.standard:
        return None
    for table in ("/proc/net/udp", "/proc/net/udp6"):
        text = (await env.read_file(table)).decode() if await env.stat(table) else ""
        for listener in read_listeners(text):
            if listener.port == BROWSING_PORT and not listener.address.startswith("127."):
                return UdpListener((), listener.line, listener.address, await _browsed(env))
    return None


async def _package(env: Env) -> str:
    for argv in PACKAGES:
        try:
            asked = await env.run(argv)
        except FileNotFoundError:
            continue
        if asked.returncode == 0:
            return asked.stdout.strip()
    return ""


async def _browsed(env: Env) -> str:
    """Return what cups-browsed.conf says of the protocols that it listens to."""
    path = "/etc/cups/cups-browsed.conf"
    if await env.stat(path) is None:
        return ""
    text = (await env.read_file(path)).decode(errors="replace")
    return top_level(text).get("browseremoteprotocols", "")
