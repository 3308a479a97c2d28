# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Credentials that were entered, for as long as the program runs. Memory only."""

from __future__ import annotations

import threading
from collections.abc import Container

from unjam.cups import Credentials


class CredentialsCache:
    """Credentials by (server, port, user). Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[tuple[str, int, str], Credentials] = {}

    def __repr__(self) -> str:
        return f"<CredentialsCache of {len(self._entries)}>"

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, server: str, port: int, credentials: Credentials) -> None:
        """Remember; the most recent for a server is found first."""
        with self._lock:
            key = (server, port, credentials.user)
            self._entries.pop(key, None)
            self._entries[key] = credentials

    def find(
        self,
        server: str,
        port: int,
        *,
        user: str | None = None,
        without: Container[Credentials] = (),
    ) -> Credentials | None:
        """Return those of `user`, else the most recent for this server, passing by `without`."""
        with self._lock:
            known = [
                entry
                for (host, number, _), entry in reversed(self._entries.items())
                if (host, number) == (server, port) and entry not in without
            ]
        return next((entry for entry in known if entry.user == user), next(iter(known), None))

    def forget(self, server: str, port: int, credentials: Credentials) -> None:
        """Drop what was refused, unless something newer stands in its place."""
        with self._lock:
            key = (server, port, credentials.user)
            if self._entries.get(key) == credentials:
                del self._entries[key]

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._entries.clear()
