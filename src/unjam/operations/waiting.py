# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One thread's wait for something that other threads bring about.

The waiting thread sleeps until it is woken: nothing here looks at a clock to see whether it is
time. Where the thread has a GLib main context of its own, a turning wait dispatches that context's
sources meanwhile, so that a program with a main loop stays alive under a synchronous call.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gi.repository import GLib


class Waiter(Protocol):
    """Waits on the thread that made it; is woken from any."""

    def wake(self) -> None:
        """Have the waiting thread look at its condition again. Never blocks; never lost."""
        ...

    def wait(self, until: Callable[[], bool], timeout: float | None = None) -> bool:
        """Return whether `until` came true within `timeout` seconds.

        It is asked at once and after each wake-up.
        """
        ...


class Sleeper:
    """Waits by sleeping: nothing else happens on the thread."""

    def __init__(self) -> None:
        self._woken = threading.Event()

    def wake(self) -> None:
        """Have the waiting thread look at its condition again."""
        self._woken.set()

    def wait(self, until: Callable[[], bool], timeout: float | None = None) -> bool:
        """Return whether `until` came true within `timeout` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while not until():
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                return False
            self._woken.wait(left)
            self._woken.clear()
        return True


class Turner:
    """Waits by turning a GLib main context, which this thread must be allowed to own."""

    def __init__(self, context: GLib.MainContext) -> None:
        self._context = context

    def wake(self) -> None:
        """Have the waiting thread look at its condition again."""
        self._context.wakeup()

    def wait(self, until: Callable[[], bool], timeout: float | None = None) -> bool:
        """Dispatch the context's sources until `until` is true; return False after `timeout`.

        g_main_context_iteration() blocks in poll(); g_main_context_wakeup() ends that, or the next
        one where none is under way.
        """
        end = None if timeout is None else time.monotonic() + timeout
        with self._alarm(timeout):
            while not until():
                if end is not None and time.monotonic() >= end:
                    return False
                self._context.iteration(True)  # noqa: FBT003 - GLib's own signature
        return True

    @contextmanager
    def _alarm(self, timeout: float | None) -> Iterator[None]:
        """Have the context wake once, at the end of the time."""
        if timeout is None:
            yield
            return
        from gi.repository import GLib

        source = GLib.timeout_source_new(round(timeout * 1000) + 1)
        source.set_callback(lambda *_: GLib.SOURCE_CONTINUE)  # type: ignore[no-untyped-call]  # GLib is
        source.attach(self._context)
        try:
            yield
        finally:
            source.destroy()


def waiter() -> Waiter:
    """Return how this thread should wait: turning its own main context, or asleep without one."""
    context = _own_context()
    return Sleeper() if context is None else Turner(context)


def _own_context() -> GLib.MainContext | None:
    """Return the context whose sources belong to this thread.

    Its thread-default one; else the global one, where this thread owns it already (a callback of
    the main loop is calling) or is the main thread and nobody else owns it. A worker thread never
    turns the global context: that would run the main thread's callbacks on the wrong thread.
    """
    try:
        from gi.repository import GLib
    except ImportError:
        return None
    context = GLib.MainContext.get_thread_default()
    if context is not None:
        return context
    context = GLib.MainContext.default()
    if context.is_owner():
        return context
    if threading.current_thread() is not threading.main_thread() or not context.acquire():
        return None
    context.release()
    return context
