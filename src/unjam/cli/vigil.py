# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What `unjam watch` does: look again whenever the server says that something happened.

Events (RFC 3995) tell when; the doctor tells what. Printers tell their state to nobody who does not
ask, so it also looks at intervals. Only what changes is printed: what broke, what is well again.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from unjam.cli.contract import SCHEMA_VERSION
from unjam.cli.doctor_view import STYLES
from unjam.cli.examination import Order, open_env
from unjam.cli.render import one_line, prose, unicode_capable
from unjam.cli.words import _
from unjam.cups import AsyncConnection
from unjam.cups.errors import CupsError
from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Diagnosis, Finding, Subject

QUIET_SECONDS = 0.5
"""Events come in bursts: look when they have paused for this long."""
RETRY_SECONDS = 5.0

Key = tuple[str, Subject]


@dataclass(slots=True)
class Watch:
    """One server, what is known to be broken there, and who is told of a change."""

    env: LiveEnv
    order: Order
    interval: float
    teller: Teller
    _broken: dict[Key, Finding] = field(default_factory=dict)
    _stir: asyncio.Event = field(default_factory=asyncio.Event)
    _first: bool = True

    async def go(self) -> None:
        """Watch until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            while True:
                await self._look()
                await self._until_something_happens()

    async def _look(self) -> None:
        diagnosis = await diagnose(
            self.env, queues=self.order.queues or None, deadline=self.order.timeout
        )
        found = {(f.id, f.subject): f for f in diagnosis.problems}
        if self._first:
            self.teller.begin(diagnosis)
        for key in found.keys() - self._broken.keys():
            self.teller.broke(self.env.server, found[key])
        for key in self._broken.keys() - found.keys():
            self.teller.mended(self.env.server, self._broken[key])
        self._broken, self._first = found, False

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
            self._stir.set()
            await asyncio.sleep(RETRY_SECONDS)

    async def _note_events(self, connection: AsyncConnection) -> None:
        async for _event in connection.events(poll=1.0):
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

    def broke(self, server: str, finding: Finding) -> None:
        """Say that something is wrong that was not."""
        self._tell("broken", server, finding, ("✗", "x", STYLES[finding.severity]))

    def mended(self, server: str, finding: Finding) -> None:
        """Say that it is well again."""
        self._tell("well", server, finding, ("✓", "+", "bold green"))

    def _tell(self, event: str, server: str, finding: Finding, marks: tuple[str, str, str]) -> None:
        if self._as_json:
            self._line(event, server, **_plain(finding))
            return
        mark = marks[0] if unicode_capable(self._target) else marks[1]
        what = one_line(finding.summary)
        if event == "well":
            what = _("No longer: {what}").format(what=what)
        about = f"  {finding.id}" + (f" ({one_line(server)})" if self._several else "")
        parts = Text(f"{_now()}  ", style="dim"), Text(f"{mark} ", style=marks[2]), what
        prose(self._target, *parts, Text(about, style="dim"), hang=12)

    def _line(self, event: str, server: str, **more: Any) -> None:  # noqa: ANN401
        head = {"schema_version": SCHEMA_VERSION, "event": event, "server": server}
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        json.dump({**head, "time": when, **more}, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        sys.stdout.flush()


def _plain(finding: Finding) -> dict[str, Any]:
    subject = {"kind": str(finding.subject.kind), "name": finding.subject.name}
    return {
        "id": finding.id,
        "severity": str(finding.severity),
        "subject": subject,
        "summary": finding.summary,
    }


def _now() -> str:
    return f"{datetime.now().astimezone():%H:%M:%S}"


async def watch(
    servers: Iterable[str | None], order: Order, interval: float, teller: Teller
) -> None:
    """Watch all of them until cancelled. Raises `WrongUsageError` for a bad address."""
    envs = [await open_env(server, order) for server in servers]
    await asyncio.gather(*(Watch(env, order, interval, teller).go() for env in envs))
