# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The system bus, for looking only: one call, or the signals that answer one call.

Every call has a connection of its own, so that none waits for another one's answer. No service is
started for being looked at, and nobody is asked for a password.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from dbus_fast import BusType, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import AuthError, InvalidAddressError

from unjam.diagnosis.env import BusCall, BusRefusal, Signal

QUIET = MessageFlag.NO_AUTOSTART
DAEMON = "org.freedesktop.DBus"
NO_BUS = "org.freedesktop.DBus.Error.NoServer"


async def call(environ: Mapping[str, str], asked: BusCall, timeout: float) -> tuple[object, ...]:
    """Call a method. Raises `BusRefusal`, or TimeoutError."""
    async with asyncio.timeout(timeout), _bus(environ) as bus:
        return await _call(bus, asked)


async def listen(
    environ: Mapping[str, str],
    asked: BusCall,
    interface: str,
    last: frozenset[str],
    timeout: float,
) -> Sequence[Signal]:
    """Call a method that returns an object, and collect that object's signals.

    Ends with one whose member is in `last`, or when the time is over.
    """
    async with _bus(environ) as bus:
        heard: asyncio.Queue[Message] = asyncio.Queue()
        bus.add_message_handler(heard.put_nowait)
        rule = f"type='signal',interface='{interface}'"
        await _call(bus, BusCall(DAEMON, "/org/freedesktop/DBus", DAEMON, "AddMatch", "s", (rule,)))
        (path,) = await _call(bus, asked)
        signals: list[Signal] = []
        try:
            async with asyncio.timeout(timeout):
                while not signals or signals[-1].member not in last:
                    message = await heard.get()
                    if message.message_type is MessageType.SIGNAL and message.path == path:
                        signals.append(Signal(message.member or "", tuple(message.body)))
        except TimeoutError:
            pass
        return signals


@asynccontextmanager
async def _bus(environ: Mapping[str, str]) -> AsyncIterator[MessageBus]:
    address = environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    try:
        bus = await MessageBus(bus_address=address, bus_type=BusType.SYSTEM).connect()
    except (OSError, AuthError, InvalidAddressError, EOFError) as error:
        raise BusRefusal(NO_BUS, str(error)) from error
    try:
        yield bus
    finally:
        bus.disconnect()


async def _call(bus: MessageBus, asked: BusCall) -> tuple[object, ...]:
    message = Message(
        destination=asked.service,
        path=asked.path,
        interface=asked.interface,
        member=asked.member,
        signature=asked.signature,
        body=list(asked.body),
        flags=QUIET,
    )
    try:
        reply = await bus.call(message)
    except EOFError as error:
        raise BusRefusal(NO_BUS, str(error)) from error
    if reply.message_type is MessageType.ERROR:
        raise BusRefusal(reply.error_name or "", str(reply.body[0]) if reply.body else "")
    return tuple(reply.body)
