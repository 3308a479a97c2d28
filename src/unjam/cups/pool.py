# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Several calls at once for asyncio, on a bounded number of connections: `AsyncPool`."""

# ruff: noqa: ASYNC109 - the deadline is the server's too: the work itself ends at it

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeVar
from weakref import WeakSet

from unjam.cups import errors
from unjam.cups.aio import AsyncConnection
from unjam.cups.certificate import Certificate, Trust
from unjam.cups.model import Encryption
from unjam.cups.password import AsyncPasswordCallback
from unjam.cups.request import CONNECTION_TIMEOUT, Plan, Timeout
from unjam.cups.session import Session

T = TypeVar("T")


class AsyncPool(AsyncConnection):
    """A print server with several connections to it: calls run side by side, up to `size` of them.

    Everything that an `AsyncConnection` has; more calls than `size` wait for one to end, and that
    wait counts towards their timeout. Each iteration (`iter_devices`, …) has a connection of its
    own, and all waits for events share one. Connections are made as they are needed and kept until
    `close`. For one event loop.
    """

    def __init__(
        self,
        server: str | None = None,
        *,
        size: int = 8,
        user: str | None = None,
        encryption: Encryption | None = None,
        password: AsyncPasswordCallback | None = None,
        trust: Trust = None,
        timeout: float | None = 30.0,
    ) -> None:
        if size < 1:
            raise ValueError("a pool holds at least one connection")
        super().__init__(
            server,
            user=user,
            encryption=encryption,
            password=password,
            trust=trust,
            timeout=timeout,
        )
        self._size = size
        self._room = asyncio.Semaphore(size)
        self._idle: list[AsyncConnection] = []
        self._draining: deque[AsyncConnection] = deque()
        self._made: list[AsyncConnection] = []
        self._iterating: WeakSet[Session] = WeakSet()
        self._used: AsyncConnection | None = None
        self._trust = trust

    def _another(self) -> AsyncConnection:
        made = AsyncConnection(
            self.server,
            user=self.user,
            encryption=self.encryption,
            password=self._password,
            trust=self._trust,
            timeout=self._session.timeout,
        )
        self._made.append(made)
        return made

    @property
    def session(self) -> Session:
        """A core for one iteration."""
        ask = None if self._password is None else self._ask
        made = Session(
            self.server, self.user, self.encryption, ask, self._trust, self._session.timeout
        )
        self._iterating.add(made)
        if self.closed:
            made.close()
        return made

    async def run(self, plan: Plan[T], timeout: Timeout = CONNECTION_TIMEOUT) -> T:
        """Carry out a plan on a connection that is free, or when one is."""
        return await self._on_one(lambda connection, left: connection.run(plan, left), timeout)

    async def connect(self, *, timeout: Timeout = CONNECTION_TIMEOUT) -> None:
        """Have one connection now, which the next call uses."""
        await self._on_one(lambda connection, left: connection.connect(timeout=left), timeout)

    @property
    def certificate(self) -> Certificate | None:
        """What the server last showed of itself in a TLS handshake, trusted or not."""
        return self._used.certificate if self._used is not None else None

    @property
    def encryption(self) -> Encryption:
        """When the connections are encrypted; REQUIRED once a server has insisted on it."""
        return self._used.encryption if self._used is not None else self._session.encryption

    async def _on_one(
        self, work: Callable[[AsyncConnection, float | None], Awaitable[T]], timeout: Timeout
    ) -> T:
        """Do it on a connection that is free, or when one is."""
        left = await self._enter(timeout)
        try:
            if self.closed:
                raise errors.Closed("", None, "the connection was closed")
            connection = self._used = self._free()
            afterwards: list[AsyncConnection] | deque[AsyncConnection] = self._idle
            try:
                return await work(connection, left)
            except (asyncio.CancelledError, errors.DeadlineExceeded):
                afterwards = self._draining
                raise
            finally:
                afterwards.append(connection)
        finally:
            self._room.release()

    def _free(self) -> AsyncConnection:
        """The connection that was used last; one whose call was given up only if it must be.

        Its worker may still be busy with what nobody waits for any more.
        """
        if self._idle:
            return self._idle.pop()
        return self._another() if len(self._made) < self._size else self._draining.popleft()

    async def _enter(self, timeout: Timeout) -> float | None:
        """Wait for room; the seconds that are left then."""
        seconds = self._session.timeout if timeout is CONNECTION_TIMEOUT else timeout
        if seconds is None:
            await self._room.acquire()
            return None
        deadline = time.monotonic() + seconds
        try:
            async with asyncio.timeout(seconds):
                await self._room.acquire()
        except TimeoutError:
            words = "no connection of the pool was free in time"
            raise errors.DeadlineExceeded("", None, words) from None
        return max(0.0, deadline - time.monotonic())

    async def close(self) -> None:
        """Close for good; calls in progress end with `Closed`. Idempotent."""
        self._session.close()
        for connection in self._made:
            await connection.close()
        for session in list(self._iterating):
            session.close()
        await super().close()
