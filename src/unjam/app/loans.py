# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Detailed logging that an interrupted session left behind ends at the next start, and it is said.

Nobody is asked for a password at the start of a program: where one would be needed, the person is
told what is still so, and offered to put it back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gi.repository import Adw, Gio, GLib

from unjam.actions import World
from unjam.actions.lease import lease_directory, recover
from unjam.actions.world import Change
from unjam.app.gio import finished
from unjam.app.i18n import _
from unjam.app.text import plain
from unjam.auth import AsyncAuthenticator
from unjam.cups import AsyncConnection, errors

if TYPE_CHECKING:
    from unjam.app.window import Window
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

    A server that is away is left for another start, and nothing is said of it.
    """
    environ, home = dict(os.environ), Path.home()
    if not await has_files(lease_directory(environ, home)):
        return Settlement()
    visits: dict[str, Visit] = {}

    def visit(server: str) -> World:
        authenticator = AsyncAuthenticator(server, asker)
        visits[server] = Visit(AsyncConnection(server), authenticator)
        return visits[server]

    try:
        settled = {loan.server for loan in await recover(environ, home, visit)}
    finally:
        for world in visits.values():
            await world.connection.close()
    left = {server for server, world in visits.items() if world.refused} - settled
    return Settlement(tuple(sorted(settled)), tuple(sorted(left)))


async def has_files(directory: Path) -> bool:
    """Whether there is anything in it, without waiting for a disk."""
    folder = Gio.File.new_for_path(str(directory))
    flags, priority = Gio.FileQueryInfoFlags.NONE, GLib.PRIORITY_DEFAULT
    try:
        names = await finished(
            lambda done: folder.enumerate_children_async(
                "standard::name", flags, priority, None, done
            ),
            folder.enumerate_children_finish,
        )
        found = await finished(
            lambda done: names.next_files_async(1, priority, None, done), names.next_files_finish
        )
    except GLib.Error:
        return False
    return bool(found)


def tell(window: Window, settlement: Settlement, put_back: Callable[[], object]) -> None:
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
