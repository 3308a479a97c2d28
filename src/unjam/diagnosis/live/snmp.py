# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking a device in SNMP version 1, community "public", as CUPS' own backends do.

pysnmp is optional and slow to import, and its dispatcher belongs to one event loop: the whole
conversation runs in a thread of its own, with a loop of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from unjam.diagnosis.live.threads import in_thread

COMMUNITY = "public"
TRY = 1.0
"""Seconds that a device gets for one answer; UDP may lose the first."""


async def walk(
    host: str,
    port: int,
    tables: Sequence[str],
    timeout: float,
) -> dict[str, int | bytes]:
    """Read everything below these OIDs. Raises ImportError without pysnmp, TimeoutError."""
    return await in_thread(_in_own_loop, host, port, tuple(tables), timeout)


def _in_own_loop(
    host: str, port: int, tables: tuple[str, ...], timeout: float
) -> dict[str, int | bytes]:
    async def bounded() -> dict[str, int | bytes]:
        async with asyncio.timeout(timeout):
            return await _walk_all(host, port, tables)

    return asyncio.run(bounded())


async def _walk_all(host: str, port: int, tables: tuple[str, ...]) -> dict[str, int | bytes]:
    from pysnmp.hlapi.v1arch import asyncio as snmp  # type: ignore[import-untyped,unused-ignore]

    dispatcher = snmp.SnmpDispatcher()
    transport = snmp.Udp6TransportTarget if ":" in host else snmp.UdpTransportTarget
    target = await transport.create((host, port), timeout=TRY, retries=1)
    found: dict[str, int | bytes] = {}
    try:
        for table in tables:
            steps = snmp.walk_cmd(
                dispatcher,
                snmp.CommunityData(COMMUNITY, mpModel=0),  # noqa: S508 - what printers speak
                target,
                snmp.ObjectType(snmp.ObjectIdentity(table)),
                lexicographicMode=False,
                lookupMib=False,
            )
            async for silence, refusal, _index, bindings in steps:
                if silence:
                    raise TimeoutError(str(silence))
                if refusal:
                    break
                found |= {str(name): _plain(value) for name, value in bindings}
    finally:
        dispatcher.transport_dispatcher.close_dispatcher()
    return found


def _plain(value: Any) -> int | bytes:  # noqa: ANN401 - one of pysnmp's many classes
    """Return a number, or the octets."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return bytes(value.asOctets()) if hasattr(value, "asOctets") else str(value).encode()
