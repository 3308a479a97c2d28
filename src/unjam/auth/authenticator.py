# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Carrying out one administrative operation, as whoever may do it.

`Policy` says what to try; here it is tried. Each attempt has a connection of its own, which ends
with it, and no connection is held while a person thinks. Both faces walk the same steps.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

from unjam.auth.asker import Asker
from unjam.auth.policy import Ask, GiveUp, Policy, Try
from unjam.auth.prompt import NobodyToAsk, PromptRequest, current_purpose
from unjam.cups import AsyncConnection, Connection, Credentials, PasswordRequest
from unjam.cups.errors import (
    AuthenticationCancelled,
    CredentialsError,
    CupsError,
    NotAuthenticated,
    ServiceUnavailable,
)
from unjam.cups.status import Status
from unjam.operations import Operation
from unjam.translation import _

T = TypeVar("T")
ConnectionT = TypeVar("ConnectionT", Connection, AsyncConnection)


@dataclass(frozen=True, slots=True)
class _Place:
    """The server as it is asked: where it is, and as whom."""

    host: str
    port: int
    user: str

    @classmethod
    def of(cls, connection: Connection | AsyncConnection) -> _Place:
        return cls(connection.host, connection.port, connection.user)

    @property
    def name(self) -> str:
        return self.host if self.host.startswith("/") else f"{self.host}:{self.port}"


class _Supply:
    """Answers the server's first question with what was entered, and no other."""

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials
        self.used = False
        self.refused = False

    def __call__(self, request: PasswordRequest) -> Credentials | None:
        self.used = True
        self.refused = request.attempt > 1
        return None if self.refused else self.credentials


class _Face(Generic[ConnectionT]):
    """What both faces have in common.

    `asker` None means that nobody may be asked: then the server's first refusal is raised
    unchanged. `connect(server, user=…, password=…)` makes the connection of an attempt. `try_root`
    says whether root is tried where the present user may not. The person is asked up to `limit`
    times.
    """

    def __init__(
        self,
        connect: Callable[..., ConnectionT],
        server: str | None,
        asker: Asker | None,
        *,
        user: str | None = None,
        try_root: bool = True,
        limit: int = 3,
    ) -> None:
        self._connect: Callable[..., ConnectionT] = connect
        self._server = server
        self._asker = asker
        self._user = user
        self._try_root = try_root
        self._limit = limit

    def _open(self, attempt: Try) -> tuple[ConnectionT, _Supply | None]:
        supply = None if attempt.credentials is None else _Supply(attempt.credentials)
        return self._connect(self._server, user=attempt.user, password=supply), supply

    def _walk(self, place: _Place) -> _Walk:
        local = place.host.startswith("/")
        policy = Policy(place.user, local, self._try_root, self._limit)
        return _Walk(policy, self._asker, place)


class _Walk:
    """The steps of one operation."""

    def __init__(self, policy: Policy, asker: Asker | None, place: _Place) -> None:
        self._policy = policy
        self._asker = asker
        self._place = place
        self._refused: list[Credentials] = []

    def first(self) -> Try:
        known = None
        if self._asker is not None:
            place = self._place
            known = self._asker.cache.find(place.host, place.port, user=place.user)
        return self._policy.first(known)

    def refused(self, supply: _Supply | None, error: CredentialsError) -> Try | Ask:
        """Return what to do after a refusal; raise where there is nothing.

        What the server did not ask for (over a socket it may know enough) it has not refused.
        """
        if supply is not None and supply.used:
            self._forget(supply.credentials)
        password = supply is not None and supply.refused
        if password:
            message = _("The user name or the password was not accepted.")
            error = NotAuthenticated(error.operation, Status.ERROR_NOT_AUTHENTICATED, message)
        step = self._policy.refused(error, password=password)
        if isinstance(step, GiveUp):
            raise step.error
        return step

    def ask(self, question: Ask) -> Credentials | None:
        """Ask the person; raise the first error where there is none."""
        if self._asker is None:
            self.nobody()
        request = PromptRequest(
            current_purpose(), self._place.name, question.user, question.reason, question.attempt
        )
        return self._asker.ask(request, self._place.host, self._place.port, self._refused)

    def answered(self, answer: Credentials | None) -> Try:
        if answer is None:
            message = _("No password was given.")
            raise AuthenticationCancelled(current_purpose(), None, message)
        return self._policy.answered(answer)

    def nobody(self) -> NoReturn:
        raise self._policy.unasked().error from None

    def _forget(self, credentials: Credentials) -> None:
        self._refused.append(credentials)
        if self._asker is not None:
            self._asker.cache.forget(self._place.host, self._place.port, credentials)


class Authenticator(_Face[Connection]):
    """Calls `work(connection)` with connections of the blocking face until one may do it.

    `retry(error)` is asked whether to try again when the service is unavailable; without it the
    error is raised. The work may be called several times, each time after a refusal only: what it
    returns must not need the connection any more.
    """

    def __init__(
        self,
        server: str | None = None,
        asker: Asker | None = None,
        *,
        user: str | None = None,
        try_root: bool = True,
        limit: int = 3,
        retry: Callable[[CupsError], bool] | None = None,
        connect: Callable[..., Connection] = Connection,
    ) -> None:
        super().__init__(connect, server, asker, user=user, try_root=try_root, limit=limit)
        self._retry = retry

    def call(self, work: Callable[[Connection], T]) -> T:
        """Do the work; raise its error, or that of the refusal that stands at the end."""
        with self._connect(self._server, user=self._user) as connection:
            walk = self._walk(_Place.of(connection))
        attempt = walk.first()
        while True:
            connection, supply = self._open(attempt)
            try:
                with connection:
                    return work(connection)
            except ServiceUnavailable as error:
                if self._retry is None or not self._retry(error):
                    raise
            except CredentialsError as error:
                step = walk.refused(supply, error)
                attempt = step if isinstance(step, Try) else self._ask(walk, step)

    def _ask(self, walk: _Walk, question: Ask) -> Try:
        try:
            return walk.answered(walk.ask(question))
        except NobodyToAsk:
            walk.nobody()


class AsyncAuthenticator(_Face[AsyncConnection]):
    """`Authenticator` for asyncio: the work is a coroutine function, and so is `retry`.

    The prompt is called on a worker thread; cancelling the task takes the question away.
    """

    def __init__(
        self,
        server: str | None = None,
        asker: Asker | None = None,
        *,
        user: str | None = None,
        try_root: bool = True,
        limit: int = 3,
        retry: Callable[[CupsError], Awaitable[bool]] | None = None,
        connect: Callable[..., AsyncConnection] = AsyncConnection,
    ) -> None:
        super().__init__(connect, server, asker, user=user, try_root=try_root, limit=limit)
        self._retry = retry

    async def call(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Do the work; raise its error, or that of the refusal that stands at the end."""
        async with self._connect(self._server, user=self._user) as connection:
            walk = self._walk(_Place.of(connection))
        attempt = walk.first()
        while True:
            connection, supply = self._open(attempt)
            try:
                async with connection:
                    return await work(connection)
            except ServiceUnavailable as error:
                if self._retry is None or not await self._retry(error):
                    raise
            except CredentialsError as error:
                step = walk.refused(supply, error)
                attempt = step if isinstance(step, Try) else await self._ask(walk, step)

    async def _ask(self, walk: _Walk, question: Ask) -> Try:
        try:
            return walk.answered(await Operation(walk.ask, question, title=current_purpose()))
        except NobodyToAsk:
            walk.nobody()
