# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What an action may touch: one print server, this person's files, the system bus, and the person.

An action reaches the world only through this, so that a test can hand it another one.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from unjam.actions.bus import Bus, system_bus
from unjam.actions.places import Places
from unjam.auth import AsyncAuthenticator, purpose
from unjam.cups import AsyncConnection

T = TypeVar("T")
Change = Callable[[AsyncConnection], Awaitable[T]]

Question = Callable[[str, Sequence[str]], Awaitable[Sequence[str] | None]]
"""Asks a person for some values: why, and the names of the values; None if they would rather not.
A name that is `password` is read without echo. Raises `NobodyToAsk`."""


@dataclass(slots=True)
class World:
    """One server as one person sees it."""

    connection: AsyncConnection
    authenticator: AsyncAuthenticator | None = None
    question: Question | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    bus: Callable[[], AbstractAsyncContextManager[Bus]] = system_bus
    places: Places = field(default_factory=Places)
    begun: bool = False

    @property
    def home(self) -> Path:
        """Where this person's settings lie."""
        given = self.environ.get("HOME")
        return Path(given or pwd.getpwuid(os.geteuid()).pw_dir)

    def begin(self) -> None:
        """Note that from here on the world may have changed, whatever happens next."""
        self.begun = True

    async def change(self, title: str, change: Change[T]) -> T:
        """Change something on the print server, with the rights that it takes.

        `title` is what a person who is asked for a password is told.
        """
        self.begin()
        if self.authenticator is None:
            return await change(self.connection)
        with purpose(title):
            return await self.authenticator.call(change)

    async def queue(self, name: str, *attributes: str) -> Mapping[str, Any]:
        """Look at a queue."""
        return await self.connection.get_printer_attributes(name, requested_attributes=attributes)

    async def job(self, job_id: int, *attributes: str) -> Mapping[str, Any]:
        """Look at a job."""
        return await self.connection.get_job_attributes(job_id, requested_attributes=attributes)
