# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Programs of a sandbox, started and held by its guardian process.

The guardian (`guardian.py`) is the parent of everything a sandbox runs. This is its owner's side:
start a program, signal it, wait for it. Closing it, or the end of this process in whatever way,
ends every program and removes every file.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from unjam.sandbox.errors import SandboxError, SandboxTimeoutError, SandboxUnavailableError
from unjam.sandbox.ports import Ports

GUARDIAN: Final = Path(__file__).with_name("guardian.py")
LONGEST_PARENT: Final = 48
"""Characters: a UNIX socket below it must fit into the 108 bytes of `sun_path`."""
GOODBYE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Process:
    """One program under the guardian."""

    pid: int
    argv: tuple[str, ...]
    log: Path


class Processes:
    """The owner's side of a guardian: the programs of one sandbox, and the directory they live in.

    Safe from several threads, one request at a time. `isolated` gives the programs a network and
    a mount table of their own (an ordinary user needs user namespaces for that, else
    `SandboxUnavailableError`).
    """

    def __init__(self, *, isolated: bool = False) -> None:
        self.isolated = isolated
        self._lock = threading.Lock()
        self._ports = Ports()
        ours, theirs = socket.socketpair()
        with theirs:
            self._guardian: subprocess.Popen[bytes] = subprocess.Popen(
                [*_isolation(isolated=isolated), *_guardian_argv()],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
                cwd="/",
            )
        self._socket = ours
        self._socket.settimeout(60.0)
        hello = self._receive_hello()
        self.base = Path(hello["base"])
        self.guardian_pid: int = hello["pid"]
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End everything and wait until nothing is left. Idempotent."""
        self._socket.close()
        self._ports.close()
        try:
            _, complaint = self._guardian.communicate(timeout=GOODBYE)
        except subprocess.TimeoutExpired:
            raise SandboxTimeoutError(
                f"the sandbox's guardian (process {self._guardian.pid}) did not end in {GOODBYE} s"
            ) from None
        if complaint and self._guardian.returncode:
            raise SandboxError(f"clearing up the sandbox failed: {complaint.decode().strip()}")
        self._guardian.stderr = None

    def spawn(self, *argv: str | Path, log: Path, env: Mapping[str, str] | None = None) -> Process:
        """Start a program; its output is appended to `log`."""
        words = tuple(map(str, argv))
        reply = self._ask("spawn", argv=words, env=self._env(env), log=str(log))
        return Process(reply["pid"], words, log)

    def run(self, *argv: str | Path, timeout: float = 10.0) -> str:
        """Run a short program with the sandbox's full rights (`ip`, `mount`); its output.

        Raises `SandboxError` when it fails, with what it said.
        """
        log = self.base / f"run-{time.monotonic_ns()}"
        reply = self._ask(
            "run", argv=tuple(map(str, argv)), env=self._env(None), log=str(log), timeout=timeout
        )
        output = log.read_text(errors="replace") if log.exists() else ""
        log.unlink(missing_ok=True)
        if reply["status"] != 0:
            raise SandboxError(f"{' '.join(map(str, argv))}: {output.strip() or reply['status']}")
        return output

    def signal(self, process: Process, number: signal.Signals) -> bool:
        """Send a signal; False when the program has ended already."""
        return bool(self._ask("signal", pid=process.pid, number=int(number))["sent"])

    def wait(self, process: Process, timeout: float) -> int | None:
        """Wait for the exit status (negative: the signal that killed it); None: it still runs."""
        status: int | None = self._ask("wait", pid=process.pid, timeout=timeout)["status"]
        return status

    def connect(
        self,
        address: Path | tuple[str, int],
        *,
        timeout: float = 10.0,
        server: Process | None = None,
    ) -> socket.socket:
        """Return a connection made inside the isolation, as soon as somebody listens there.

        Raises `SandboxError` after `timeout` seconds, or as soon as `server` has ended.
        """
        family = socket.AF_UNIX if isinstance(address, Path) else socket.AF_INET
        where = str(address) if isinstance(address, Path) else list(address)
        pid = server.pid if server else None
        reply = self._ask("connect", family=int(family), address=where, timeout=timeout, pid=pid)
        if "ended" in reply:
            raise SandboxError(f"nobody listens at {address}: {last_words(server)}")
        connection: socket.socket = reply["sockets"][0]
        return connection

    def free_port(self) -> int:
        """Return a port that nobody listens on, and that no sandbox was given before."""
        return self._ports.draw()

    def listen(self, host: str, *, backlog: int = 512) -> socket.socket:
        """Return a listener at a free port of the isolation: what connects there, connects here."""
        family = int(socket.AF_INET6 if ":" in host else socket.AF_INET)
        reply = self._ask("listen", family=family, address=[host, 0], backlog=backlog)
        listener: socket.socket = reply["sockets"][0]
        return listener

    def stop(self, process: Process, *, timeout: float = 5.0) -> None:
        """End a program: politely, and if it does not listen, not so."""
        self.signal(process, signal.SIGTERM)
        self.signal(process, signal.SIGCONT)
        if self.wait(process, timeout) is None:
            self.signal(process, signal.SIGKILL)
            self.wait(process, timeout)

    def freeze(self, process: Process) -> None:
        """Stop a program in its tracks (SIGSTOP), and wait until it stands still."""
        self.signal(process, signal.SIGSTOP)
        wait_until(lambda: _state_of(process.pid) in "Tt", what=f"freezing {process.argv[0]}")

    def thaw(self, process: Process) -> None:
        """Let a frozen program go on."""
        self.signal(process, signal.SIGCONT)

    def entering(self) -> tuple[str, ...]:
        """Return the words before a command that is to run inside the isolation; none without."""
        if not self.isolated:
            return ()
        user = () if os.geteuid() == 0 else ("--user", "--preserve-credentials")
        return ("nsenter", "--target", str(self.guardian_pid), *user, "--net", "--mount",
                "--root", f"--wdns={Path.cwd()}")  # fmt: skip

    def _env(self, env: Mapping[str, str] | None) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin",
            **self.environment,
            **(env or {}),
        }

    def _ask(self, op: str, **operands: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON)
        with self._lock:
            try:
                self._socket.sendall(json.dumps({"op": op, **operands}).encode() + b"\n")
            except OSError as error:
                raise SandboxError(f"the sandbox is gone: {error}") from error
            return self._receive()

    def _receive(self) -> dict[str, Any]:
        line, sockets = b"", []
        while not line.endswith(b"\n"):
            block, descriptors, _, _ = socket.recv_fds(self._socket, 65536, 1)
            sockets += [socket.socket(fileno=descriptor) for descriptor in descriptors]
            if not block:
                raise SandboxError("the sandbox's guardian is gone")
            line += block
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise SandboxError(reply["error"])
        return reply | {"sockets": sockets}

    def _receive_hello(self) -> dict[str, Any]:
        try:
            return self._receive()
        except SandboxError:
            self._socket.close()
            _, complaint = self._guardian.communicate(timeout=GOODBYE)
            said = complaint.decode(errors="replace").strip()
            kind = SandboxUnavailableError if self.isolated else SandboxError
            raise kind(f"the sandbox cannot start: {said}") from None


def _guardian_argv() -> tuple[str, ...]:
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_PARENT:
        parent = "/tmp"  # noqa: S108  (the guardian makes an unpredictable directory in it)
    return (sys.executable, "-I", "-S", "-B", str(GUARDIAN), parent, str(os.getpid()))


def _isolation(*, isolated: bool) -> tuple[str, ...]:
    if not isolated:
        return ()
    if shutil.which("unshare") is None:
        raise SandboxUnavailableError("a network of its own needs `unshare` of util-linux")
    if os.geteuid() == 0:
        return ("unshare", "--net", "--mount")
    return ("unshare", "--user", "--map-current-user", "--net", "--mount", "--keep-caps")


def wait_until(
    condition: Callable[[], bool], *, what: str, timeout: float = 10.0, interval: float = 0.004
) -> None:
    """Sleep until `condition()` holds, asking at growing intervals: for what nothing announces.

    Raises `SandboxTimeoutError` after `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while not condition():
        left = deadline - time.monotonic()
        if left <= 0:
            raise SandboxTimeoutError(f"{what}: not within {timeout:g} s")
        time.sleep(min(interval, left))
        interval = min(interval * 1.3, 0.1)


def _state_of(pid: int) -> str:
    """Return the letter of proc(5) for a process's state."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]


def last_words(process: Process | None) -> str:
    """Return the end of a program's log, for error messages."""
    if process is None or not process.log.exists():
        return "it said nothing"
    return process.log.read_text(errors="replace").strip()[-500:] or "it said nothing"
