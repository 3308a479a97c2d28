# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The private cupsd of a sandbox: started, stopped, frozen, asked."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unjam.sandbox import ask, wire
from unjam.sandbox.errors import SandboxError
from unjam.sandbox.layout import Layout, Settings, program
from unjam.sandbox.processes import wait_until
from unjam.sandbox.server import Server

if TYPE_CHECKING:
    from unjam.sandbox.processes import Processes

ATTEMPTS: Final = 5
APPARMOR: Final = Path("/sys/module/apparmor/parameters/enabled")


class Scheduler(Server):
    """One cupsd on a UNIX socket and a loopback port; its `settings` are what its files say."""

    def __init__(self, processes: Processes, layout: Layout) -> None:
        super().__init__(processes, "the sandbox's scheduler")
        self.layout = layout
        self.settings = Settings(port=processes.free_port())

    def launch(self) -> None:
        """Write the configuration and start cupsd without waiting for it."""
        self.layout.write(self.settings)
        self._process = self._processes.spawn(
            self._executable(), "-f", "-c", self.layout.cupsd_conf, "-s", self.layout.cups_files,
            log=self.layout.base / "log" / "cupsd.out",
        )  # fmt: skip

    def await_ready(self) -> None:
        """Wait until it answers; on another port when somebody was quicker on this one."""
        for attempt in range(ATTEMPTS):
            try:
                self.await_listening()
            except SandboxError:
                if attempt == ATTEMPTS - 1 or not self._port_was_taken():
                    raise
                self.stop()
                self.rotate_log()
                self.settings.port = self._processes.free_port()
                self.launch()
            else:
                return

    def kill(self) -> None:
        """End it at once (SIGKILL): the socket file stays behind, stale."""
        process, self._process = self._process, None
        if process is not None:
            self._processes.signal(process, signal.SIGKILL)
            self._processes.wait(process, 5.0)

    def ask(
        self,
        resource: str,
        message: wire.Message,
        *,
        timeout: float = 20.0,
        headers: Mapping[str, str] | None = None,
    ) -> wire.Message:
        """One request over the UNIX socket; raises `ask.RefusedError` for an IPP error."""
        connection = self._processes.connect(self.layout.socket, server=self._running())
        return ask.ask(connection, resource, message, timeout=timeout, headers=headers)

    def log(self) -> str:
        """Return the error log so far."""
        return self.layout.error_log.read_text(errors="replace")

    def await_log(self, text: str, *, timeout: float = 20.0) -> None:
        """Wait until the error log has this text."""
        wait_until(lambda: text in self.log(), what=f"{text!r} in the log", timeout=timeout)

    def backend_pid(self, job_id: int) -> int:
        """Return the process-id of the backend that prints a job, as the log has it."""
        started = rf"\[Job {job_id}\] Started backend .* \(PID (\d+)\)"
        pids = re.findall(started, self.log())
        if not pids:
            raise SandboxError(f"no backend was started for job {job_id}")
        return int(pids[-1])

    def rotate_log(self) -> None:
        """Let the error log begin anew, as after its rotation long ago."""
        os.truncate(self.layout.error_log, 0)

    def await_listening(self) -> None:
        """Wait until the port and the socket accept connections."""
        process = self._running()
        for address in (("127.0.0.1", self.settings.port), self.layout.socket):
            self._processes.connect(address, server=process).close()

    def _port_was_taken(self) -> bool:
        return self.layout.error_log.exists() and "Address already in use" in self.log()

    def _executable(self) -> str:
        """Return the system's cupsd; under AppArmor a copy, which its profile leaves alone."""
        system = program("cupsd")
        if not (APPARMOR.exists() and APPARMOR.read_text(encoding="ascii").startswith("Y")):
            return system
        copy = self.layout.base / "cupsd"
        if not copy.exists():
            shutil.copy(system, copy)
        return str(copy)
