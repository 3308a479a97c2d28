# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What `unjam watch` does: look again whenever the server says that something happened.

Events (RFC 3995) tell when; the doctor tells what. Printers tell their state to nobody who does not
ask, so it also looks at intervals. Only what changes is printed: what broke, what is well again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from unjam.cli.contract import outline
from unjam.cli.doctor_view import STYLES
from unjam.cli.documents import print_line
from unjam.cli.examination import Order, insist_on_known, open_envs
from unjam.cli.known import Change, Known
from unjam.cli.render import one_line, prose, unicode_capable
from unjam.cli.words import _
from unjam.cups import AsyncConnection
from unjam.cups.errors import CupsError
from unjam.diagnosis.engine import examine
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Diagnosis, Finding

QUIET_SECONDS = 0.5
"""Events come in bursts: look when they have paused for this long."""
RETRY_SECONDS = 5.0
MARKS = {
    Change.BROKEN: ("✗", "x", ""),
    Change.WELL: ("✓", "+", "bold green"),
    Change.UNKNOWN: ("?", "?", "yellow"),
}


@dataclass(slots=True)
class Watch:
    """One server, what is known to be broken there, and who is told of a change."""

    env: LiveEnv
    order: Order
    interval: float
    teller: Teller
    _known: Known = field(default_factory=Known)
    _stir: asyncio.Event = field(default_factory=asyncio.Event)
    _subscribed: bool = False
    _first: bool = True

    async def go(self) -> None:
        """Watch until cancelled. Raises `WrongUsageError` for an unknown queue, in a group."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        while True:
            await self._look()
            await self._until_something_happens()

    async def _look(self) -> None:
        queues = self.order.queues
        diagnosis, facts = await examine(
            self.env, queues=queues or None, deadline=self.order.timeout
        )
        if self._first:
            insist_on_known(queues, facts, self.env.server)
            self.teller.begin(diagnosis)
            self._first = False
        for change, finding in self._known.take_in(diagnosis):
            self.teller.tell(change, self.env.server, finding)

    async def _until_something_happens(self) -> None:
        """Wait for an event and a pause after it, or for the interval to end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.interval):
                await self._stir.wait()
        while self._stir.is_set():
            self._stir.clear()
            await asyncio.sleep(QUIET_SECONDS)

    async def _listen(self) -> None:
        """Note events, for ever; where there are none to be had, the interval has to do."""
        while True:
            with suppress(CupsError):
                async with self.env.connect() as connection:
                    await self._note_events(connection)
            if self._subscribed:  # what ended that is worth a look
                self._subscribed = False
                self._stir.set()
            await asyncio.sleep(RETRY_SECONDS)

    async def _note_events(self, connection: AsyncConnection) -> None:
        """Look at each event, and when events begin to be kept: none tells what was before."""
        loop = asyncio.get_running_loop()

        def subscribed() -> None:
            loop.call_soon_threadsafe(self._note_subscription)

        async for _event in connection.events(poll=1.0, subscribed=subscribed):
            self._stir.set()

    def _note_subscription(self) -> None:
        self._subscribed = True
        self._stir.set()


class Teller:
    """Prints a line for each change, or a JSON document a line."""

    def __init__(self, target: Console, *, as_json: bool, several: bool) -> None:
        self._target = target
        self._as_json = as_json
        self._several = several

    def begin(self, diagnosis: Diagnosis) -> None:
        """Say that it watches."""
        if self._as_json:
            self._line("watching", diagnosis.server)
        else:
            text = _("Watching {server}. Ctrl-C stops.").format(server=diagnosis.server)
            prose(self._target, Text(f"{_now()}  ", style="dim"), text)

    def tell(self, change: Change, server: str, finding: Finding) -> None:
        """Say that something broke, is well again, or cannot be seen any more."""
        if self._as_json:
            self._line(change, server, **outline(finding))
            return
        symbol, ascii_symbol, style = MARKS[change]
        mark = symbol if unicode_capable(self._target) else ascii_symbol
        text = Text(f"{mark} ", style=style or STYLES[finding.severity])
        what = _words(change).format(what=one_line(finding.summary))
        about = f"  {finding.id}" + (f" ({one_line(server)})" if self._several else "")
        parts = Text(f"{_now()}  ", style="dim"), text, what
        prose(self._target, *parts, Text(about, style="dim"), hang=12)

    def _line(self, event: str, server: str, **more: Any) -> None:
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        print_line(event=event, server=server, time=when, **more)


def _words(change: Change) -> str:
    words = {
        Change.BROKEN: "{what}",
        Change.WELL: _("No longer: {what}"),
        Change.UNKNOWN: _("Can no longer be checked: {what}"),
    }
    return words[change]


def _now() -> str:
    return f"{datetime.now().astimezone():%H:%M:%S}"


async def watch(
    servers: Sequence[str | None], order: Order, interval: float, teller: Teller
) -> None:
    """Watch all of them until cancelled. Raises `WrongUsageError` for a bad address or queue."""
    envs = await open_envs(servers, order)
    try:
        async with asyncio.TaskGroup() as group:
            for env in envs:
                group.create_task(Watch(env, order, interval, teller).go())
    except ExceptionGroup as group_of_them:
        raise _first_of(group_of_them) from group_of_them


def _first_of(problem: Exception) -> Exception:
    """Return what went wrong first, out of groups within groups."""
    return _first_of(problem.exceptions[0]) if isinstance(problem, ExceptionGroup) else problem
