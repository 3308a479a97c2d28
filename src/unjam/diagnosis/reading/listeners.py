# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Where a cupsd listens, as its cupsd.conf says (Listen, Port)."""

from __future__ import annotations

from unjam.diagnosis.reading.cups_conf import all_values
from unjam.diagnosis.reading.server_address import (
    DEFAULT_PORT,
    DEFAULT_SOCKETS,
    ServerAddress,
)


def own_address(cupsd_conf: str) -> ServerAddress:
    """Return one address of this server: a socket if it has one."""
    listeners = sorted(all_values(cupsd_conf, "Listen"), key=lambda at: not at.startswith("/"))
    for listener in listeners:
        port = _port_of(listener)
        if listener.startswith("/") or port:
            return ServerAddress.parse(listener if not port else f"localhost:{port}")
    return ServerAddress.parse(DEFAULT_SOCKETS[0])


def describes(cupsd_conf: str, server: ServerAddress) -> bool:
    """Whether this cupsd.conf is the one of the server at that address, as far as it tells."""
    if server.path in DEFAULT_SOCKETS:
        return True
    listeners = all_values(cupsd_conf, "Listen", "SSLListen")
    if server.path:
        return server.path in listeners
    ports = {_port_of(listener) for listener in listeners if not listener.startswith("/")}
    ports |= {int(port) for port in all_values(cupsd_conf, "Port", "SSLPort") if port.isdigit()}
    return server.port in (ports or {DEFAULT_PORT})


def _port_of(listener: str) -> int:
    try:
        return ServerAddress.parse(listener.replace("*", "0.0.0.0")).port  # noqa: S104 - compared
    except ValueError:
        return 0
