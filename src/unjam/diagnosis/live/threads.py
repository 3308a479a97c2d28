# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Blocking calls that must not hold up the event loop, nor the end of the program.

Daemon threads, not an executor: the interpreter joins executors' threads at exit, and a name
service or a network file system may hang for minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from unjam.cups import threads

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call in a daemon thread and wait for it; when cancelled, leave the thread to itself."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def work() -> None:
        try:
            result = function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - handed over to the waiting task
            _post(loop, future, partial(future.set_exception, error))
        else:
            _post(loop, future, partial(future.set_result, result))

    threads.start(work, f"unjam {function.__name__}")
    return await future


def _post(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[T],
    settle: Callable[[], None],
) -> None:
    def settle_once() -> None:
        if not future.done():
            settle()

    try:
        loop.call_soon_threadsafe(settle_once)
    except RuntimeError:
        return  # the loop is closed: nobody waits any more
