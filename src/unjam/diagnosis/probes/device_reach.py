# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Knocking at a device's door: does its name resolve, does its port accept a connection."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import cast

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import BusCall, BusRefusal, Connected, Env
from unjam.diagnosis.facts.device import DeviceAddress, DeviceName, DeviceReach, Knock, Reach
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.reading.device_uri import DEFAULT_PORTS, DeviceUri, parse_device_uri
from unjam.diagnosis.reading.dnssd_uri import IPP_TYPES, read_resource, read_service
from unjam.diagnosis.wording import N_, _

REMOTE = N_("The print server runs on another machine, and this can only be looked at from there.")

AVAHI = ("org.freedesktop.Avahi", "/", "org.freedesktop.Avahi.Server")

PATIENCE = 4.0
"""Seconds that a connection may take. A printer that wakes up answers within two or three."""

OTHER_PORTS = (631, 9100, 515)

_REACHES = {
    "": Reach.CONNECTED,
    "ECONNREFUSED": Reach.REFUSED,
    "ENETUNREACH": Reach.NO_ROUTE,
    "EHOSTUNREACH": Reach.NO_ROUTE,
    "EHOSTDOWN": Reach.NO_ROUTE,
    "ENETDOWN": Reach.NO_ROUTE,
    "EACCES": Reach.FORBIDDEN,
    "EPERM": Reach.FORBIDDEN,
    "TIMEOUT": Reach.SILENT,
    "ETIMEDOUT": Reach.SILENT,
}
_BEST_FIRST = (Reach.CONNECTED, Reach.REFUSED)


@probe(title=N_("Reading where the printer is"), deadline=8.0)
async def device_address(env: Env, queue: QueueState) -> DeviceAddress | None:
    """Take the queue's URI apart; only schemes that name a host and a port apply.

    A device is asked from where the queue's backend runs: this machine, or not at all.
    """
    uri = parse_device_uri(queue.device_uri)
    if uri.scheme == "dnssd":
        return await _announced_at(env, queue, uri)
    if uri.scheme not in DEFAULT_PORTS and not (uri.scheme == "hp" and uri.port):
        return None
    if not await env.is_local():
        raise Unavailable(_(REMOTE))
    return DeviceAddress(
        queue.scope,
        uri.uri,
        uri.scheme,
        uri.host,
        uri.port,
        uri.resource,
        uri.is_ipp,
        uri.encrypted,
        uri.local_name,
    )


async def _announced_at(env: Env, queue: QueueState, uri: DeviceUri) -> DeviceAddress | None:
    """Ask Avahi where a `dnssd:` service is; where it is not found, its name stays the host."""
    if not await env.is_local():
        raise Unavailable(_(REMOTE))
    service = read_service(uri.host)
    if service is None:
        return None
    host, port, resource = uri.host, 0, "/"
    arguments = (-1, -1, service.name, service.type, service.domain, -1, 0)
    try:
        found = await env.call_bus(
            BusCall(*AVAHI, "ResolveService", "iisssiu", arguments), timeout=7
        )
        host, port = str(found[5]), cast(int, found[8])
        resource = read_resource(cast(list[bytes], found[9]))
    except (BusRefusal, TimeoutError):
        pass  # looking the name up will fail, and say so
    encrypted = IPP_TYPES.get(service.type, False)
    known = service.type in IPP_TYPES and port > 0
    return DeviceAddress(
        queue.scope, uri.uri, uri.scheme, host, port, resource, known, encrypted, local_name=True
    )


@probe(title=N_("Looking up the printer's network name"), deadline=8.0)
async def device_name(env: Env, device: DeviceAddress) -> DeviceName | None:
    """Ask this machine's name service, as the backend does."""
    if not device.host:
        return None
    host = device.host
    found = await env.together(("resolve", host), lambda: env.resolve(host, timeout=6.0))
    return DeviceName(device.scope, device.host, found.addresses, found.error, found.text)


@probe(title=N_("Connecting to the printer"), deadline=10.0)
async def device_reach(env: Env, name: DeviceName, device: DeviceAddress) -> DeviceReach | None:
    """Connect to every address of the host at once; where refused, try its other printing ports."""
    if not name.addresses:
        return None
    attempts = await _knock_at([(address, device.port) for address in name.addresses], env)
    best = min(attempts, key=_rank)
    others: tuple[Knock, ...] = ()
    if best.reach is Reach.REFUSED:
        address = best.target.rpartition(":")[0]
        ports = [port for port in OTHER_PORTS if port != device.port]
        others = await _knock_at([(address, port) for port in ports], env)
    return DeviceReach(device.scope, device.host, best, attempts, others)


async def _knock_at(targets: list[tuple[str, int]], env: Env) -> tuple[Knock, ...]:
    tries = [
        env.together(("connect", *target), partial(_connect, env, *target)) for target in targets
    ]
    return tuple(map(_knock, await asyncio.gather(*tries)))


async def _connect(env: Env, host: str, port: int) -> Connected:
    return await env.tcp_connect(host, port, timeout=PATIENCE)


def _knock(made: Connected) -> Knock:
    reach = _REACHES.get(made.error, Reach.FAILED)
    return Knock(made.target, reach, made.error, made.text, made.seconds)


def _rank(knock: Knock) -> int:
    return _BEST_FIRST.index(knock.reach) if knock.reach in _BEST_FIRST else len(_BEST_FIRST)
