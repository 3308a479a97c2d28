# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Proves that nothing blocks the main thread: not by a clock, but by what is called there.

While the guard is on, Python's audit events (PEP 578) tell of every file that is opened, folder
that is read, name that is resolved, connection that is made, lock that is waited for and program
that is started. What the application does of that on the main thread is kept, for the end of the
test to fail with. What a test does for itself is the test's own business: whichever of the two
stands nearest to the call on the stack counts.
"""

from __future__ import annotations

import pwd
import socket
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import unjam

BLOCKING = frozenset(
    {
        "fcntl.flock",
        "fcntl.lockf",
        "glob.glob",
        "open",
        "os.listdir",
        "os.posix_spawn",
        "os.scandir",
        "os.system",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "subprocess.Popen",
        "time.sleep",
    }
)
FILES = frozenset({"glob.glob", "open", "os.listdir", "os.scandir"})
PACKAGE = Path(unjam.__file__).parent
PROGRAM = str(PACKAGE / "app") + "/"
TESTS = tuple(str(PACKAGE.parents[1] / part) + "/" for part in ("tests", "benchmarks"))
INSTALLED = (str(PACKAGE), *{sysconfig.get_path(name) for name in ("stdlib", "purelib", "data")})
"""What is installed with the program may be read: Python itself runs from that disk."""
ON_THE_WAY = ("<frozen importlib", "/asyncio/base_subprocess.py", "/asyncio/unix_events.py")
"""Imports, and how asyncio starts a program: nobody waits for it there."""


class Guard:
    """What the application did on the main thread that may block, and where."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    @contextmanager
    def on(self) -> Iterator[None]:
        """Look, within the block; one guard at a time."""
        global _guard  # noqa: PLW0603 - an audit hook cannot be removed, only told to look away
        install()
        _guard = self
        try:
            yield
        finally:
            _guard = None

    def note(self, what: str, frame: FrameType | None) -> None:
        """Keep `what`, if it was the application that did it."""
        where = []
        ours = False
        while frame is not None:
            name = frame.f_code.co_filename
            if name.startswith(TESTS) or any(part in name for part in ON_THE_WAY):
                return
            where.append(f"{name}:{frame.f_lineno}")
            ours = ours or name.startswith(str(PACKAGE))
            if name.startswith(PROGRAM):
                break
            frame = frame.f_back
        if ours:
            self.seen.append(f"{what} at {' < '.join(where)}")


_guard: Guard | None = None
_installed = False


def install() -> None:
    """Begin to hear of what happens in this process. Idempotent."""
    global _installed  # noqa: PLW0603 - once in a process
    if _installed:
        return
    _installed = True
    sys.addaudithook(_hear)
    watch(pwd, "getpwuid")
    watch(pwd, "getpwnam")
    watch(threading.Thread, "join")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _guard is None or event not in BLOCKING or not _is_main() or _is_harmless(event, arguments):
        return
    _guard.note(f"{event}{arguments!r}", sys._getframe(1))


def _is_main() -> bool:
    return threading.get_ident() == threading.main_thread().ident


def _is_harmless(event: str, arguments: tuple[Any, ...]) -> bool:
    """A descriptor that is open already, what is installed, a socket that never waits."""
    if event in FILES:
        path = arguments[0]
        return isinstance(path, int) or str(path).startswith(INSTALLED)
    if event == "socket.connect" and isinstance(arguments[0], socket.socket):
        return arguments[0].gettimeout() == 0
    return False


def watch(owner: Any, name: str) -> None:
    """Have calls of a function noticed that has no audit event of its own."""
    call: Callable[..., Any] = getattr(owner, name)

    def watched(*arguments: Any, **named: Any) -> Any:
        if _guard is not None and _is_main():
            _guard.note(f"{name}{arguments!r}", sys._getframe(1))
        return call(*arguments, **named)

    setattr(owner, name, watched)
