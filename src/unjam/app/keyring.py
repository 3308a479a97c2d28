# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Passwords that the person wanted remembered, in the Secret Service of the session.

Where none runs, or libsecret is not installed, nothing is remembered and nobody is offered it.
Everything is asynchronous: a locked keyring asks for its own password in its own window.
"""

from __future__ import annotations

import asyncio
from typing import Any

from gi.repository import Gio, GLib

from unjam.app.gio import finished
from unjam.app.i18n import _
from unjam.cups import Credentials

SERVICE = "org.freedesktop.secrets"
SCHEMA = "io.github.unjam.Unjam"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
PATIENCE = 2.0
"""Seconds that the session bus gets to say whether there is a keyring."""


class Keyring:
    """The credentials of print servers, by server and user."""

    def __init__(self) -> None:
        self._secret = load_libsecret()
        self._schema = self._make_schema() if self._secret else None

    async def available(self) -> bool:
        """Whether a Secret Service runs, or would be started."""
        if self._secret is None:
            return False
        try:
            async with asyncio.timeout(PATIENCE):
                return await service_known()
        except (TimeoutError, GLib.Error):
            return False

    async def find(self, server: str, user: str) -> Credentials | None:
        """What was remembered for this user there; None for nothing, also where asking failed."""
        if self._secret is None or not await self.available():
            return None
        secret = self._secret
        try:
            password = await finished(
                lambda done: secret.password_lookup(
                    self._schema, attributes(server, user), None, done
                ),
                secret.password_lookup_finish,
            )
        except GLib.Error:
            return None
        return Credentials(user, password) if password else None

    async def remember(self, server: str, credentials: Credentials) -> None:
        """Store what the person entered. Raises GLib.Error where the keyring refuses."""
        if self._secret is None:
            return
        secret = self._secret
        label = _("Printing on {server}").format(server=server)
        await finished(
            lambda done: secret.password_store(
                self._schema,
                attributes(server, credentials.user),
                secret.COLLECTION_DEFAULT,
                label,
                credentials.password,
                None,
                done,
            ),
            secret.password_store_finish,
        )

    async def forget(self, server: str, user: str) -> None:
        """Drop what was refused."""
        if self._secret is None or not await self.available():
            return
        secret = self._secret
        try:
            await finished(
                lambda done: secret.password_clear(
                    self._schema, attributes(server, user), None, done
                ),
                secret.password_clear_finish,
            )
        except GLib.Error:
            return

    def _make_schema(self) -> Any:  # noqa: ANN401 - an optional library
        secret = self._secret
        kinds = {"server": secret.SchemaAttributeType.STRING}
        kinds["user"] = secret.SchemaAttributeType.STRING
        return secret.Schema.new(SCHEMA, secret.SchemaFlags.NONE, kinds)


def attributes(server: str, user: str) -> dict[str, str]:
    """What a secret is found by."""
    return {"server": server, "user": user}


def load_libsecret() -> Any:  # noqa: ANN401 - an optional library
    """The library, or None where it is not installed."""
    import gi

    try:
        gi.require_version("Secret", "1")
        from gi.repository import Secret
    except (ValueError, ImportError):
        return None
    return Secret


async def service_known() -> bool:
    """Ask the session bus whether somebody is, or could be, the Secret Service."""
    bus = await finished(
        lambda done: Gio.bus_get(Gio.BusType.SESSION, None, done), Gio.bus_get_finish
    )
    running = await ask_bus(bus, "ListNames")
    return SERVICE in running or SERVICE in await ask_bus(bus, "ListActivatableNames")


async def ask_bus(bus: Gio.DBusConnection, method: str) -> list[str]:
    """Names that the bus knows."""
    reply = await finished(
        lambda done: bus.call(*BUS, method, None, None, Gio.DBusCallFlags.NONE, -1, None, done),
        bus.call_finish,
    )
    names: list[str] = reply.unpack()[0]
    return names
