# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a connection says of itself: the same on both faces."""

from __future__ import annotations

from unjam.cups.certificate import Certificate
from unjam.cups.model import Encryption
from unjam.cups.notifications import Waits
from unjam.cups.session import Session


class Facts:
    """Where a connection leads, whose it is, and in which state."""

    _session: Session
    _waits: Waits

    @property
    def server(self) -> str:
        """The server as `Connection` takes it: "host:port" or a socket's path."""
        return str(self._session.address)

    @property
    def host(self) -> str:
        """The server's name or address, or the socket's path."""
        return self._session.address.host

    @property
    def port(self) -> int:
        """The server's port."""
        return self._session.address.port

    @property
    def user(self) -> str:
        """In whose name requests are made."""
        return self._session.user

    @property
    def encryption(self) -> Encryption:
        """When the connection is encrypted; REQUIRED once a server has insisted on it."""
        return self._session.encryption

    @property
    def certificate(self) -> Certificate | None:
        """What the server last showed of itself in a TLS handshake, trusted or not."""
        return self._session.certificate

    @property
    def session(self) -> Session:
        """The core that this face drives."""
        return self._session

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._session.closed

    def __repr__(self) -> str:
        """Say where it leads and whose it is."""
        state = ", closed" if self.closed else ""
        return f"<{type(self).__name__}: {self.user} at {self.server}{state}>"
