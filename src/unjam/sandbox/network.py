# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The network of an isolated sandbox: loopback alone, with addresses that fail in every way.

Made inside network and mount namespaces of the guardian, so that it vanishes with it. Names come
from a hosts file of the sandbox's own and from nowhere else: no query leaves the machine.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

HERE: Final = "10.97.0.7"
"""An address of this host other than loopback."""
SILENT: Final = "10.99.0.7"
"""Nobody there, and nobody says so: connecting times out (after some 7 s)."""
NO_ROUTE: Final = "10.98.1.7"
"""No route to host (EHOSTUNREACH), at once."""
PROHIBITED: Final = "10.98.2.7"
"""Administratively prohibited (EACCES), at once."""

SCRIPT: Final = f"""\
set -e
ip link set lo up
ip address add {HERE}/32 dev lo
ip route add 10.99.0.0/24 dev lo
ip route add unreachable 10.98.1.0/24
ip route add prohibit 10.98.2.0/24
echo 2 >/proc/sys/net/ipv4/tcp_syn_retries
mount --bind "$1/etc/hosts" /etc/hosts
mount --bind "$1/etc/nsswitch.conf" /etc/nsswitch.conf
"""
HOSTS: Final = f"127.0.0.1 localhost {socket.gethostname()}\n::1 localhost\n"


def prepare_network(box: Sandbox) -> None:
    """Raise loopback, lay the routes, and hide the world's names."""
    etc = box.base / "etc"
    etc.mkdir()
    (etc / "hosts").write_text(HOSTS)
    (etc / "nsswitch.conf").write_text(_files_only(Path("/etc/nsswitch.conf")))
    box.processes.run("sh", "-c", SCRIPT, "sh", box.base)


def add_name(box: Sandbox, name: str, address: str) -> None:
    """Let a name resolve from now on."""
    with (box.base / "etc" / "hosts").open("a") as hosts:
        hosts.write(f"{address} {name}\n")


def bring_up(box: Sandbox, address: str) -> None:
    """Switch on the host at one of the dead addresses: it is this host."""
    box.processes.run("ip", "address", "add", f"{address}/32", "dev", "lo")


def _files_only(nsswitch: Path) -> str:
    lines = nsswitch.read_text().splitlines() if nsswitch.exists() else []
    kept = [line for line in lines if not line.startswith("hosts:")]
    return "\n".join([*kept, "hosts: files", ""])
