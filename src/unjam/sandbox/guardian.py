# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

# ruff: noqa: PTH101, PTH102, PTH106, PTH108, PTH114, PTH118, PTH123, PTH208, SIM105, S103
# (what is imported here is time that every sandbox waits for: no pathlib, no contextlib)

"""The guardian: a process of its own that starts a sandbox's programs and never outlives its owner.

Law: whatever the sandbox started is this process's descendant (it is a "child subreaper", so that
orphans come to it), and whatever it wrote lies under one directory. When the owner closes the
control socket or ceases to exist, in whatever way, all descendants are killed and the directory is
removed.

Run as a script, without the package: `python -I -S guardian.py PARENT-DIRECTORY OWNER-PID`, the
control socket as standard input. Requests and replies are JSON, one a line, one at a time.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import socket
import stat
import sys
import time
from typing import Any, Final, NoReturn

PR_SET_PDEATHSIG: Final = 1
PR_SET_CHILD_SUBREAPER: Final = 36
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
MNT_DETACH: Final = 2
FAREWELL: Final = 10.0
"""Seconds that killed programs get to disappear before the directory is removed anyway."""

_libc = ctypes.CDLL(None, use_errno=True)


class OwnerGoneError(Exception):
    """The owner closed the control socket, or is no more."""


class Guardian:
    """Starts, signals and buries programs at its owner's word; at its owner's end, all of them."""

    def __init__(self, control: socket.socket, owner: int, base: str) -> None:
        self._control = control
        self._base = base
        self._statuses: dict[int, int | None] = {}
        self._received = b""
        self._to_hand_over: list[socket.socket] = []
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._wakeup = _child_wakeup()
        self._poll.register(self._wakeup, select.POLLIN)
        self._owner = _open_pidfd(owner)
        if self._owner is not None:
            self._poll.register(self._owner, select.POLLIN)

    def serve(self) -> None:
        """Answer requests until the owner is gone."""
        self._reply(base=self._base, pid=os.getpid())
        try:
            while True:
                self._answer(self._next_request())
        except OwnerGoneError:
            return

    def _answer(self, request: dict[str, Any]) -> None:
        handler = getattr(self, "_do_" + request.pop("op"))
        try:
            self._reply(**handler(**request))
        except OSError as error:
            self._reply(error=str(error), errno=error.errno)

    # --- requests -------------------------------------------------------------------------------

    def _do_spawn(self, argv: list[str], env: dict[str, str], log: str) -> dict[str, Any]:
        return {"pid": self._start(argv, env, log, privileged=False)}

    def _do_run(
        self, argv: list[str], env: dict[str, str], log: str, timeout: float
    ) -> dict[str, Any]:
        pid = self._start(argv, env, log, privileged=True)
        status = self._wait(pid, timeout)
        if status is None:
            os.kill(pid, signal.SIGKILL)
        return {"status": status}

    def _do_signal(self, pid: int, number: int) -> dict[str, Any]:
        alive = pid in self._statuses and self._statuses[pid] is None
        if alive:
            os.kill(pid, number)
        return {"sent": alive}

    def _do_wait(self, pid: int, timeout: float) -> dict[str, Any]:
        return {"status": self._wait(pid, timeout)}

    def _do_connect(
        self, family: int, address: list[Any] | str, timeout: float, pid: int | None
    ) -> dict[str, Any]:
        where = address if isinstance(address, str) else tuple(address)
        deadline = time.monotonic() + timeout
        pause = 0.003
        while True:
            error = self._try_connect(family, where)
            if pid is not None and self._has_ended(pid):  # then somebody else listens there
                self._drop_what_was_to_be_handed_over()
                return {"ended": self._statuses[pid]}
            if error is None:
                return {"connected": True}
            if time.monotonic() + pause > deadline:
                raise error
            self._sleep(pause)
            pause = min(pause * 1.3, 0.1)

    def _do_listen(self, family: int, address: list[Any], backlog: int) -> dict[str, Any]:
        listener = socket.create_server(tuple(address), family=family, backlog=backlog)
        self._to_hand_over = [listener]
        return {"port": listener.getsockname()[1]}

    def _try_connect(self, family: int, address: tuple[Any, ...] | str) -> OSError | None:
        """Hand a connected socket over with the next reply; or say why not."""
        attempt = socket.socket(family, socket.SOCK_STREAM)
        attempt.settimeout(1.0)
        try:
            attempt.connect(address)
        except OSError as error:
            attempt.close()
            return error
        self._to_hand_over = [attempt]
        return None

    def _has_ended(self, pid: int) -> bool:
        self._reap()
        return self._statuses[pid] is not None

    def _drop_what_was_to_be_handed_over(self) -> None:
        dropped, self._to_hand_over = self._to_hand_over, []
        for each in dropped:
            each.close()

    def _start(self, argv: list[str], env: dict[str, str], log: str, *, privileged: bool) -> int:
        pid = os.fork()
        if pid == 0:
            _become(argv, env, log, privileged=privileged)
        self._statuses[pid] = None
        return pid

    def _wait(self, pid: int, timeout: float) -> int | None:
        deadline = time.monotonic() + timeout
        while self._statuses[pid] is None:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            self._sleep(left)
        return self._statuses[pid]

    # --- the wire, and what wakes us -------------------------------------------------------------

    def _next_request(self) -> dict[str, Any]:
        while b"\n" not in self._received:
            self._sleep(None)
        line, _, self._received = self._received.partition(b"\n")
        request: dict[str, Any] = json.loads(line)
        return request

    def _reply(self, **reply: Any) -> None:  # noqa: ANN401  (JSON)
        line = json.dumps(reply).encode() + b"\n"
        sockets, self._to_hand_over = self._to_hand_over, []
        try:
            if sockets:
                socket.send_fds(self._control, [line], [sockets[0].fileno()])
            else:
                self._control.sendall(line)
        except OSError:
            raise OwnerGoneError from None
        finally:
            for handed in sockets:
                handed.close()

    def _sleep(self, seconds: float | None) -> None:
        ready = {fd for fd, _ in self._poll.poll(None if seconds is None else seconds * 1000)}
        if self._owner in ready:
            raise OwnerGoneError
        if self._wakeup in ready:
            os.read(self._wakeup, 4096)
            self._reap()
        if self._control.fileno() in ready:
            self._receive()

    def _receive(self) -> None:
        try:
            block = self._control.recv(65536)
        except OSError:
            block = b""
        if not block:
            raise OwnerGoneError
        self._received += block

    def _reap(self) -> None:
        for pid, status in _ended_children():
            if pid in self._statuses:
                self._statuses[pid] = os.waitstatus_to_exitcode(status)


def _become(argv: list[str], env: dict[str, str], log: str, *, privileged: bool) -> NoReturn:
    """In the forked child: a session of its own, no way to outlive the guardian, then exec."""
    try:
        os.setsid()
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if not privileged:
            _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGPIPE, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.umask(0o022)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.closerange(3, 256)
        os.execvpe(argv[0], argv, env)  # noqa: S606  (no shell is wanted)
    except BaseException as error:  # noqa: BLE001  (a forked child must not return)
        os.write(2, f"{argv[0]}: {error}\n".encode())
    finally:
        os._exit(127)


def _child_wakeup() -> int:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return reader


def _open_pidfd(pid: int) -> int | None:
    """Return a descriptor that is readable once `pid` has ended; None where the kernel has none."""
    if pid != os.getppid():
        raise OwnerGoneError
    try:
        return os.pidfd_open(pid)
    except OSError:
        return None


def _ended_children() -> list[tuple[int, int]]:
    ended: list[tuple[int, int]] = []
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended.append((pid, status))


# --- the end -------------------------------------------------------------------------------------


def _children() -> list[int]:
    me = os.getpid()
    return [
        pid for pid in map(int, filter(str.isdecimal, os.listdir("/proc"))) if _parent(pid) == me
    ]


def _parent(pid: int) -> int | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:
        return None


def kill_descendants() -> None:
    """Kill all children until none is left; the orphans they leave become children, and so on."""
    deadline = time.monotonic() + FAREWELL
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    while time.monotonic() < deadline:
        alive = _children()
        for pid in alive:
            _kill(pid)
        _ended_children()
        if not alive and not _children():
            return
        signal.sigtimedwait({signal.SIGCHLD}, 0.02)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def remove_tree(base: str) -> None:
    """Remove a directory with all that is in it, mounted on it or closed to us."""
    _unmount_below(base)
    for directory, subdirectories, _ in os.walk(base):
        for name in subdirectories:
            path = os.path.join(directory, name)
            if not os.path.islink(path):
                os.chmod(path, stat.S_IRWXU)
    for directory, subdirectories, files in os.walk(base, topdown=False):
        for name in files:
            os.unlink(os.path.join(directory, name))
        for name in subdirectories:
            _remove_directory(os.path.join(directory, name))
    os.rmdir(base)


def _remove_directory(path: str) -> None:
    if os.path.islink(path):
        os.unlink(path)
    else:
        os.rmdir(path)


def _unmount_below(base: str) -> None:
    with open("/proc/self/mountinfo", encoding="utf-8") as file:
        points = [line.split()[4] for line in file]
    for point in sorted(points, reverse=True):
        if point.startswith(base + "/"):
            _libc.umount2(point.encode(), MNT_DETACH)


def _make_base(parent: str) -> str:
    base = os.path.join(parent, f"unjam-{os.getpid()}-{os.urandom(3).hex()}")
    os.mkdir(base, 0o711)
    os.chmod(base, 0o711)
    return base


def main() -> None:
    """Guard until the owner is gone; then leave nothing behind."""
    parent, owner = sys.argv[1], int(sys.argv[2])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    control = socket.socket(fileno=0)
    base = _make_base(parent)
    try:
        Guardian(control, owner, base).serve()
    except OwnerGoneError:
        pass
    finally:
        kill_descendants()
        remove_tree(base)


if __name__ == "__main__":
    main()
