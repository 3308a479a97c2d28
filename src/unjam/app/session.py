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

if TYPE_CHECKING:
    from unjam.actions import Executor
    from unjam.app.prompts import Prompts
    from unjam.cups import AsyncConnection
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

    def connect(self, *, timeout: float | None = 30.0) -> AsyncConnection:
        """Open (lazily) a connection that asks for a password when the server wants one."""
        from unjam.cups import AsyncConnection

        asker = self._prompts.asker if self._prompts else None
        return AsyncConnection(self.place.server, password=asker, timeout=timeout)

    async def env(self) -> Env:
        """The world as a diagnosis may look at it."""
        from unjam.diagnosis.live import LiveEnv

        return await LiveEnv.open(self.place.server, cups_files=self.place.cups_files)

    @asynccontextmanager
    async def executor(self) -> AsyncIterator[Executor]:
        """Whoever carries out remedies here, on a connection of its own."""
        from unjam.actions import Executor, World
        from unjam.auth import AsyncAuthenticator

        prompts = self._prompts
        authenticator = AsyncAuthenticator(self.place.server, prompts.asker if prompts else None)
        question = prompts.question if prompts else None
        async with self.connect() as connection:
            yield Executor(World(connection, authenticator, question))

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
