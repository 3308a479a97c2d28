# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What changes on a print server, as it tells it: the events of `AsyncConnection.events`.

A subscription of IPP (RFC 3995), fetched (RFC 3996) because a print server has no way to call us:
cupsd keeps the events till they are asked for, and asking when there are none costs it next to
nothing. Its lease is short, so that a program that dies leaves nothing behind for long. Where a
server grants no subscription, somebody has to look now and then instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from unjam.app.store.values import Attributes
from unjam.cups import AsyncConnection, errors

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
PATIENCE = 1.0
"""Seconds from an event to us, at most."""
LOOK = 5.0
"""Seconds between two looks at a server that grants no subscription."""
REFUSALS = (errors.RequestError, errors.CredentialsError, errors.OperationNotSupported)


async def events(
    connection: AsyncConnection, stale: Callable[[], object]
) -> AsyncIterator[Attributes]:
    """Yield each event as it comes, for ever; nothing while nothing changes.

    `stale` is called when whoever wants to know has to look: when the server begins to keep events,
    at first and whenever it had forgotten us; now and then where it keeps none. Raises `CupsError`
    when the server goes away.
    """
    loop = asyncio.get_running_loop()

    def subscribed() -> None:
        loop.call_soon_threadsafe(stale)

    coming = connection.events(events=EVENTS, poll=PATIENCE, lease=LEASE, subscribed=subscribed)
    try:
        async for event in coming:
            yield event
    except REFUSALS:
        while True:
            stale()
            await asyncio.sleep(LOOK)
