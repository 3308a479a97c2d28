# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A real cupsd that asks for passwords, without a user account of its own for anybody.

It runs in a mount namespace where its PAM service asks a script: the password of NAME is "pw-NAME".
Every login is noted.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from unjam.cups import Connection
from unjam.sandbox.layout import Layout, Settings
from unjam.sandbox.ports import free_port

CHECK = """#!/bin/sh
password=$(tr -d '\\000')
echo "$PAM_USER $password" >> {base}/log/logins
[ "$password" = "pw-$PAM_USER" ]
"""
PAM = """auth required pam_exec.so expose_authtok quiet {base}/check
account required pam_permit.so
session required pam_permit.so
"""
LIMITS = """
  <Limit Pause-Printer>
    AuthType Basic
    Require user ann ben root
    Order deny,allow
  </Limit>
  <Limit Resume-Printer>
    AuthType Basic
    Require user root
    Order deny,allow
  </Limit>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
"""


@dataclass(frozen=True)
class LockedServer:
    """Pausing needs ann, ben or root; resuming needs root; the rest is free."""

    server: str
    socket: str
    base: Path

    def logins(self) -> list[str]:
        """Return "user password" of each login so far."""
        note = self.base / "log" / "logins"
        return note.read_text(encoding="utf-8").splitlines() if note.exists() else []

    def is_stopped(self) -> bool:
        with Connection(self.server, user="ann") as connection:
            return bool(connection.get_printer_attributes("Office")["printer-state"] == 5)


@pytest.fixture(scope="session")
def _locked_server() -> Iterator[LockedServer]:
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("needs unshare of util-linux")
    base = Path(tempfile.mkdtemp(prefix="unjam-auth-"))
    base.chmod(0o755)
    layout, settings = Layout(base), Settings(port=free_port(), limits=LIMITS)
    layout.make()
    layout.write(settings)
    (base / "check").write_text(CHECK.format(base=base), encoding="utf-8")
    (base / "check").chmod(0o755)
    (base / "pam").write_text(PAM.format(base=base), encoding="utf-8")
    cupsd = shutil.which("cupsd", path=os.environ["PATH"] + ":/usr/sbin:/sbin") or "cupsd"
    script = 'mount --bind "$0/pam" /etc/pam.d/cups && exec "$@"'
    command = [cupsd, "-f", "-c", str(layout.cupsd_conf), "-s", str(layout.cups_files)]
    apart = ["--mount"] if os.geteuid() == 0 else ["-Ucm", "--keep-caps"]
    with (base / "log" / "out").open("wb") as out:
        process = subprocess.Popen(
            [unshare, *apart, "/bin/sh", "-c", script, str(base), *command],
            start_new_session=True,
            stdout=out,
            stderr=out,
        )
    try:
        if not _answers(settings.port, process):
            pytest.skip(f"no such cupsd here: {(base / 'log' / 'out').read_text()}")
        found = LockedServer(f"127.0.0.1:{settings.port}", str(layout.socket), base)
        with Connection(found.server, user="ann") as connection:
            connection.add_modify_printer(
                "Office", device_uri="file:///dev/null", enabled=True, accepting=True
            )
        yield found
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def locked_server(_locked_server: LockedServer) -> LockedServer:
    """The server, with nobody noted."""
    (_locked_server.base / "log" / "logins").unlink(missing_ok=True)
    return _locked_server


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.01)
    return False
