# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The same look, wanted by many at the same time, is taken once.

A hundred queues may mean one device, one log, one directory. The laws: nothing is remembered, only
looks that are still under way are shared; the work stops when the last who waits for it goes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Look:
    work: asyncio.Future[Any]
    waiting: int = 0


class Together:
    """Looks under way, by what they look at. Lives on one event loop at a time."""

    def __init__(self) -> None:
        self._looks: dict[Hashable, _Look] = {}

    async def look(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """Return what `work` returns (or raises), begun by whoever asked first for this key."""
        look = self._looks.get(key)
        if look is None or look.work.done():
            look = self._looks[key] = _Look(asyncio.ensure_future(work()))
        look.waiting += 1
        try:
            result: T = await asyncio.shield(look.work)
            return result
        finally:
            look.waiting -= 1
            if not look.waiting:
                look.work.cancel()
                if self._looks.get(key) is look:
                    del self._looks[key]
