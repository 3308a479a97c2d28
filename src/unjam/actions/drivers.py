# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A queue's printer description (PPD): read, awaited, and told apart."""

from __future__ import annotations

import asyncio

from unjam.actions.world import World
from unjam.cups.errors import NotFound

DRIVERLESS = "IPP Everywhere"
"""How the name of every model ends that cupsd has from the printer itself (ppd-cache.c)."""
PPD_SECONDS = 20.0
"""How long CUPS may take to make a driverless PPD, which it does behind the caller's back."""


async def driver_of(queue: str, world: World) -> bytes:
    """Return the PPD; nothing for a queue that has none, which takes data as it comes."""
    try:
        return await world.connection.get_ppd(queue)
    except NotFound:
        return b""


async def driverless_made(queue: str, former: bytes, world: World) -> bytes:
    """Wait for a driverless PPD that is not the former one; nothing when none came."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PPD_SECONDS
    while loop.time() < end:
        ppd = await driver_of(queue, world)
        if ppd != former and nickname(ppd).endswith(DRIVERLESS + '"'):
            return ppd
        await asyncio.sleep(0.1)
    return b""


def nickname(ppd: bytes) -> str:
    """Return the line that names a PPD; nothing where there is none."""
    lines = ppd.decode("utf-8", "replace").splitlines()
    return next((line for line in lines if line.startswith("*NickName")), "")
