# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is said of oneself to a server that wants to know who asks: one answer for each 401."""

from __future__ import annotations

from unjam.cups import errors
from unjam.cups._libcups.authentication import authenticate
from unjam.cups._libcups.http import Http
from unjam.cups.address import Address
from unjam.cups.effort import Effort
from unjam.cups.password import ATTEMPTS, Pair, PasswordCallback, PasswordRequest, encoded
from unjam.cups.request import Request


class Login:
    """A user, whom to ask for the password, and what the server took last."""

    def __init__(self, user: str, password: PasswordCallback | None, server: Address) -> None:
        self.user = user
        self.authorization: bytes | None = None
        self._password = password
        self._server = server

    def answer(self, line: Http, request: Request, effort: Effort, asked: int) -> int:
        """Find an answer to a 401 and keep it; returns how often a person was asked so far."""
        found: list[Pair | None] = []

        def ask(prompt: str) -> Pair | None:
            effort.check()
            if self._password is None or asked + len(found) >= ATTEMPTS:
                return None
            question = PasswordRequest(
                prompt, self.user, self._server.host, self._server.port, request.resource,
                request.words, asked + len(found) + 1,
            )  # fmt: skip
            found.append(None)
            found[-1] = encoded(self._password(question), self.user)
            return found[-1]

        self.authorization = authenticate(
            line,
            self.user.encode(),
            request.method,
            request.resource.encode(),
            self._taken_back(),
            ask,
        )
        effort.check()
        if self.authorization is None:
            gave_up = None in found
            raise _unauthenticated(effort.operation, asked + len(found), gave_up=gave_up)
        return asked + len(found)

    def _taken_back(self) -> bytes | None:
        """What the server has just refused; it is a secret, and stays out of local variables."""
        refused, self.authorization = self.authorization, None
        return refused


def _unauthenticated(operation: str, asked: int, *, gave_up: bool) -> errors.CupsError:
    if gave_up:
        return errors.AuthenticationCancelled(operation, 0x1000, "no password was given")
    words = "the password was not accepted" if asked else "the server wants a password"
    return errors.NotAuthenticated(operation, 0x0402, words)
