# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Passwords that the person wanted remembered, in the Secret Service of the session.

Where none runs, or libsecret is not installed, nothing is remembered and nobody is offered it.
Nothing waits here: answers come by callback, so that they also come while a synchronous caller
keeps the main loop turning. A locked keyring asks for its own password in its own window.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from gi.repository import Gio, GLib

from unjam.app.i18n import _
from unjam.cups import Credentials

SERVICE = "org.freedesktop.secrets"
SCHEMA = "io.github.unjam.Unjam"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
PATIENCE = 30
"""Seconds that a keyring gets, perhaps to be unlocked, before the person is asked instead."""
Found = Callable[[Credentials | None], None]
log = logging.getLogger("unjam.app.keyring")


class Keyring:
    """The credentials of print servers, by server and user. `available` is known a little later."""

    def __init__(self) -> None:
        self.available = False
        self._secret = load_libsecret()
        if self._secret is not None:
            self._schema = self._make_schema(self._secret)
            Gio.bus_get(Gio.BusType.SESSION, None, self._on_bus)

    def find(self, server: str, user: str, found: Found) -> None:
        """Call `found` with what was remembered for this user there, or with None."""
        if not self.available:
            found(None)
            return
        patience = Gio.Cancellable()
        timer = GLib.timeout_add_seconds(PATIENCE, patience.cancel)

        def done(_source: object, result: Gio.AsyncResult) -> None:
            if not patience.is_cancelled():
                GLib.source_remove(timer)
            password = self._finish(self._secret.password_lookup_finish, result)
            found(Credentials(user, password) if password else None)

        self._secret.password_lookup(self._schema, where(server, user), patience, done)

    def remember(self, server: str, credentials: Credentials) -> None:
        """Store what the person entered."""
        if not self.available:
            return
        secret = self._secret
        secret.password_store(
            self._schema,
            where(server, credentials.user),
            secret.COLLECTION_DEFAULT,
            _("Printing on {server}").format(server=server),
            credentials.password,
            None,
            lambda _source, result: self._finish(secret.password_store_finish, result),
        )

    def forget(self, server: str, user: str) -> None:
        """Drop what was refused."""
        if not self.available:
            return
        secret = self._secret
        secret.password_clear(
            self._schema,
            where(server, user),
            None,
            lambda _source, result: self._finish(secret.password_clear_finish, result),
        )

    # --- inside -------------------------------------------------------------------------------

    def _finish(self, finish: Callable[[Gio.AsyncResult], Any], result: Gio.AsyncResult) -> Any:  # noqa: ANN401
        """What the keyring says; None, and a line in the log, where it refuses."""
        try:
            return finish(result)
        except GLib.Error as error:
            log.info("the keyring: %s", error.message)
            return None

    def _on_bus(self, _source: object, result: Gio.AsyncResult) -> None:
        try:
            bus = Gio.bus_get_finish(result)
        except GLib.Error:
            return  # no session bus, so no keyring
        for method in ("ListNames", "ListActivatableNames"):
            bus.call(*BUS, method, None, None, Gio.DBusCallFlags.NONE, -1, None, self._on_names)

    def _on_names(self, bus: Gio.DBusConnection, result: Gio.AsyncResult) -> None:
        reply = self._finish(bus.call_finish, result)
        if reply is not None and SERVICE in reply.unpack()[0]:
            self.available = True

    @staticmethod
    def _make_schema(secret: Any) -> Any:  # noqa: ANN401 - an optional library
        text = secret.SchemaAttributeType.STRING
        return secret.Schema.new(SCHEMA, secret.SchemaFlags.NONE, {"server": text, "user": text})


def where(server: str, user: str) -> dict[str, str]:
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
