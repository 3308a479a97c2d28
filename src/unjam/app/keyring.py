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
from typing import Any, Protocol

from gi.repository import Gio, GLib

from unjam.app.i18n import _
from unjam.cups import Credentials

SERVICE = "org.freedesktop.secrets"
SCHEMA = "io.github.unjam.Unjam"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
PATIENCE = 30
"""Seconds that a keyring gets, perhaps to be unlocked, before the person is asked instead."""
WAIT = 2000
"""Milliseconds for the session bus to say who is there."""
Found = Callable[[Credentials | None], None]
log = logging.getLogger("unjam.app.keyring")


class Holder(Protocol):
    """What does not end before it is let go: the application."""

    def hold(self) -> None:
        """Do not end."""

    def release(self) -> None:
        """As far as this goes, it may end."""


class Keyring:
    """The credentials of print servers, by server and user.

    Whether there is a Secret Service is known a little after the start; `available` says that there
    is one, and a search that comes before waits for that.
    """

    def __init__(self, holder: Holder) -> None:
        """`holder` is kept from ending while something is on its way to the keyring."""
        self.available = False
        self.pending = 0
        """What is to be stored or forgotten and is not yet."""
        self._holder = holder
        self._unknown = 0
        """Questions to the bus that are not answered yet."""
        self._early: list[Callable[[], object]] = []
        self._secret = load_libsecret()
        if self._secret is not None:
            self._schema = self._make_schema(self._secret)
            self._unknown = 1
            Gio.bus_get(Gio.BusType.SESSION, None, self._on_bus)

    def find(self, server: str, user: str, found: Found) -> None:
        """Call `found` with what was remembered for this user there, else for another, or None."""
        if self._unknown:
            self._early.append(lambda: self.find(server, user, found))
        elif self.available:
            self._search(server, user, found)
        else:
            found(None)

    def _search(self, server: str, user: str, found: Found) -> None:
        patience = Gio.Cancellable()
        timer = GLib.timeout_add_seconds(PATIENCE, patience.cancel)
        flags = self._secret.SearchFlags

        def decide(known: Credentials | None) -> None:
            if not patience.is_cancelled():
                GLib.source_remove(timer)
            found(known)

        def searched(_source: object, result: Gio.AsyncResult) -> None:
            items = self._finish(self._secret.password_search_finish, result) or []
            if not items:
                decide(None)
                return
            item = max(items, key=lambda item: item.get_attributes().get("user") == user)
            item.retrieve_secret(patience, retrieved)

        def retrieved(item: Any, result: Gio.AsyncResult) -> None:  # noqa: ANN401 - a Secret.Item
            value = self._finish(item.retrieve_secret_finish, result)
            text = value.get_text() if value is not None else None
            name = item.get_attributes().get("user", user)
            decide(Credentials(name, text) if text is not None else None)

        self._secret.password_search(
            self._schema, {"server": server}, flags.ALL | flags.UNLOCK, patience, searched
        )

    def remember(self, server: str, credentials: Credentials) -> None:
        """Store what the person entered."""
        if not self.available:
            return
        secret = self._secret
        patience, ended = self._begin(secret.password_store_finish)
        secret.password_store(
            self._schema,
            where(server, credentials.user),
            secret.COLLECTION_DEFAULT,
            _("Printing on {server}").format(server=server),
            credentials.password,
            patience,
            ended,
        )

    def forget(self, server: str, user: str) -> None:
        """Drop what was refused."""
        if not self.available:
            return
        patience, ended = self._begin(self._secret.password_clear_finish)
        self._secret.password_clear(self._schema, where(server, user), patience, ended)

    # --- inside -------------------------------------------------------------------------------

    def _begin(
        self, finish: Callable[[Gio.AsyncResult], Any]
    ) -> tuple[Gio.Cancellable, Callable[[object, Gio.AsyncResult], None]]:
        """Something is on its way: what ends it in time, and what to call when it has ended."""
        patience = Gio.Cancellable()
        timer = GLib.timeout_add_seconds(PATIENCE, patience.cancel)
        self.pending += 1
        self._holder.hold()

        def ended(_source: object, result: Gio.AsyncResult) -> None:
            if not patience.is_cancelled():
                GLib.source_remove(timer)
            self._finish(finish, result)
            self.pending -= 1
            self._holder.release()

        return patience, ended

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
            self._answered()  # no session bus, so no keyring
            return
        methods = ("ListNames", "ListActivatableNames")
        self._unknown = len(methods)
        for method in methods:
            bus.call(*BUS, method, None, None, Gio.DBusCallFlags.NONE, WAIT, None, self._on_names)

    def _on_names(self, bus: Gio.DBusConnection, result: Gio.AsyncResult) -> None:
        reply = self._finish(bus.call_finish, result)
        if reply is not None and SERVICE in reply.unpack()[0]:
            self.available = True
        self._answered()

    def _answered(self) -> None:
        self._unknown -= 1
        while not self._unknown and self._early:
            self._early.pop(0)()

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
