# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Cancelling: one token for one piece of work, and everything inside it that can be stopped.

Whoever blocks registers how to be woken; whoever cancels wakes them all. A token is cancelled at
most once and for ever. The token of the work that a thread is doing stands in a context variable,
so that a call finds it without being handed it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from contextvars import ContextVar

Stop = Callable[[], None]
"""Wakes or stops one piece of work. Called once, from any thread; neither blocks nor raises."""


class CancelToken:
    """Cancelled or not, and whom to tell. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stops: dict[object, Stop] = {}
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop all registered work, and all that registers later. Idempotent; never blocks.

        Every one is stopped, even where another's `Stop` breaks its promise and raises.
        """
        with self._lock:
            self._cancelled = True
            stops, self._stops = list(self._stops.values()), {}
        with ExitStack() as all_of_them:
            for stop in reversed(stops):
                all_of_them.callback(stop)

    @contextmanager
    def on_cancel(self, stop: Stop) -> Iterator[None]:
        """Within the block, have `stop` called on cancel; at once if that has happened already."""
        key = object()
        with self._lock:
            late = self._cancelled
            if not late:
                self._stops[key] = stop
        if late:
            stop()
        try:
            yield
        finally:
            with self._lock:
                self._stops.pop(key, None)


current_token: ContextVar[CancelToken | None] = ContextVar("unjam_cancel_token", default=None)
"""The token of the work that this context is part of, or None where nobody can cancel."""


def on_cancel(stop: Stop) -> AbstractContextManager[None]:
    """Within the block, have `stop` called when this context's work is cancelled, if it can be."""
    token = current_token.get()
    return nullcontext() if token is None else token.on_cancel(stop)
