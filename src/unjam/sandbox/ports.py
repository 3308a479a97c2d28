# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Free ports on loopback, for servers that want to be told their port.

They are drawn at random below the range from which the kernel gives ports to clients
(`ip_local_port_range`), so that a server that is stopped and started again still finds its port
free. Somebody may take one between our look and the server's bind: whoever uses a port must be
ready to draw another.
"""

from __future__ import annotations

import random
import socket
from typing import Final

LOWEST: Final = 20_000
HIGHEST: Final = 32_000
DRAWS: Final = 200

_random: Final = random.SystemRandom()


def free_port() -> int:
    """Return a port that nobody listens on at this moment, on IPv4 and IPv6 loopback."""
    for _ in range(DRAWS):
        port = _random.randint(LOWEST, HIGHEST)
        if _can_bind(port):
            return port
    raise OSError(f"no free port between {LOWEST} and {HIGHEST}")


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
