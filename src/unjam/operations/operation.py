# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A long-running operation that can be cancelled if necessary.

An operation ends exactly once: with a result, with the exception of its work, with `Cancelled`, or
with `DeadlineExceeded`. Whichever comes first stands. To cancel frees every waiting caller at once
and stops the work; a worker that is slow to notice drains behind it, on a daemon thread, unheard.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import weakref
from collections.abc import Callable, Generator
from contextlib import nullcontext
from contextvars import copy_context
from functools import partial
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from unjam.cups import threads
from unjam.cups.cancel import CancelToken, current_token
from unjam.cups.errors import Cancelled, DeadlineExceeded
from unjam.operations import inside
from unjam.operations.waiting import Sleeper, waiter

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Operation(Generic[T]):
    """Runs `work(*args, **kwargs)` on a worker thread of its own, from the moment it is made.

    The work sees a copy of the maker's context variables, and a `CancelToken` of its own in
    `current_token`, which every blocking CUPS call and every `program` inside obeys. An operation
    that is made inside another is cancelled with it.

    `deadline` is in seconds from now; at its end the work is stopped and the operation ends with
    `DeadlineExceeded`. `title` names the work in errors and logs. `on_progress` is called on the
    worker thread with whatever the work passes to `report`.

    As a context manager it cancels, on leaving, what has not ended by then. Dropping the last
    reference does not stop the work; leaving the program does.
    """

    def __init__(
        self,
        work: Callable[..., T],
        /,
        *args: object,
        deadline: float | None = None,
        title: str = "",
        on_progress: Callable[[object], None] | None = None,
        **kwargs: object,
    ) -> None:
        self._title = title or getattr(work, "__name__", type(work).__name__)
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[Operation[T]], object]] = []
        self._ended = False
        self._seen = False
        self._result: T | None = None
        self._exception: BaseException | None = None
        self._progress: object = None
        self._on_progress = on_progress
        self._token = CancelToken()
        self._at_exit = weakref.finalize(self, self._token.cancel)
        self._timer = None if deadline is None else self._alarm(deadline)
        if self._timer is not None:
            self._timer.start()
        self._worker = threads.start(
            partial(copy_context().run, self._work, lambda: work(*args, **kwargs)),
            f"operation: {self._title}",
        )

    def __repr__(self) -> str:
        return f"<Operation {self._title!r} {self._state()}>"

    def _state(self) -> str:
        if not self._ended:
            return "running"
        return "done" if self._exception is None else type(self._exception).__name__

    # What it is doing

    @property
    def title(self) -> str:
        """What the work is called."""
        return self._title

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._ended

    @property
    def cancelled(self) -> bool:
        """Whether it ended by being cancelled."""
        return self._ended and isinstance(self._exception, Cancelled)

    @property
    def progress(self) -> object:
        """What the work reported last; None before the first report."""
        return self._progress

    # Waiting for it

    def result(self, timeout: float | None = None) -> T:
        """Wait, blocking this thread, and return the work's result or raise its exception.

        Raises `TimeoutError` when it has not ended after `timeout` seconds (it goes on), and
        `Cancelled` when the operation that is waiting here is cancelled itself.
        """
        if not self.wait(timeout):
            message = f"The operation {self._title!r} has not ended after {timeout} seconds."
            raise TimeoutError(message)
        return self._outcome()

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait as `result` does and return the exception, or None after a success."""
        if not self.wait(timeout):
            message = f"The operation {self._title!r} has not ended after {timeout} seconds."
            raise TimeoutError(message)
        self._seen = True
        return self._exception

    def wait(self, timeout: float | None = None) -> bool:
        """Wait, blocking this thread; return whether it has ended."""
        sleeper = Sleeper()
        wake = self._wake_by(sleeper.wake)
        try:
            return inside.pause_until(lambda: self._ended, sleeper, timeout)
        finally:
            self.remove_done_callback(wake)

    def run(self) -> T:
        """Wait while this thread's own GLib main loop keeps turning; return or raise the outcome.

        Without GLib, or on a thread whose main loop is not its own to turn, it plainly waits. When
        Ctrl-C raises out of the loop, the operation is cancelled. An asyncio task that calls this
        holds up its loop's other tasks: there, `await` it.
        """
        own = waiter()
        wake = self._wake_by(own.wake)
        try:
            inside.pause_until(lambda: self._ended, own)
        except BaseException:
            self.cancel()
            raise
        finally:
            self.remove_done_callback(wake)
        return self._outcome()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the worker itself to be gone, which may outlive a cancel; return whether it is.

        For tests and for a tidy end. To wait for the outcome, use `result`.
        """
        self._worker.join(timeout)
        return not self._worker.is_alive()

    def __await__(self) -> Generator[object, None, T]:
        """Wait in asyncio. Cancelling the awaiting task cancels the operation."""
        loop = asyncio.get_running_loop()
        ended = loop.create_future()

        def settle() -> None:
            if not ended.done():
                ended.set_result(None)

        def wake(_operation: Operation[T]) -> None:
            try:
                loop.call_soon_threadsafe(settle)
            except RuntimeError:
                if not loop.is_closed():  # whoever awaited on a closed loop is gone
                    raise

        self.add_done_callback(wake)
        try:
            yield from ended.__await__()
        except BaseException:
            self.cancel()
            raise
        finally:
            self.remove_done_callback(wake)
        return self._outcome()

    def add_done_callback(self, callback: Callable[[Operation[T]], object]) -> None:
        """Call `callback(self)` once when it ends, at once if it has.

        It runs on the thread that ended the operation: the worker, the canceller, or the
        deadline's. What it raises is logged.
        """
        with self._lock:
            if not self._ended:
                self._callbacks.append(callback)
                return
        self._call(callback)

    def remove_done_callback(self, callback: Callable[[Operation[T]], object]) -> None:
        """Do not call `callback` any more; nothing happens if it is not registered."""
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

    # Ending it

    def cancel(self) -> bool:
        """Stop the work and end with `Cancelled`; return whether this is what ended it.

        From any thread; does not wait for the work to notice. What was cancelled may have had its
        effect all the same: whether a half-done change took place is not known.
        """
        message = "The operation was cancelled."
        return self._end(exception=Cancelled(self._title, None, message), stop=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.cancel()

    def __del__(self) -> None:
        unseen = getattr(self, "_exception", None)
        if unseen is not None and not self._seen and not isinstance(unseen, Cancelled):
            _log.error("Nobody looked at the failure of %r", self._title, exc_info=unseen)

    # Inside

    def _work(self, work: Callable[[], T]) -> None:
        """Do the work on the worker thread, in a context of its own."""
        parent = current_token.get()
        current_token.set(self._token)
        inside.title.set(self._title)
        inside.listener.set(self._report)
        with nullcontext() if parent is None else parent.on_cancel(self._cancel_with_parent):
            try:
                inside.check()
                result = work()
            except BaseException as exception:  # noqa: BLE001 - becomes the operation's value
                self._end(exception=exception)
            else:
                self._end(result=result)

    def _cancel_with_parent(self) -> None:
        self.cancel()

    def _report(self, progress: object) -> None:
        self._progress = progress
        if self._on_progress is not None:
            self._on_progress(progress)

    def _alarm(self, deadline: float) -> threading.Timer:
        timer = threading.Timer(deadline, self._expire, (deadline,))
        timer.daemon = True
        return timer

    def _expire(self, deadline: float) -> None:
        message = f"The operation took longer than {deadline:g} seconds and was stopped."
        self._end(exception=DeadlineExceeded(self._title, None, message), stop=True)

    def _end(
        self,
        *,
        result: T | None = None,
        exception: BaseException | None = None,
        stop: bool = False,
    ) -> bool:
        """Settle the outcome unless it is settled; wake everybody; return whether this did it."""
        with self._lock:
            if self._ended:
                return False
            self._result, self._exception = result, exception
            self._ended = True
            callbacks, self._callbacks = self._callbacks, []
        self._at_exit.detach()
        if self._timer is not None:
            self._timer.cancel()
        if stop:
            self._token.cancel()
        for callback in callbacks:
            self._call(callback)
        return True

    def _call(self, callback: Callable[[Operation[T]], object]) -> None:
        try:
            callback(self)
        except Exception:  # noqa: BLE001 - somebody else's code, on a thread that is not theirs
            _log.exception("A callback of the operation %r failed", self._title)

    def _wake_by(self, wake: Callable[[], None]) -> Callable[[Operation[T]], None]:
        def callback(_operation: Operation[T]) -> None:
            wake()

        self.add_done_callback(callback)
        return callback

    def _outcome(self) -> T:
        self._seen = True
        try:
            if self._exception is not None:
                raise self._exception
            return cast("T", self._result)
        finally:
            del self  # the exception's traceback shall not keep this operation alive
