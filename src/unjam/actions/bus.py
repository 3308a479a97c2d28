# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The system bus: calls with a deadline and typed failures, and signals as they come.

polkit may ask the person for a password of its own during a call; that is what the long deadline
is for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from dbus_fast import BusType, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import AuthError, InvalidAddressError

from unjam.actions.errors import NotPossibleHere
from unjam.actions.words import _

DAEMON = "org.freedesktop.DBus"
CONNECT_SECONDS = 5.0
CALL_SECONDS = 120.0

ABSENT = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.UnknownMethod",
    "org.freedesktop.DBus.Error.UnknownObject",
    "org.freedesktop.DBus.Error.UnknownInterface",
)
DENIED = (
    "org.freedesktop.DBus.Error.AccessDenied",
    "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired",
    "org.freedesktop.PolicyKit1.Error.NotAuthorized",
    "org.freedesktop.PolicyKit1.Error.Cancelled",
    "org.freedesktop.PackageKit.Transaction.RefusedByPolicy",
)


class BusError(Exception):
    """An error reply: its D-Bus name, and what the service says."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message or name)
        self.name = name

    @property
    def absent(self) -> bool:
        """Whether there is no such service (or none that can be started)."""
        return self.name in ABSENT or self.name.startswith("org.freedesktop.DBus.Error.Spawn")

    @property
    def denied(self) -> bool:
        """Whether the rights are missing."""
        return self.name in DENIED


class Bus:
    """A connection to a message bus."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus

    async def call(
        self,
        service: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        *body: object,
    ) -> list[Any]:
        """Call a method. Raises `BusError`, or `TimeoutError` where no answer comes."""
        message = Message(
            destination=service,
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(body),
            flags=MessageFlag.ALLOW_INTERACTIVE_AUTHORIZATION,
        )
        async with asyncio.timeout(CALL_SECONDS):
            reply = await self._bus.call(message)
        if reply is None:
            raise BusError("", _("no reply"))
        if reply.message_type is MessageType.ERROR:
            raise BusError(reply.error_name or "", str(reply.body[0]) if reply.body else "")
        return list(reply.body)

    @asynccontextmanager
    async def signals(self, interface: str) -> AsyncIterator[asyncio.Queue[Message]]:
        """Collect the signals of one interface while the block runs."""
        arrived: asyncio.Queue[Message] = asyncio.Queue()
        rule = f"type='signal',interface='{interface}'"

        def take(message: Message) -> None:
            if message.message_type is MessageType.SIGNAL and message.interface == interface:
                arrived.put_nowait(message)

        self._bus.add_message_handler(take)
        try:
            await self._daemon("AddMatch", rule)
            yield arrived
        finally:
            self._bus.remove_message_handler(take)
            await self._daemon("RemoveMatch", rule)

    async def _daemon(self, member: str, rule: str) -> None:
        await self.call(DAEMON, "/org/freedesktop/DBus", DAEMON, member, "s", rule)


@asynccontextmanager
async def system_bus() -> AsyncIterator[Bus]:
    """Connect to it (DBUS_SYSTEM_BUS_ADDRESS). Raises `NotPossibleHere` where there is none."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            connected = await MessageBus(bus_type=BusType.SYSTEM).connect()
    except (OSError, TimeoutError, AuthError, InvalidAddressError) as problem:
        raise NotPossibleHere(
            _("The system's services cannot be asked: there is no message bus (D-Bus) here.")
        ) from problem
    try:
        yield Bus(connected)
    finally:
        connected.disconnect()
