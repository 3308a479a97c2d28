# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Starting a thread that the program's end need not wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

BEGINNING: Final = 5.0
"""Seconds within which a thread that was started has begun."""


def start(work: Callable[[], object], name: str) -> threading.Thread:
    """Start a daemon thread; what a signal's handler raises meanwhile comes once the thread runs.

    CPython 3.11 crashes when it ends while a thread that was started has yet to begin. Raises
    `RuntimeError` where there can be no more threads.
    """
    begun = threading.Event()

    def run() -> None:
        begun.set()
        work()

    thread = threading.Thread(target=run, name=name, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        raise
    except BaseException:
        begun.wait(BEGINNING)
        raise
    return thread
