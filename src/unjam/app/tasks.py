# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Every task of the application is made here.

A task belongs to an owner: it is referenced while it runs, cancelled when the owner goes away, and
an exception that it ends with is reported exactly once. Cancelled is not an error.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
MOMENT = 0.001
"""Seconds: long enough for the loop to see to whatever is ready."""
Report = Callable[[BaseException], None]
"""Told of the exception that ended a task; called on the main thread."""


class Tasks:
    """The tasks of one owner, and those of the owners inside it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._when_over: list[Callable[[], object]] = []
        self._running: set[asyncio.Task[Any]] = set()
        self._named: dict[str, asyncio.Task[Any]] = {}
        self._stopped: dict[asyncio.Task[Any], Callable[[], object]] = {}
        self._children: set[Tasks] = set()
        self._closed = False

    def child(self, report: Report | None = None) -> Tasks:
        """The tasks of an owner inside this one: cancelled with it, or before."""
        child = Tasks(report or self._report)
        self._children.add(child)
        child.when_over(lambda: self._forget_child(child))
        return child

    def when_over(self, call: Callable[[], object]) -> None:
        """Call this once the owner is gone and none of its tasks runs any more."""
        self._when_over.append(call)
        self._end()

    def start(self, work: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
        """Run `work`. Once the owner is gone the task starts out cancelled."""
        task = asyncio.get_event_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._finished)
        if self._closed:
            task.cancel()
        return task

    def restart(
        self,
        work: Coroutine[Any, Any, T],
        *,
        name: str,
        stopped: Callable[[], object] | None = None,
    ) -> asyncio.Task[T]:
        """Run `work` in place of the owner's earlier task of that name, which is cancelled.

        `stopped` is called when `stop` ends it, and when it ends with an exception that nobody
        expected; not when another takes its place, and not when the owner goes away.
        """
        if earlier := self._forget(name):
            earlier.cancel()
        task = self._named[name] = self.start(work, name=name)
        if stopped is not None:
            self._stopped[task] = stopped
        return task

    def stop(self, name: str) -> None:
        """Cancel the task that `restart` began under `name`, if it still runs.

        The person is free at once; the work drains behind.
        """
        stopped = self._stopped.get(self._named[name]) if name in self._named else None
        if task := self._forget(name):
            task.cancel()
        if stopped is not None:
            stopped()

    def _forget(self, name: str) -> asyncio.Task[Any] | None:
        task = self._named.pop(name, None)
        if task is not None:
            self._stopped.pop(task, None)
        return task

    def running(self, name: str) -> bool:
        """Whether the task that `restart` began under `name` still runs."""
        return name in self._named

    def close(self) -> None:
        """The owner goes away: cancel all of its tasks, and of those inside it. Idempotent."""
        self._closed = True
        for child in list(self._children):
            child.close()
        for task in list(self._running):
            task.cancel()
        self._end()

    async def drained(self) -> None:
        """Return when no task of this owner or inside it runs any more."""
        while pending := self._pending():
            await asyncio.wait(pending)

    def _pending(self) -> set[asyncio.Task[Any]]:
        own = {task for task in self._running if task is not asyncio.current_task()}
        return own.union(*(child._pending() for child in self._children))

    def _forget_child(self, child: Tasks) -> None:
        self._children.discard(child)
        self._end()

    def _end(self) -> None:
        if self._closed and not self._running and not self._children:
            while self._when_over:
                self._when_over.pop(0)()

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        self._end()
        if self._named.get(task.get_name()) is task:
            del self._named[task.get_name()]
        stopped = self._stopped.pop(task, None)
        if task.cancelled() or (error := task.exception()) is None:
            return
        self._report(error)
        if stopped is not None and not self._closed:
            stopped()


async def together(*works: Coroutine[Any, Any, object]) -> None:
    """Do several things side by side; the first that fails ends the others and is raised itself.

    Not a `TaskGroup`: that one, in Python 3.11, loses a cancel that comes while it ends the others.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def in_slices(items: Iterable[A], work: Callable[[A], B], size: int) -> list[B]:
    """What `work` makes of each item; after every `size` of them the window lives on."""
    done = []
    for number, item in enumerate(items, start=1):
        done.append(work(item))
        if number % size == 0:
            await breathe()
    return done


async def breathe() -> None:
    """Let the window draw and take input before going on.

    `asyncio.sleep(0)` does not do that: tasks run at a higher priority than drawing. Waiting for an
    idle loop does it too well: a window that animates slowly is never idle. A moment's sleep makes
    the two take turns.
    """
    await asyncio.sleep(MOMENT)
