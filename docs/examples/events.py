#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""asyncio: the queues at once, then what happens to them, until Ctrl-C.

events.py [SERVER]
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

from unjam.cups import AsyncConnection, AsyncPool, errors


async def count_jobs(pool: AsyncPool, queue: str) -> None:
    """Say how many jobs wait in a queue."""
    jobs = await pool.get_jobs(queue, requested_attributes=["job-id"])
    print(f"{queue}: {len(jobs)} jobs")


async def main(server: str | None) -> None:
    """Count side by side, then listen."""
    async with AsyncPool(server, size=4) as pool:
        queues = (await pool.get_printers()).column("printer-name")
        async with asyncio.TaskGroup() as group:
            for queue in queues:
                group.create_task(count_jobs(pool, queue))
    async with AsyncConnection(server) as cups:
        async for event in cups.events(poll=1.0):
            print(event.notify_text)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        try:
            asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else None))
        except* errors.CupsError as group:
            sys.exit(f"events.py: {group.exceptions[0]}")
