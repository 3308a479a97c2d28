# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How a print server is named: host, host:port, [v6]:port, or the path of a socket.

As libcups reads CUPS_SERVER and ServerName (usersys.c, cupsSetServer): a trailing
"/version=…" chooses the protocol's version and is not part of the address.
"""

from __future__ import annotations

from dataclasses import dataclass

from unjam.translation import _

DEFAULT_PORT = 631
DEFAULT_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a print server listens. With a `path` the other two mean nothing."""

    host: str
    port: int = DEFAULT_PORT
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> ServerAddress:
        """Read an address. Raises ValueError for what is none."""
        text = text.partition("/version=")[0]
        if text.startswith("/"):
            return cls("", 0, text)
        host, port = _split(text)
        if not host or any(c.isspace() or c in "/?#@" for c in host):
            raise ValueError(_("“{text}” is no address of a print server.").format(text=text))
        return cls(host, port)

    def __str__(self) -> str:
        if self.path:
            return self.path
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _split(text: str) -> tuple[str, int]:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            message = _("“{text}”: an IPv6 address is written as [address]:port.")
            raise ValueError(message.format(text=text))
        return host, _port(rest[1:]) if rest else DEFAULT_PORT
    if text.count(":") > 1:
        return text, DEFAULT_PORT
    host, colon, port = text.partition(":")
    return host, _port(port) if colon else DEFAULT_PORT


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        message = _("“{text}” is no port: it must be a number from 1 to 65535.")
        raise ValueError(message.format(text=text))
    return int(text)
