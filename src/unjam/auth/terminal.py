# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking in the terminal, without echo, whatever standard input and output are used for.

It waits for the terminal and for a cancel at once, and leaves the terminal as it found it. Lines
are edited by the terminal itself. What came from a server or a queue's name is shown without
control characters.
"""

from __future__ import annotations

import atexit
import os
import select
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from types import TracebackType
from typing import Self

from unjam.auth.prompt import NobodyToAsk, PromptRequest
from unjam.cups import Credentials
from unjam.cups.cancel import on_cancel
from unjam.operations import check
from unjam.translation import _

_LONGEST = 1024


class TerminalPrompt:
    """Asks on the terminal that controls this process. Control-D or an empty password declines."""

    def __init__(self, path: str = "/dev/tty") -> None:
        self._path = path

    def ask(self, request: PromptRequest) -> Credentials | None:
        """Ask for a name and a password. Raises `NobodyToAsk` without a terminal."""
        with self._terminal() as terminal:
            terminal.say(f"\n{request.title}\n{request.explanation}\n")
            user = terminal.read_line(_("User [{user}]: ").format(user=request.user))
            if user is None:
                return None
            password = terminal.read_line(_("Password: "), echo=False)
            return Credentials(user or request.user, password) if password else None

    @contextmanager
    def _terminal(self) -> Iterator[_Terminal]:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise NobodyToAsk(f"{self._path}: {error.strerror}") from None
        try:
            if not _is_in_front(descriptor):
                raise NobodyToAsk("the program does not have the terminal")
            with _Bell() as bell, on_cancel(bell.ring):
                yield _Terminal(descriptor, bell)
        finally:
            os.close(descriptor)


class _Bell:
    """A descriptor that becomes readable when it is rung, from any thread, at any time.

    A cancel may ring after the block has been left: then the number may be somebody else's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._descriptor = os.eventfd(0, os.EFD_CLOEXEC)
        self._closed = False

    def fileno(self) -> int:
        return self._descriptor

    def ring(self) -> None:
        with self._lock:
            if not self._closed:
                os.eventfd_write(self._descriptor, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._closed = True
            os.close(self._descriptor)


class _Terminal:
    """An open terminal, and what a cancel rings."""

    def __init__(self, descriptor: int, bell: _Bell) -> None:
        self._descriptor = descriptor
        self._bell = bell

    def say(self, text: str) -> None:
        shown = "".join(c if c.isprintable() or c == "\n" else "�" for c in text)
        os.write(self._descriptor, shown.encode())

    def read_line(self, label: str, *, echo: bool = True) -> str | None:
        """Return a line without its end, or None at the end of input."""
        with nullcontext() if echo else self._without_echo():
            self.say(label)
            line = self._wait_for_line()
        if not echo:
            self.say("\n")
        return None if line is None else line.decode(errors="replace")

    def _wait_for_line(self) -> bytes | None:
        line = bytearray()
        while not line.endswith(b"\n"):
            self._wait()
            block = os.read(self._descriptor, _LONGEST)
            if not block or len(line) > _LONGEST:
                return None
            line += block
        return bytes(line).rstrip(b"\r\n")

    def _wait(self) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        poll.register(self._bell, select.POLLIN)
        poll.poll()
        check()

    @contextmanager
    def _without_echo(self) -> Iterator[None]:
        before = termios.tcgetattr(self._descriptor)
        silent = [*before]
        silent[3] &= ~(termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ECHONL)

        def restore() -> None:
            with suppress(termios.error):  # it was hung up: there is nothing to restore
                termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, before)

        atexit.register(restore)  # the program may end before this thread has heard of the cancel
        try:
            termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, silent)
            yield
        finally:
            restore()
            atexit.unregister(restore)


def _is_in_front(descriptor: int) -> bool:
    """Return whether this process may use the terminal: in the background it would be stopped."""
    try:
        return os.tcgetpgrp(descriptor) == os.getpgrp()
    except OSError:
        return False
