# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a window talks to: one print server, and everything that knows how to deal with it.

Every page gets its collaborators from here, so that a test or a second window can bring its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from unjam.cups import AsyncConnection, Credentials, Encryption, PasswordRequest, address
from unjam.cups.password import AsyncPasswordCallback

if TYPE_CHECKING:
    from unjam.actions import Executor
    from unjam.app.prompts import Prompts
    from unjam.diagnosis.env import Env
    from unjam.diagnosis.events import Observer
    from unjam.diagnosis.facts.base import Fact
    from unjam.diagnosis.facts.store import Facts
    from unjam.diagnosis.model import Diagnosis


@dataclass(frozen=True, slots=True)
class Place:
    """Which print server: None is the one that CUPS programs use; and where its files are."""

    server: str | None = None
    cups_files: Path | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """Makes connections to a server, as a user, with all that has to be looked up known already."""

    server: str
    user: str
    encryption: Encryption

    def __call__(
        self,
        server: str | None = None,
        *,
        user: str | None = None,
        password: AsyncPasswordCallback | None = None,
        timeout: float | None = 30.0,
    ) -> AsyncConnection:
        """A connection, to another server or as another user where these are given."""
        return AsyncConnection(
            server or self.server,
            user=user or self.user,
            encryption=self.encryption,
            password=password,
            timeout=timeout,
        )


def usual(server: str | None) -> Usual:
    """What holds for `server`, or for the one that CUPS programs use. Reads files."""
    known = address.defaults()
    where = str(known.address) if server is None else server
    return Usual(where, known.user, Encryption(known.encryption))


class Asking:
    """Asks the person for one connection, and knows whether there was an answer."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self._server = ""

    def __call__(self, request: PasswordRequest) -> Credentials | None:
        """Answer libcups' question; on the connection's worker thread."""
        answer = self._prompts.asker(request)
        if answer is not None:
            self._server = server_name(request.server, request.port)
        return answer

    def accepted(self) -> None:
        """The answer, if there was one, is right."""
        server, self._server = self._server, ""
        if server:
            self._prompts.accepted(server)


def server_name(host: str, port: int) -> str:
    """What a person is asked for a password of."""
    return host if host.startswith("/") else f"{host}:{port}"


class Session:
    """One print server, and the person in front of it."""

    def __init__(
        self,
        place: Place,
        prompts: Prompts | None = None,
        ready: asyncio.Task[None] | None = None,
    ) -> None:
        """`ready` is done once importing what a diagnosis needs no longer takes time."""
        self.place = place
        self._prompts = prompts
        self._ready = ready
        self._usual: Usual | None = None
        self._asking: WeakKeyDictionary[AsyncConnection, Asking] = WeakKeyDictionary()

    async def _as_usual(self) -> Usual:
        """The server, the user and the encryption that CUPS programs would take.

        Reading client.conf and asking who the user is may take time, so it happens on a worker
        thread, and once. Raises `InvalidServer` for what cannot be one.
        """
        if self._usual is None:
            from unjam.operations import Operation

            self._usual = await Operation(usual, self.place.server)
        return self._usual

    @asynccontextmanager
    async def connect(
        self,
        *,
        timeout: float | None = 30.0,  # noqa: ASYNC109 - each call's, not this one's
    ) -> AsyncIterator[AsyncConnection]:
        """A connection, made when it is first used; it asks for a password when it has to."""
        make = await self._as_usual()
        asking = Asking(self._prompts) if self._prompts else None
        async with make(password=asking, timeout=timeout) as connection:
            if asking is not None:
                self._asking[connection] = asking
            yield connection
            self.worked(connection)

    def worked(self, connection: AsyncConnection) -> None:
        """The server did what it was asked: what the person entered for this connection is right.

        `connect` says so itself at its end; whoever keeps a connection for long says it before.
        """
        if (asking := self._asking.get(connection)) is not None:
            asking.accepted()

    async def env(self) -> Env:
        """The world as a diagnosis may look at it."""
        from unjam.diagnosis.live import LiveEnv

        known = await self._as_usual()
        return await LiveEnv.open(
            self.place.server, cups_files=self.place.cups_files, user=known.user
        )

    @asynccontextmanager
    async def executor(self) -> AsyncIterator[Executor]:
        """Whoever carries out remedies here, on a connection of its own."""
        from unjam.actions import Executor
        from unjam.actions.places import places_of
        from unjam.app.world import AcceptingWorld
        from unjam.auth import AsyncAuthenticator

        prompts, asker = self._prompts, self._prompts.asker if self._prompts else None
        make = await self._as_usual()
        authenticator = AsyncAuthenticator(make.server, asker, user=make.user, connect=make)
        question = prompts.question if prompts else None
        async with self.connect() as connection:
            world = AcceptingWorld(connection, authenticator, question)
            if prompts is not None:
                world.accepted = prompts.accepted
            world.places = await places_of(await self.env())
            yield Executor(world)

    async def examine(
        self,
        queues: Sequence[str] | None,
        observer: Observer,
        known: Iterable[Fact] = (),
    ) -> tuple[Diagnosis, Facts]:
        """Find out what is wrong, and from which facts; cancelling the task stops every probe.

        `known` is what a person has seen, of a test page for instance.
        """
        if self._ready is not None:
            await asyncio.shield(self._ready)
        from unjam.diagnosis.engine import examine

        return await examine(await self.env(), queues=queues, observer=observer, known=known)
