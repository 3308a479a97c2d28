# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the private cupsd and the virtual printers have in common: a process that obeys."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from unjam.sandbox.errors import SandboxError

if TYPE_CHECKING:
    from unjam.sandbox.processes import Process, Processes


class Server(ABC):
    """One process of the sandbox, on or off. `name` is what an error calls it."""

    def __init__(self, processes: Processes, name: str) -> None:
        self.name = name
        self._processes = processes
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """The process-id; raises `SandboxError` while it does not run."""
        return self._running().pid

    @abstractmethod
    def launch(self) -> None:
        """Start the program without waiting for it."""

    @abstractmethod
    def await_listening(self) -> None:
        """Wait until it accepts connections; raises `SandboxError` if it ends instead."""

    def start(self) -> None:
        """Switch it on, where it was, and wait until it listens."""
        if self._process is None:
            self.launch()
            self.await_listening()

    def stop(self) -> None:
        """Switch it off (SIGTERM): its port refuses."""
        process, self._process = self._process, None
        if process is not None:
            self._processes.stop(process)

    def restart(self) -> None:
        """Off and on, as after a change of what it is started with."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Let it fall silent: it accepts connections and says nothing (SIGSTOP)."""
        self._processes.freeze(self._running())

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self._processes.thaw(self._running())

    def _running(self) -> Process:
        if self._process is None:
            raise SandboxError(f"{self.name} does not run")
        return self._process
