# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A connection for one command, and its administrative changes with the person's rights."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from unjam.cli import asking
from unjam.cups import AsyncConnection
from unjam.cups.errors import NotFound

if TYPE_CHECKING:
    from unjam.actions import Executor
    from unjam.diagnosis.remedies import Remedy


@asynccontextmanager
async def connected(server: str | None, seconds: float) -> AsyncIterator[AsyncConnection]:
    """Connect for as long as the block runs; everything in it together has `seconds`."""
    async with AsyncConnection(server, timeout=seconds) as connection:
        yield connection


async def carry_out(server: str | None, seconds: float, remedies: Sequence[Remedy]) -> None:
    """Apply changes that the person asked for by name, and say of each that it is done.

    Raises `ActionError` or `CupsError` at the first that fails; what was done before it was said.
    """
    from unjam.actions import Executor, World
    from unjam.auth import Asker, AsyncAuthenticator, TerminalPrompt

    async with connected(server, seconds) as connection:
        asker = Asker(TerminalPrompt()) if asking.somebody() else None
        authenticator = AsyncAuthenticator(server, asker)
        executor = Executor(World(connection, authenticator, asking.values))
        try:
            for remedy in remedies:
                await _one(executor, remedy)
        finally:
            _tell_unsettled(executor)


async def _one(executor: Executor, remedy: Remedy) -> None:
    from unjam.actions import ActionError
    from unjam.cli.failure import WrongUsageError
    from unjam.cli.words import _

    preview = executor.preview(remedy)
    try:
        applied = await executor.apply(remedy)
    except NotFound as problem:
        hint = _('"unjam printers" and "unjam jobs" list what there is.')
        raise WrongUsageError(f"{preview.summary}: {problem.message}", hint) from problem
    check = await executor.verify(remedy)
    if not check.holds:
        seen = "; ".join(f"{e.asked}: {e.answer}" for e in check.evidence)
        text = _("{what}: done, but without effect ({seen}).")
        raise ActionError(text.format(what=preview.summary, seen=seen))
    _say(f"{preview.done}.")
    if applied.note:
        _say(applied.note)


def _tell_unsettled(executor: Executor) -> None:
    from unjam.cli.render import errors, prose
    from unjam.cli.words import _

    for entry in executor.unsettled:
        text = _("{what}: stopped in the middle; whether it was done is not known.")
        prose(errors(), text.format(what=executor.preview(entry.remedy).summary))


def _say(text: str) -> None:
    from unjam.cli.render import console, prose

    prose(console(), text)
