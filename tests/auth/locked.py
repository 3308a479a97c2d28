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
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.conditions import eventually

from unjam.cups import Connection
from unjam.sandbox import SandboxUnavailableError
from unjam.sandbox.layout import Layout, Settings, program
from unjam.sandbox.ports import free_port, listens

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
DRAWS = 5


class LockedServer:
    """Its queue is Office. Pausing needs ann, ben or root; resuming needs root; the rest is free.

    Raises `SandboxUnavailableError` on entering where there can be no such server.
    """

    def __init__(self) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="unjam-auth-"))
        self._layout = Layout(self.base)
        self._settings = Settings(limits=LIMITS)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> str:
        """Its port, as for `Connection`."""
        return f"127.0.0.1:{self._settings.port}"

    @property
    def socket(self) -> str:
        """Its UNIX socket."""
        return str(self._layout.socket)

    def __enter__(self) -> Self:
        try:
            self._install()
            self._open()
            with Connection(self.server, user="ann") as connection:
                connection.add_modify_printer(
                    "Office", device_uri="file:///dev/null", enabled=True, accepting=True
                )
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it and remove every file."""
        self.kill()
        shutil.rmtree(self.base, ignore_errors=True)

    def start(self) -> bool:
        """Start cupsd on its port and wait until it listens; return whether it does."""
        apart = ["--mount"] if os.geteuid() == 0 else ["-Ucm", "--keep-caps"]
        script = 'mount --bind "$0/pam" /etc/pam.d/cups && exec "$@"'
        inside = [program("unshare"), *apart, "/bin/sh", "-c", script, str(self.base)]
        files = ["-c", str(self._layout.cupsd_conf), "-s", str(self._layout.cups_files)]
        with (self.base / "log" / "out").open("wb") as out:
            process = self._process = subprocess.Popen(
                [*inside, program("cupsd"), "-f", *files],
                start_new_session=True,
                stdout=out,
                stderr=out,
            )
        eventually(lambda: process.poll() is not None or self._listens())
        return self._listens()

    def kill(self) -> None:
        """End it at once."""
        process, self._process = self._process, None
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def logins(self) -> list[str]:
        """Return "user password" of each login so far."""
        note = self.base / "log" / "logins"
        return note.read_text(encoding="utf-8").splitlines() if note.exists() else []

    def forget_logins(self) -> None:
        """Begin a new list of logins."""
        (self.base / "log" / "logins").unlink(missing_ok=True)

    def is_stopped(self) -> bool:
        """Whether the queue is."""
        with Connection(self.server, user="ann") as connection:
            return bool(connection.get_printer_attributes("Office")["printer-state"] == 5)

    def _listens(self) -> bool:
        return listens(self._settings.port)

    def _install(self) -> None:
        self.base.chmod(0o755)
        self._layout.make()
        (self.base / "check").write_text(CHECK.format(base=self.base), encoding="utf-8")
        (self.base / "check").chmod(0o755)
        (self.base / "pam").write_text(PAM.format(base=self.base), encoding="utf-8")

    def _open(self) -> None:
        """Start on a port that nobody else takes meanwhile."""
        for _ in range(DRAWS):
            self._settings.port = free_port()
            self._layout.write(self._settings)
            if self.start():
                return
            self.kill()
        raise SandboxUnavailableError((self.base / "log" / "out").read_text(errors="replace"))
