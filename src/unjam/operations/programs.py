# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Programs that are started inside an operation and end with it, children and all.

Each is the leader of a session and process group of its own, and the whole group is killed when the
operation is cancelled, when the block is left, and when this program exits. A group is signalled
only while its leader has not been reaped: until then its number cannot belong to somebody else.
"""

from __future__ import annotations

import atexit
import os
import select
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from unjam.cups.cancel import current_token
from unjam.cups.errors import Cancelled
from unjam.operations import inside

_BLOCK = 65536


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that ran to its end: its exit status (negative: a signal) and all it wrote."""

    argv: tuple[str, ...]
    status: int
    output: bytes
    errors: bytes


class Program:
    """A running program: its pipes, and its process group. Made by `program`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._lock = threading.Lock()
        self._reaped = False
        self._ended = _watched(process)
        self.stdin = process.stdin
        self.stdout = process.stdout
        self.stderr = process.stderr

    @property
    def pid(self) -> int:
        """The process id, which is also its group's and its session's."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status (negative: a signal), known once the block has been left."""
        return self._process.returncode

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for its end, without reaping it; return whether it came. Raises `Cancelled`."""
        poll = select.poll()
        poll.register(self._ended, select.POLLIN)
        ended = bool(poll.poll(None if timeout is None else timeout * 1000))
        inside.check()
        return ended

    def kill(self) -> None:
        """Kill the whole group. From any thread, at any time."""
        with self._lock:
            if not self._reaped:
                with suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)

    def finish(self) -> None:
        """Kill what is left of the group, reap the leader, close the pipes."""
        self.kill()
        with self._lock:
            self._reaped = True
            self._process.wait()
        os.close(self._ended)
        for pipe in (self.stdin, self.stdout, self.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def exchange(self, data: bytes, timeout: float | None = None) -> tuple[bytes, bytes]:
        """Feed `data` to its standard input and return all of its output and errors.

        It ends with the program's leader: what a child left behind might still write is not waited
        for. All three pipes must be there. Raises `TimeoutError`.
        """
        end = None if timeout is None else time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            return _Exchange(self, selector, self._ended, data).carry_on(end)


def _watched(process: subprocess.Popen[bytes]) -> int:
    """Return what becomes readable at its end; kill and reap it where that cannot be had."""
    try:
        return os.pidfd_open(process.pid)
    except OSError:
        with process:  # closes the pipes, and reaps
            os.killpg(process.pid, signal.SIGKILL)
        raise


class _Exchange:
    """Moves bytes both ways until the program is gone."""

    def __init__(
        self, peer: Program, selector: selectors.BaseSelector, ended: int, data: bytes
    ) -> None:
        self._selector = selector
        self._peer = peer
        self._ended = ended
        self._data = memoryview(data)
        self._received = {"stdout": bytearray(), "stderr": bytearray()}
        selector.register(ended, selectors.EVENT_READ, "end")
        for name in self._received:
            selector.register(_pipe(peer, name), selectors.EVENT_READ, name)
        os.set_blocking(_pipe(peer, "stdin").fileno(), False)
        selector.register(_pipe(peer, "stdin"), selectors.EVENT_WRITE, "stdin")

    def carry_on(self, end: float | None) -> tuple[bytes, bytes]:
        while self._ended in self._selector.get_map():
            left = None if end is None else end - time.monotonic()
            ready = self._selector.select(left) if left is None or left > 0 else []
            if not ready:
                raise TimeoutError(f"{self._peer.pid} has not ended in time.")
            self._move({str(key.data) for key, _ in ready})
        return bytes(self._received["stdout"]), bytes(self._received["stderr"])

    def _move(self, ready: set[str]) -> None:
        if "stdin" in ready:
            self._write()
        for name in ready & set(self._received):
            self._read(name)
        if "end" in ready:
            self._peer.kill()  # what it left behind holds the pipes open
        if ready == {"end"}:  # nothing left to read: what it wrote, it wrote before it ended
            self._selector.unregister(self._ended)

    def _write(self) -> None:
        pipe = _pipe(self._peer, "stdin")
        try:
            self._data = self._data[os.write(pipe.fileno(), self._data[:_BLOCK]) :]
        except BrokenPipeError:
            self._data = self._data[:0]
        if not self._data:
            self._selector.unregister(pipe)
            pipe.close()

    def _read(self, name: str) -> None:
        pipe = _pipe(self._peer, name)
        block = os.read(pipe.fileno(), _BLOCK)
        self._received[name] += block
        if not block:
            self._selector.unregister(pipe)


def _pipe(peer: Program, name: str) -> IO[bytes]:
    pipe: IO[bytes] | None = getattr(peer, name)
    if pipe is None:
        raise ValueError(f"{name} is not a pipe")
    return pipe


@contextmanager
def program(
    argv: Sequence[str],
    *,
    stdin: int | None = subprocess.DEVNULL,
    stdout: int | None = None,
    stderr: int | None = None,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Iterator[Program]:
    """Start a program; kill its group on cancel and on leaving the block, and reap it.

    Raises `Cancelled` on leaving when the operation was cancelled, `OSError` where it cannot start.
    """
    inside.check()
    running = _at_exit.start(
        lambda: subprocess.Popen(
            argv,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=environment,
            cwd=directory,
            bufsize=0,
            start_new_session=True,
        )
    )
    token = current_token.get()
    try:
        with nullcontext() if token is None else token.on_cancel(running.kill):
            yield running
            inside.check()
    finally:
        _at_exit.forget(running)
        running.finish()


class _AtExit:
    """Kills, when this program exits, what it has started; also what it is starting just then.

    The one thing here that belongs to the process: so does its exit.
    """

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._running: set[Program] = set()
        self._over = False

    def start(self, begin: Callable[[], subprocess.Popen[bytes]]) -> Program:
        """Start a program that is known here from its first moment on.

        Raises `Cancelled` once the exit has begun.
        """
        with self._gate:
            self._check()
            running = Program(begin())
            self._running.add(running)
            try:
                self._check()
            except Cancelled:
                self._running.discard(running)
                running.finish()
                raise
        return running

    def _check(self) -> None:
        if self._over:
            raise inside.cancelled()

    def forget(self, running: Program) -> None:
        """It is about to be reaped."""
        with self._gate:
            self._running.discard(running)

    def kill_all(self) -> None:
        """Let nothing more start, and kill the rest; called once, by the exit."""
        self._over = True
        started = self._gate.acquire(timeout=_STARTING)
        for running in tuple(self._running):
            running.kill()
        if started:
            self._gate.release()


_STARTING = 2.0
"""Seconds that the exit waits for a program that is just being started."""

_at_exit = _AtExit()
atexit.register(_at_exit.kill_all)


def run_program(
    argv: Sequence[str],
    *,
    data: bytes = b"",
    timeout: float | None = None,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Finished:
    """Run a program to its end with `data` on its standard input; return what came of it.

    Raises `Cancelled`, `TimeoutError` after `timeout` seconds, and `OSError` where it cannot be
    started. Whatever it left running in its process group is killed.
    """
    pipe = subprocess.PIPE
    with program(
        argv, stdin=pipe, stdout=pipe, stderr=pipe, environment=environment, directory=directory
    ) as running:
        output, errors = running.exchange(data, timeout)
    return Finished(tuple(argv), running.status or 0, output, errors)
