# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Detailed logging that a session left behind when it was killed ends at the next start.

Nobody is asked for a password at the start of a program: where one would be needed, the command
that puts the level back is told.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from unjam.cli.render import errors, plain, prose, shell
from unjam.cli.words import _

if TYPE_CHECKING:
    from unjam.actions import World
    from unjam.actions.lease import Loan


async def settle_loans() -> None:
    """Give back debug logging that a crashed session borrowed; quick where there is none."""
    from unjam.actions.lease import recover

    environ, home = dict(os.environ), Path.home()
    refused: list[Loan] = []
    for loan in await recover(environ, home, _visit, refused.append):
        text = _("The log level of {server} is again what it was before a session broke off.")
        prose(errors(), text.format(server=plain(loan.server)))
    for loan in refused:
        text = _(
            "The log of {server} is still more detailed than before, since a session broke off. "
            "Putting that back takes an administrator: {command}"
        )
        prose(errors(), text.format(server=plain(loan.server), command=_by_hand(loan)))


def _visit(server: str) -> World:
    """The world of one server, with the rights that need no password."""
    from unjam.actions import World
    from unjam.auth import AsyncAuthenticator
    from unjam.cups import AsyncConnection

    return World(AsyncConnection(server), AsyncAuthenticator(server))


def _by_hand(loan: Loan) -> str:
    """The command that sets the former level; cupsd's own is warn."""
    from unjam.actions.lease import DEFAULT_LEVEL

    level = loan.level or DEFAULT_LEVEL
    return plain(shell(("sudo", "cupsctl", "-h", loan.server, f"LogLevel={level}")))
