# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The world as the window's actions change it: a password that the server took is told of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from unjam.actions import World
from unjam.actions.world import Change
from unjam.app.session import server_name

T = TypeVar("T")


@dataclass(slots=True)
class AcceptingWorld(World):
    """Calls `accepted` with the server's name after each change that the server made."""

    accepted: Callable[[str], object] = lambda _server: None

    async def change(self, title: str, change: Change[T]) -> T:
        """Change something there, as any world does."""
        result = await World.change(self, title, change)
        self.accepted(server_name(self.connection.host, self.connection.port))
        return result
