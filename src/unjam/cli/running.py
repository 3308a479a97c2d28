# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Running a command's coroutine so that Ctrl-C really stops it.

SIGINT, SIGTERM and SIGHUP cancel the task, which stops its work and cleans up; the prompt is back
when that is done, or after a short grace if something will not let go. Only tasks that are called
so (`MUST_FINISH`) get longer: they put back what was changed for a while. A second signal does not
wait for those either.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

T = TypeVar("T")
Tasks = AbstractSet[asyncio.Task[Any]]
GRACE_SECONDS = 2.0
FINISHING_SECONDS = 30.0
"""More than anything that must finish allows itself."""
ABRUPT_SECONDS = 0.1
MUST_FINISH = "unjam: must finish"
"""How the names of tasks begin that are waited for, and not cancelled, when a command ends."""
ABANDONED: list[asyncio.Task[Any]] = []
"""What would not let go until the program ends: to drop such a task would wake it once more."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):  # noqa: N818 - not an error
    """A signal ended the command; `status` is what a shell expects then."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.status = 128 + number


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` on a loop of its own. Raises `Interrupted` if a signal stopped it.

    After a signal, whatever error the work ends with is the cause of `Interrupted`: it comes from
    the stopping.
    """
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
        self._given_up = loop.create_future()

    def complete(self, work: Coroutine[Any, Any, T]) -> T:
        task = self._loop.create_task(work)
        for number in SIGNALS:
            self._loop.add_signal_handler(number, self._stop, task, number)
        try:
            first = asyncio.wait([task, self._given_up], return_when=asyncio.FIRST_COMPLETED)
            self._loop.run_until_complete(first)
            self._unhook()
            self._drain(task)
        except KeyboardInterrupt:  # the second signal
            self._abandon()
            raise
        finally:
            self._unhook()
            failed = _error_of(task)
        if self._signal is not None:
            raise Interrupted(self._signal) from failed
        return task.result()

    def _stop(self, task: asyncio.Task[Any], number: int) -> None:
        self._signal = number
        self._unhook()
        task.cancel()
        self._give_grace(self._loop.time() + FINISHING_SECONDS)

    def _give_grace(self, limit: float) -> None:
        """Give the task a while, and another one as long as something has to be finished."""

        def over() -> None:
            if self._unfinished() and self._loop.time() < limit:
                self._give_grace(limit)
            elif not self._given_up.done():
                self._given_up.set_result(None)

        self._loop.call_later(GRACE_SECONDS, over)

    def _unfinished(self) -> Tasks:
        tasks = asyncio.all_tasks(self._loop)
        return {task for task in tasks if task.get_name().startswith(MUST_FINISH)}

    def _unhook(self) -> None:
        for number in SIGNALS:
            self._loop.remove_signal_handler(number)

    def _drain(self, task: asyncio.Task[Any]) -> None:
        """Cancel what is left over, and give it a moment to notice.

        What was cancelled already is cleaning up: a second cancel would interrupt that. What must
        finish is not cancelled at all.
        """
        left = asyncio.all_tasks(self._loop) - {task, *self._unfinished()}
        for other in left:
            if not other.cancelling():
                other.cancel()
        self._wait(left, GRACE_SECONDS)
        self._wait(self._unfinished(), FINISHING_SECONDS)
        closing = self._loop.create_task(self._loop.shutdown_asyncgens())
        self._wait({closing}, GRACE_SECONDS)
        if self._signal is not None:
            self._forget(left)

    def _abandon(self) -> None:
        """Cancel everything, whatever its name."""
        everything = asyncio.all_tasks(self._loop)
        for task in everything:
            task.cancel()
        self._wait(everything, ABRUPT_SECONDS)
        self._forget(everything)

    def _forget(self, tasks: Tasks) -> None:
        """Let asyncio complain of nothing that was stopped, even if it did not let go."""
        for task in tasks:
            _error_of(task)
        ABANDONED.extend(asyncio.all_tasks(self._loop))
        self._loop.set_exception_handler(lambda _loop, _context: None)

    def _wait(self, tasks: Tasks, seconds: float) -> None:
        if tasks:
            self._loop.run_until_complete(asyncio.wait(tasks, timeout=seconds))


def _error_of(task: asyncio.Task[Any]) -> BaseException | None:
    """Return what the task failed with, if it did."""
    return task.exception() if task.done() and not task.cancelled() else None
