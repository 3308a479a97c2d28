# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting for what must come about, and counting what must not be left."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from collections.abc import Callable
from typing import Final

SOON: Final = 30.0
"""Seconds: more than anything here takes on a busy machine. Only what hangs reaches it."""
PAUSE: Final = 0.01


def eventually(condition: Callable[[], object], seconds: float = SOON) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True


async def comes_true(condition: Callable[[], object], seconds: float = SOON) -> bool:
    """`eventually`, for a coroutine."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(PAUSE)
    return True


def descriptors() -> int:
    """How many files this process has open."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - only how many


def nothing_left(files: int, threads: int) -> bool:
    """Whether, soon, there are no more descriptors and threads than these."""
    return eventually(lambda: descriptors() <= files and threading.active_count() <= threads)
