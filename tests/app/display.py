# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A display, a session bus and a home of the test's own, whatever the machine has.

They are there before GTK is imported and gone with the process, however it ends: each child is
told by the kernel to die with us.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

PR_SET_PDEATHSIG = 1
SESSION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={directory}</listen>
  <standard_session_servicedirs/>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Display:
    """Xvfb and dbus-daemon, private."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self.home = Path(tempfile.mkdtemp(prefix="unjam-gtk-"))
        self.number = ""

    def start(self, *, size: str = "1280x1024x24") -> None:
        """Start both and point this process at them. Raises FileNotFoundError."""
        atexit.register(self.stop)
        runtime = self.home / "runtime"
        runtime.mkdir(mode=0o700)
        self.number = ":" + self._first_line(
            ["Xvfb", "-displayfd", "{fd}", "-screen", "0", size, "-nolisten", "tcp"]
        )
        config = self.home / "session.conf"
        config.write_text(SESSION.format(directory=self.home))
        os.environ.update(
            DISPLAY=self.number,
            HOME=str(self.home),
            XDG_RUNTIME_DIR=str(runtime),
            XDG_CONFIG_HOME=str(self.home / "config"),
            XDG_DATA_HOME=str(self.home / "data"),
            XDG_CACHE_HOME=str(self.home / "cache"),
            GDK_BACKEND="x11",
            GSK_RENDERER="cairo",
            GSETTINGS_BACKEND="memory",
            GIO_USE_VFS="local",
            LANGUAGE="en",
        )
        os.environ.pop("WAYLAND_DISPLAY", None)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self._first_line(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address={fd}"]
        )

    def stop(self) -> None:
        """End both and remove the home. Idempotent."""
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(10)
        self._processes.clear()
        shutil.rmtree(self.home, ignore_errors=True)

    def _first_line(self, argv: list[str]) -> str:
        """Start a program that writes its first line to `{fd}` when it is ready."""
        reading, writing = os.pipe()
        self._processes.append(
            subprocess.Popen(
                [part.format(fd=writing) for part in argv],
                pass_fds=(writing,),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread runs yet
            )
        )
        os.close(writing)
        with os.fdopen(reading) as stream:
            line = stream.readline().strip()
        if not line:
            raise OSError(f"{argv[0]} did not start")
        return line


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
