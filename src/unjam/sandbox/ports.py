# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Ports of loopback for private servers.

They are drawn at random below the range from which the kernel gives ports to clients
(`ip_local_port_range`), so that a server that is stopped and started again still finds its port
free. Sandboxes of all programs on this machine keep out of each other's way: a port is reserved by
a name in the abstract namespace of UNIX sockets, which the kernel forgets with its holder. Others
may still take one between our look and the server's bind: whoever uses a port must be ready to
draw another.
"""

from __future__ import annotations

import errno
import random
import socket
from contextlib import ExitStack
from typing import Final

LOWEST: Final = 20_000
HIGHEST: Final = 32_000
DRAWS: Final = 200

_random: Final = random.SystemRandom()


class Ports:
    """The ports that one sandbox was given; nobody else is, until it is closed."""

    def __init__(self) -> None:
        self._names = ExitStack()

    def draw(self) -> int:
        """Return a port that nobody listens on at this moment and no other sandbox was given."""
        for _ in range(DRAWS):
            port = _random.randint(LOWEST, HIGHEST)
            if _can_bind(port) and self._reserve(port):
                return port
        raise OSError(f"no free port between {LOWEST} and {HIGHEST}")

    def close(self) -> None:
        """Let others have them. Idempotent."""
        self._names.close()

    def _reserve(self, port: int) -> bool:
        name = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            name.bind(f"\0unjam-port-{port}")
        except OSError as problem:
            name.close()
            if problem.errno != errno.EADDRINUSE:
                raise
            return False
        self._names.enter_context(name)
        return True


def free_port() -> int:
    """Return a port that nobody listens on at this moment, and that is not reserved."""
    ports = Ports()
    try:
        return ports.draw()
    finally:
        ports.close()


def refuser() -> socket.socket:
    """Return a socket that keeps a port of loopback and does not listen: who connects is refused.

    The port is another than anybody is given until the socket is closed.
    """
    keeping = socket.socket()
    keeping.bind(("127.0.0.1", 0))
    return keeping


def _can_bind(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a connection to that port succeeds."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((host, port)) == 0
