# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Where a server is: host and port, or a socket's path; and why it cannot be reached.

libcups says "Host is down" for every failure to connect. `diagnose` asks the kernel itself.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final

from unjam.cups import errors
from unjam.cups._libcups import settings

DEFAULT_PORT: Final = 631
_HOST = re.compile(r"[^\s/@:?#\[\]\\\x00-\x20]+")
_BRACKETED = re.compile(r"\[([0-9A-Fa-f:.]+(?:%[\w.-]+)?)\](?::(\d+))?")


@dataclass(frozen=True, slots=True)
class Address:
    """A server. `host` is a name, an address without brackets, or a socket's absolute path."""

    host: str
    port: int

    @property
    def is_socket(self) -> bool:
        """Whether this is a UNIX socket."""
        return self.host.startswith("/")

    @property
    def is_named(self) -> bool:
        """Whether some name service has to say where this is."""
        try:
            return not (self.is_socket or ipaddress.ip_address(self.host))
        except ValueError:
            return True

    def __str__(self) -> str:
        """As `parse` reads it."""
        if self.is_socket:
            return self.host
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What CUPS_SERVER, CUPS_USER, CUPS_ENCRYPTION, client.conf and libcups itself say."""

    server: str
    port: int
    user: str
    encryption: int

    @property
    def address(self) -> Address:
        """Where the server is. Raises `InvalidServer`: libcups takes any words for one."""
        return parse(self.server, self.port)


def parse(server: str, port: int = DEFAULT_PORT) -> Address:
    """Read "host", "host:port", "[::1]:port" or "/path/to/socket".

    Raises `InvalidServer` for anything else.
    """
    if server.startswith("/"):
        if "\0" in server or len(server.encode()) > 107:
            raise _invalid(server, "no socket can have this path")
        return Address(server, port)
    bracketed = _BRACKETED.fullmatch(server)
    if bracketed:
        return Address(bracketed[1], _port(server, bracketed[2], port))
    if server.count(":") > 1 and re.fullmatch(r"[0-9A-Fa-f:.]+", server):
        return Address(server, port)
    host, colon, number = server.partition(":")
    if not _HOST.fullmatch(host) or (colon and not number) or len(host) > 253:
        raise _invalid(server, "a server is HOST, HOST:PORT, [IPV6]:PORT or /PATH/TO/SOCKET")
    return Address(host, _port(server, number, port))


def _port(server: str, number: str | None, default: int) -> int:
    if not number:
        return default
    if not number.isascii() or not number.isdigit() or not 0 < int(number[:6]) < 65536:
        raise _invalid(server, "a port is a number from 1 to 65535")
    return int(number)


def _invalid(server: str, hint: str) -> errors.InvalidServer:
    return errors.InvalidServer("", None, f"{server!r} is no server: {hint}")


def defaults() -> Defaults:
    """What libcups would use now. Reads files, and asks the name service who the user is."""
    return Defaults(*settings.defaults())


def diagnose(address: Address, operation: str, patience: float | None) -> errors.CupsError | None:
    """Connect once more without libcups to learn why it could not; None if that works."""
    patience = 10.0 if patience is None else max(0.05, patience)
    try:
        if address.is_socket:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(patience)
                probe.connect(address.host)
        else:
            socket.create_connection((address.host, address.port), patience).close()
    except OSError as error:
        return _translate(error, address, operation)
    return None


def _translate(error: OSError, address: Address, operation: str) -> errors.CupsError:
    words = error.strerror or str(error)
    kind: type[errors.CupsError] = errors.Unreachable
    if isinstance(error, socket.gaierror):
        kind, words = errors.NameNotResolved, f"the name {address.host} has no address: {words}"
    elif isinstance(error, TimeoutError):
        kind, words = errors.Unreachable, f"{address} does not answer"
    elif isinstance(error, ConnectionRefusedError):
        kind, words = errors.Refused, f"nobody listens on {address}"
    elif isinstance(error, FileNotFoundError | NotADirectoryError):
        kind, words = errors.SocketMissing, f"there is no socket {address}"
    elif isinstance(error, PermissionError) and address.is_socket:
        kind, words = errors.SocketForbidden, f"this user may not open {address}"
    else:
        words = f"there is no way to {address}: {words}"
    return kind(operation, None, words)
