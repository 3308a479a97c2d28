# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What changes on a print server, as it tells it: a pull subscription (RFC 3995, RFC 3996).

The server keeps the events of a subscription until they are fetched; fetching none costs it next
to nothing. The subscription's lease is short and renewed, so that a program that dies leaves
nothing behind. A server that grants no subscription is looked at now and then instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from unjam.app.store.values import Attributes, number
from unjam.cups import AsyncConnection, errors

Pause = Callable[[float], Awaitable[bool]]
"""Waits that many seconds; True when somebody ended it before."""
EVENTS = (
    "printer-added",
    "printer-deleted",
    "printer-modified",
    "printer-config-changed",
    "printer-state-changed",
    "printer-stopped",
    "job-created",
    "job-completed",
    "job-stopped",
    "job-state-changed",
    "job-config-changed",
)
LEASE = 300
RENEW = 120.0
PULL = 1.0
"""Seconds between two fetches."""
LOOK = 5.0
"""Seconds between two looks at a server that grants no subscription."""


async def changes(connection: AsyncConnection, pause: Pause) -> AsyncIterator[Sequence[Attributes]]:
    """Yield the events that came since the last time; nothing while nothing changes.

    Without a subscription, or when somebody ends the pause, yield what there is, perhaps nothing.
    Raises `CupsError` when the server goes away.
    """
    try:
        subscription = await connection.create_subscription(events=EVENTS, lease=LEASE)
    except (errors.RequestError, errors.CredentialsError, errors.OperationNotSupported):
        while True:
            await pause(LOOK)
            yield ()
    async for batch in _pull(connection, subscription, pause):
        yield batch


async def _pull(
    connection: AsyncConnection, subscription: int, pause: Pause
) -> AsyncIterator[Sequence[Attributes]]:
    loop = asyncio.get_running_loop()
    seen, renewed = 0, loop.time()
    while True:
        woken = await pause(PULL)
        if loop.time() - renewed > RENEW:
            await connection.renew_subscription(subscription, lease=LEASE)
            renewed = loop.time()
        events = await connection.get_notifications(subscription, after=seen)
        if len(events):
            seen = max(number(e.get("notify-sequence-number"), seen) for e in events)
        if woken or len(events):
            yield events
