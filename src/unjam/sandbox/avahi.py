# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A private Avahi inside the network of an isolated sandbox, on its private bus."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unjam.sandbox.errors import SandboxError, SandboxUnavailableError
from unjam.sandbox.layout import program
from unjam.sandbox.processes import wait_until

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

RUN: Final = Path("/run/avahi-daemon")
ESTABLISHED: Final = "successfully established"
"""What it logs of a service once the network has not objected to its name."""
CONF: Final = """\
[server]
host-name={host}
allow-interfaces=lo
use-ipv4=yes
use-ipv6=no
[publish]
publish-hinfo=no
publish-workstation=no
"""
SCRIPT: Final = """\
set -e
ip link set lo multicast on
ip route add 224.0.0.0/4 dev lo
mount -t tmpfs -o "uid=$2,gid=$3,mode=755" avahi /run/avahi-daemon
mount --bind "$1/services" /etc/avahi/services
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
"""
SERVICE: Final = """\
<?xml version="1.0" standalone='no'?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group><name>{name}</name>
<service><type>_ipp._tcp</type><port>631</port><txt-record>rp=ipp/print</txt-record></service>
</service-group>
"""


def start_avahi(box: Sandbox, *, host: str = "printer", announced: Sequence[str] = ()) -> None:
    """Let `HOST.local` be this host's name in mDNS, and these printers be announced."""
    if not box.isolated:
        raise SandboxError("Avahi needs Sandbox(isolated=True)")
    if not RUN.is_dir() or not Path("/etc/avahi/services").is_dir():
        raise SandboxUnavailableError("Avahi is not installed, or has never run here")
    base = box.base / "avahi"
    (base / "services").mkdir(parents=True)
    for name in announced:
        (base / "services" / f"{name}.service").write_text(SERVICE.format(name=name))
    _write_accounts(base)
    (base / "conf").write_text(CONF.format(host=host))
    box.processes.run("sh", "-c", SCRIPT, "sh", base, str(os.getuid()), str(os.getgid()))
    argv = (program("avahi-daemon"), "--no-drop-root", "--no-chroot", "--no-rlimits")
    log = box.base / "log" / "avahi"
    process = box.processes.spawn(*argv, "-f", base / "conf", log=log)
    box.processes.connect(RUN / "socket", server=process).close()
    wait_until(
        lambda: log.read_text().count(ESTABLISHED) >= len(announced), what="the announcements"
    )


def announce_nothing(box: Sandbox) -> None:
    """Withdraw what was announced."""
    for service in (box.base / "avahi" / "services").iterdir():
        service.unlink()
    box.processes.run("sh", "-c", f"kill -HUP $(cat {RUN}/pid)")


def _write_accounts(base: Path) -> None:
    """Let the account `avahi` be the one that runs the sandbox: it can be no other here."""
    user, group = os.getuid(), os.getgid()
    for file, rest in {"passwd": f"{user}:{group}::/:/bin/false", "group": f"{group}:"}.items():
        lines = Path("/etc", file).read_text().splitlines()
        kept = [line for line in lines if not line.startswith("avahi:")]
        (base / file).write_text("\n".join([*kept, f"avahi:x:{rest}", ""]))
