# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Blocking work for asyncio, on a daemon thread of its own.

Executor threads are joined when the interpreter exits and would hold a program whose call hangs; a
daemon is left behind. The event loop is told by wake-up, and a task that is cancelled is free at
once while the work ends behind it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import functools
import queue
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import suppress
from contextvars import ContextVar
from typing import Final, TypeVar, cast

from unjam.cups import errors, threads
from unjam.cups.cancel import CancelToken, current_token, on_cancel

T = TypeVar("T")


_home: Final[ContextVar[asyncio.AbstractEventLoop | None]] = ContextVar("unjam_loop", default=None)


class Worker:
    """A thread that does one thing after another; it starts with the first and ends with `stop`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def submit(self, task: Callable[[], None]) -> None:
        """Have the thread do this next."""
        with self._lock:
            if self._thread is None and not self._stopped:
                self._thread = threads.start(self._work, self._name)
            if self._stopped:
                raise RuntimeError("the worker has been stopped")
            self._tasks.put(task)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
            del task

    def stop(self) -> None:
        """Let the thread end once its work is done. Idempotent."""
        with self._lock:
            if not self._stopped:
                self._stopped = True
                self._tasks.put(None)

    async def run(self, work: Callable[[], T], token: CancelToken | None = None) -> T:
        """Do `work` on the thread and wait for it; cancelling the task cancels the work's token."""
        token = token or CancelToken()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        context = contextvars.copy_context()
        context.run(current_token.set, token)
        context.run(_home.set, loop)
        self.submit(lambda: _deliver(loop, future, lambda: context.run(work)))
        with on_cancel(token.cancel):
            try:
                return await future
            except asyncio.CancelledError:
                token.cancel()
                raise


async def elsewhere(work: Callable[[], T]) -> T:
    """Do one thing on a thread of its own and wait for it."""
    worker = Worker("unjam-errand")
    try:
        return await worker.run(work)
    finally:
        worker.stop()


_END: Final = object()


async def iterate(make: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
    """What a blocking iterator brings, made and driven on a thread of its own.

    However the iteration ends, the iterator is stopped and closed behind it.
    """
    worker = Worker("unjam-iterate")
    token = CancelToken()
    made: list[Iterator[T]] = []
    try:
        await worker.run(lambda: made.append(make()), token)
        while (item := await worker.run(lambda: next(made[0], _END), token)) is not _END:
            yield cast("T", item)
    finally:
        worker.submit(lambda: _close(made))
        token.cancel()
        worker.stop()


def _close(made: list[Iterator[T]]) -> None:
    """Close a generator where it ran; its last words have nobody to hear them."""
    for iterator in made:
        if isinstance(iterator, Generator):
            with suppress(errors.CupsError):
                iterator.close()


def _deliver(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[T],
    work: Callable[[], T],
) -> None:
    """Do the work, unless nobody wants it any more, and hand the outcome to the loop."""
    if future.cancelled():
        return
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - raised again in the task that waits
        _tell(loop, functools.partial(_fail, future, error))
    else:
        _tell(loop, functools.partial(_fulfil, future, result))


def _fulfil(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[T], error: BaseException) -> None:
    if not future.done():
        future.set_exception(_carried(error))


def _carried(error: BaseException) -> BaseException:
    """What a future can carry: it refuses StopIteration."""
    if isinstance(error, StopIteration):
        wrapped = RuntimeError("work raised StopIteration")
        wrapped.__cause__ = error
        return wrapped
    return error


def _tell(loop: asyncio.AbstractEventLoop, deliver: Callable[[], object]) -> None:
    try:
        loop.call_soon_threadsafe(deliver)
    except RuntimeError:
        if not loop.is_closed():
            raise


def wait_for(awaitable: Awaitable[T]) -> T:
    """On a worker thread: have the loop that asked for the work await this, and wait for it.

    A cancel of the work ends both. Raises `TypeError` where the work was not asked for by a loop.
    """
    loop = _home.get()
    if loop is None:
        raise TypeError("coroutines and asynchronous iterables want an AsyncConnection")
    waiting = asyncio.run_coroutine_threadsafe(_awaited(awaitable), loop)
    with on_cancel(functools.partial(_abandon, waiting)):
        try:
            return waiting.result()
        except concurrent.futures.CancelledError:
            raise errors.Cancelled("", None, "the caller cancelled") from None


def _abandon(waiting: concurrent.futures.Future[T]) -> None:
    waiting.cancel()


async def _awaited(awaitable: Awaitable[T]) -> T:
    return await awaitable
