# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading /proc/net/udp and udp6 (proc(5)): who listens where."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listener:
    """One bound socket, and the line that tells of it."""

    address: str
    port: int
    line: str


def read_listeners(text: str) -> Iterator[Listener]:
    """Yield the sockets of one of the kernel's tables."""
    for line in text.splitlines()[1:]:
        words = line.split()
        host, _colon, port = (words[1] if len(words) > 1 else "").partition(":")
        try:
            yield Listener(_address(host), int(port, 16), line.strip())
        except ValueError:
            continue


def _address(text: str) -> str:
    """Decode an address: 32-bit words in the byte order of the machine that wrote them."""
    data = bytes.fromhex(text)
    words = [data[at : at + 4][::-1] for at in range(0, len(data), 4)]
    return str(ipaddress.ip_address(b"".join(words)))
