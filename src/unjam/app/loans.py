# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Detailed logging that an interrupted session left behind ends at the next start, and it is said.

Nobody is asked for a password at the start of a program: where one would be needed, the person is
told what is still so, and offered to put it back.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gi.repository import Adw

from unjam.actions import World
from unjam.actions.lease import GIVING_BACK, LOOKING, lease_directory, recover
from unjam.actions.world import Change
from unjam.app.i18n import _
from unjam.app.session import usual
from unjam.app.text import plain
from unjam.auth import AsyncAuthenticator
from unjam.cups import errors
from unjam.operations import Operation

if TYPE_CHECKING:
    from unjam.app.host import Host
    from unjam.auth import Asker

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settlement:
    """The servers whose log is as it was before, and those where that could not be done yet."""

    settled: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Visit(World):
    """The world of one server, which notes where the person's rights do not suffice."""

    refused = False

    async def change(self, title: str, change: Change[T]) -> T:
        """Change something there, as any world does."""
        try:
            return await super().change(title, change)
        except errors.CredentialsError:
            self.refused = True
            raise


async def settle(asker: Asker | None = None) -> Settlement:
    """Give back what crashed sessions borrowed, as far as it can be; with `asker`, it may ask.

    A server that is away is left for another start, and nothing is said of it. The notes of it are
    files, read and locked in between, so all of it happens on a worker thread.
    """
    return await Operation(_settle, asker)


def _settle(asker: Asker | None) -> Settlement:
    environ, home = dict(os.environ), Path.home()
    if not any(lease_directory(environ, home).glob("*")):
        return Settlement()
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(_give_back(environ, home, asker))


async def _give_back(environ: Mapping[str, str], home: Path, asker: Asker | None) -> Settlement:
    visits: dict[str, Visit] = {}

    def visit(server: str) -> World:
        make = usual(server)
        authenticator = AsyncAuthenticator(server, asker, user=make.user, connect=make)
        visits[server] = Visit(make(), authenticator)
        return visits[server]

    try:
        patience = GIVING_BACK if asker else LOOKING  # a password takes its time
        loans = await recover(environ, home, visit, patience=patience)
        settled = {loan.server for loan in loans}
    finally:
        for world in visits.values():
            await world.connection.close()
    left = {server for server, world in visits.items() if world.refused} - settled
    return Settlement(tuple(sorted(settled)), tuple(sorted(left)))


def tell(window: Host, settlement: Settlement, put_back: Callable[[], object]) -> None:
    """Say what was put back, and offer to put back the rest."""
    for server in settlement.settled:
        text = _("The log level of {server} is again what it was before a session broke off.")
        window.say(text.format(server=server))
    for server in settlement.left:
        text = _("The log of {server} is still written in detail, since a session broke off.")
        toast = Adw.Toast(
            title=plain(text.format(server=server)), button_label=_("Put Back"), timeout=0
        )
        toast.connect("button-clicked", lambda _toast: put_back())
        window.offer(toast)
