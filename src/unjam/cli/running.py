# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Running a command's coroutine so that Ctrl-C really stops it.

SIGINT, SIGTERM and SIGHUP cancel the task, which stops its work and cleans up; the prompt is back
when that is done, or after a short grace if something will not let go. A second signal does not
wait at all.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
GRACE_SECONDS = 2.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):  # noqa: N818 - not an error
    """A signal ended the command; `status` is what a shell expects then."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.status = 128 + number


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` on a loop of its own. Raises `Interrupted` if a signal stopped it."""
    loop = asyncio.new_event_loop()
    try:
        return _Run(loop).complete(work)
    finally:
        loop.close()


class _Run:
    """One coroutine, and the signals that may end it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._signal: int | None = None

    def complete(self, work: Coroutine[Any, Any, T]) -> T:
        task = self._loop.create_task(work)
        for number in SIGNALS:
            self._loop.add_signal_handler(number, self._stop, task, number)
        try:
            result = self._loop.run_until_complete(task)
        except (asyncio.CancelledError, RuntimeError):
            if self._signal is None:
                raise
            raise Interrupted(self._signal) from None
        finally:
            self._unhook()
            self._drain(task)
        if self._signal is not None:  # it ended by itself in that moment, or took it for an end
            raise Interrupted(self._signal)
        return result

    def _stop(self, task: asyncio.Task[Any], number: int) -> None:
        self._signal = number
        self._unhook()
        task.cancel()
        self._loop.call_later(GRACE_SECONDS, self._loop.stop)

    def _unhook(self) -> None:
        for number in SIGNALS:
            self._loop.remove_signal_handler(number)

    def _drain(self, task: asyncio.Task[Any]) -> None:
        """Cancel what is left over, and give it a moment to notice.

        What was cancelled already is cleaning up: a second cancel would interrupt that.
        """
        left = asyncio.all_tasks(self._loop) - {task}
        for other in left:
            if not other.cancelling():
                other.cancel()
        if left:
            self._loop.run_until_complete(asyncio.wait(left, timeout=GRACE_SECONDS))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
