# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What to try next when a server refuses, for one administrative operation.

The law: as the present user without a password; then, where the server said that this user may not
(forbidden anywhere; not authorized on a local socket) and root may be tried, as root without a
password; then ask, a limited number of times. It is pure: it neither connects nor asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from unjam.auth.prompt import Reason
from unjam.cups import Credentials
from unjam.cups.errors import CredentialsError, Forbidden, NotAuthorized

ROOT = "root"


@dataclass(frozen=True, slots=True)
class Try:
    """Do it as `user`; `credentials` are for the server's first question, if it has one."""

    user: str
    credentials: Credentials | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the person."""

    user: str
    reason: Reason
    attempt: int


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Raise this."""

    error: CredentialsError


@dataclass(slots=True)
class Policy:
    """The state of one operation's attempts.

    `local` says that the server is reached through a socket on this machine. `limit` is how often
    the person is asked.
    """

    user: str
    local: bool
    try_root: bool = True
    limit: int = 3
    _asked: int = 0
    _tried: Try | None = None
    _first: CredentialsError | None = field(default=None, repr=False)

    def first(self, remembered: Credentials | None) -> Try:
        """Return the first attempt, armed with what was entered for this server before."""
        return self._next(Try(self.user, remembered))

    def refused(self, error: CredentialsError, *, password: bool) -> Try | Ask | GiveUp:
        """Return what follows a refusal; `password` says that a password was sent and not taken."""
        if self._first is None:
            self._first = error
        tried = self._tried
        if self._root_may_do(error) and not password:
            self.try_root = False
            return self._next(Try(ROOT))
        if self._asked == self.limit:
            return GiveUp(error)
        self._asked += 1
        return Ask(tried.user if tried else self.user, _reason(error, password), self._asked)

    def answered(self, credentials: Credentials) -> Try:
        """Return the attempt that follows an answer."""
        return self._next(Try(credentials.user, credentials))

    def unasked(self) -> GiveUp:
        """Return what follows where nobody may be asked: the first error, unchanged."""
        if self._first is None:
            raise ValueError("nothing was refused")
        return GiveUp(self._first)

    def _next(self, attempt: Try) -> Try:
        self._tried = attempt
        return attempt

    def _root_may_do(self, error: CredentialsError) -> bool:
        if not self.try_root or self.user == ROOT or self._asked:
            return False
        return isinstance(error, Forbidden) or (self.local and isinstance(error, NotAuthorized))


def _reason(error: CredentialsError, password: bool) -> Reason:  # noqa: FBT001 - private
    if password:
        return Reason.REFUSED
    return Reason.NOT_ALLOWED if isinstance(error, Forbidden | NotAuthorized) else Reason.NEEDED
