# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the work inside an operation may call: it finds its operation through context variables.

Each of these also works outside any operation, where nobody cancels and nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar

from unjam.cups.cancel import current_token
from unjam.cups.errors import Cancelled
from unjam.operations.waiting import Sleeper, Waiter

Listener = Callable[[object], None]

listener: ContextVar[Listener | None] = ContextVar("unjam_progress_listener", default=None)
"""Who is told about the progress of this context's work."""

title: ContextVar[str] = ContextVar("unjam_operation_title", default="")
"""What this context's work is called in an error."""


def check() -> None:
    """Raise `Cancelled` where the work that this is part of was cancelled."""
    token = current_token.get()
    if token is not None and token.cancelled:
        raise cancelled()


def cancelled() -> Cancelled:
    """Return the error of this context's work having been cancelled."""
    return Cancelled(title.get(), None, "The operation was cancelled.")


def report(progress: object) -> None:
    """Tell the operation how far its work is, in any form that its listener understands.

    Raises `Cancelled` where there is no point in going on.
    """
    check()
    tell = listener.get()
    if tell is not None:
        tell(progress)


def sleep(seconds: float) -> None:
    """Pause the work; raises `Cancelled` at once when it is cancelled."""
    pause_until(lambda: False, Sleeper(), seconds)


def pause_until(until: Callable[[], bool], how: Waiter, timeout: float | None = None) -> bool:
    """Wait for `until`; return whether it came true in time; raises `Cancelled`."""
    token = current_token.get()
    with nullcontext() if token is None else token.on_cancel(how.wake):
        came = how.wait(lambda: until() or (token is not None and token.cancelled), timeout)
    if not came:
        return False
    if not until():
        raise cancelled()
    return True
