# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The printers of one server, kept as they are there by the server's own events.

The connection may go away and come back: then the state says so, what was shown stays, and it is
tried again, later each time.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gi.repository import GObject

from unjam.app.store.events import events
from unjam.app.store.items import PrinterItem
from unjam.app.store.keyed import KeyedStore
from unjam.app.store.values import PRINTER_ATTRIBUTES, Printer, printer, words
from unjam.app.tasks import Tasks, in_slices, together
from unjam.cups import errors

if TYPE_CHECKING:
    from unjam.app.session import Session
    from unjam.cups import AsyncConnection

PATIENCE = (1.0, 2.0, 5.0, 10.0, 15.0)
"""Seconds before the next attempt."""
SLICE = 15
"""Printers read between two breaths: some 2 ms of work."""
TOGETHER = 0.05
"""Seconds in which events are taken to be one change."""


class Live(GObject.Object):
    """Follows one print server. `state` is connecting, ready or trouble.

    `job-changed` tells of one job, `refreshed` that the printers are as the server said just now,
    and `resynced` that whoever keeps anything else of the server has to ask for it anew.
    """

    __gtype_name__ = "UnjamLive"
    __gsignals__ = {  # noqa: RUF012
        "job-changed": (GObject.SignalFlags.RUN_LAST, None, (int,)),
        "refreshed": (GObject.SignalFlags.RUN_LAST, None, ()),
        "resynced": (GObject.SignalFlags.RUN_LAST, None, ()),
    }
    state = GObject.Property(type=str, default="connecting")

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session = session
        self._tasks = tasks
        self._wake = asyncio.Event()
        self.trouble: Exception | None = None
        self._looking = False
        self.looks = 0
        """How often the server said how its printers are."""
        self.printers: KeyedStore[Printer, PrinterItem] = KeyedStore(
            PrinterItem, lambda value: value.name
        )

    def start(self) -> None:
        """Begin to follow the server."""
        self._tasks.restart(self._follow(), name="follow the server")

    def retry(self) -> None:
        """Try again at once, or look again where all is well: the person wants to know it anew."""
        self._resync()

    def look_soon(self) -> None:
        """Look again at the printers: something has been done to one."""
        self._wake.set()

    async def looked(self) -> None:
        """Look soon, and return once that shows; at once where the server is in trouble.

        A look that is under way does not count: what it sees may be of before.
        """
        seen, wanted = asyncio.Event(), self.looks + (2 if self._looking else 1)

        def look(*_args: object) -> None:
            if self.looks >= wanted or self.state == "trouble":
                seen.set()

        handlers = [self.connect(name, look) for name in ("refreshed", "notify::state")]
        self.look_soon()
        look()
        try:
            await seen.wait()
        finally:
            for handler in handlers:
                self.disconnect(handler)

    def _resync(self) -> None:
        """What the events told so far is not enough to know how it is there."""
        self._wake.set()
        self.emit("resynced")

    async def _follow(self) -> None:
        attempt = -1
        while True:
            before = self.looks
            try:
                async with self._session.connect() as connection:
                    await together(self._keep_looking(connection), self._listen(connection))
            except errors.CupsError as error:
                self._fail(error)
            attempt = 0 if self.looks > before else min(attempt + 1, len(PATIENCE) - 1)
            await self._pause(PATIENCE[attempt])

    def _fail(self, error: Exception) -> None:
        self.trouble = error
        self.state = "trouble"

    async def _pause(self, seconds: float) -> None:
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _listen(self, connection: AsyncConnection) -> None:
        """Wake whoever looks, at every event."""
        async for event in events(connection, self._resync):
            self._wake.set()
            if isinstance(job_id := event.get("notify-job-id"), int):
                self.emit("job-changed", job_id)

    async def _keep_looking(self, connection: AsyncConnection) -> None:
        """Look at once, and again whenever something happened: once for all that did meanwhile."""
        while True:
            self._wake.clear()
            self._looking = True
            try:
                await self.look(connection)
            finally:
                self._looking = False
            self._session.worked(connection)
            await self._wake.wait()
            await asyncio.sleep(TOGETHER)

    async def look(self, connection: AsyncConnection) -> None:
        """Ask the server for its printers and show them."""
        records = await connection.get_printers(requested_attributes=PRINTER_ATTRIBUTES)
        default = await default_name(connection) if len(records) else ""
        values = await in_slices(records, lambda record: printer(record, default=default), SLICE)
        await self.printers.follow(values)
        self.trouble = None
        self.looks += 1
        self.state = "ready"
        self.emit("refreshed")


async def default_name(connection: AsyncConnection) -> str:
    """The server's default queue, or nothing."""
    record: Any = await connection.get_default(requested_attributes=["printer-name"])
    return words(record.get("printer-name")) if record else ""
