# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What comes bit by bit: devices while the server still searches, destinations, events.

An abandoned iteration gives its connection up: the rest of the reply is nobody's.
"""

from __future__ import annotations

import functools
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from unjam.cups import errors, threads
from unjam.cups._libcups import call as c_call
from unjam.cups._libcups.destinations import enumerate_destinations
from unjam.cups._libcups.records import Record
from unjam.cups.calls import system
from unjam.cups.cancel import current_token, on_cancel
from unjam.cups.model import Group
from unjam.cups.request import CONNECTION_TIMEOUT, Plan, Timeout
from unjam.cups.session import Session

LEASE: Final = 3600
"""Seconds that a subscription of `events` lives without renewal."""
POLL: Final = 5.0
"""Seconds between two looks for events, at most; the server may ask for other patience."""
ENDING: Final = 2.0
"""Seconds for taking a subscription back."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to print: a queue of the server, an instance of one, or a printer in the network.

    `options` are what libcups knows of it ("printer-info", "device-uri", "printer-type", saved
    options). `removed`: it was there, and has gone.
    """

    name: str
    instance: str | None = None
    is_default: bool = False
    options: dict[str, str] = field(default_factory=dict)
    removed: bool = False


# --- devices --------------------------------------------------------------------------------------


def iter_devices(
    session: Session,
    *,
    include_schemes: Sequence[str] | None = None,
    exclude_schemes: Sequence[str] | None = None,
    search_timeout: int | None = None,
    timeout: Timeout = None,
) -> Iterator[Record]:
    """Each device as soon as the server's backends find it (CUPS-Get-Devices).

    Late ones are not lost: it goes on till the server ends the search, after `search_timeout`
    seconds (its own choice: 15) or later. `timeout` is for the whole search, by default none. The
    connection is busy meanwhile. Schemes are backends' names. (With `UNJAM_IPP_DECODER=libcups` all
    come together at the end: libcups decodes whole replies only.)
    """
    request = system.devices_request(include_schemes, exclude_schemes, None, search_timeout)
    return session.stream(request, Group.PRINTER, timeout)


# --- destinations ---------------------------------------------------------------------------------


def iter_destinations(
    session: Session,
    *,
    search_timeout: float = 5.0,
    printer_type: int = 0,
    printer_type_mask: int = 0,
) -> Iterator[Destination]:
    """Each destination as soon as libcups finds it: the server's queues, then the network's.

    Goes on for `search_timeout` seconds (cupsEnumDests). `printer_type` and `printer_type_mask` are
    `PrinterType` bits: only destinations whose bits under the mask are these. Asks for no password
    and leaves the connection free; the search itself ends within a quarter of a second of the
    iteration, on a thread of its own.
    """
    call = c_call.Call(None)
    found: queue.SimpleQueue[Destination | BaseException | None] = queue.SimpleQueue()

    def search() -> None:
        try:
            enumerate_destinations(
                str(session.address).encode(), session.user.encode(), int(session.encryption),
                search_timeout, printer_type, printer_type_mask, call,
                lambda *facts: found.put(Destination(*facts)),
            )  # fmt: skip
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            found.put(error)
        finally:
            found.put(None)

    def stop() -> None:
        call.stop(c_call.CANCELLED)
        found.put(errors.Cancelled("iter_destinations", None, "the caller cancelled"))

    threads.start(search, "unjam-destinations")
    try:
        with on_cancel(stop):
            while (item := found.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                yield item
    finally:
        call.stop(c_call.CANCELLED)


# --- events ---------------------------------------------------------------------------------------


class Feed:
    """A subscription, kept alive: asked for again and again, renewed, and made anew when lost.

    The first event of a new subscription is the first that happens after it: what happened while
    the server did not know us is lost, and the sequence numbers begin anew.
    """

    def __init__(
        self,
        queue_name: str | None,
        wanted: Sequence[str],
        poll: float,
        lease: int = LEASE,
        clock: Callable[[], float] = time.monotonic,
        subscribed: Callable[[], object] = lambda: None,
    ) -> None:
        self.subscription = 0
        self._queue, self._wanted, self._poll, self._lease = queue_name, wanted, poll, lease
        self._clock, self._subscribed = clock, subscribed
        self._renewed = 0.0
        self._last = 0

    def look(self) -> Plan[tuple[list[Record], float]]:
        """The events since the last look, and how many seconds to wait before the next."""
        if not self.subscription:
            yield from self._subscribe()
        try:
            return (yield from self._notifications())
        except errors.NotFound:
            yield from self._subscribe()
            return [], 0.0

    def _subscribe(self) -> Plan[None]:
        self.subscription, self._last = 0, 0
        self.subscription = yield from system.create_subscription(
            self._queue, events=self._wanted, lease=self._lease
        )
        self._renewed = self._clock()
        self._subscribed()

    def _notifications(self) -> Plan[tuple[list[Record], float]]:
        if self._clock() - self._renewed > self._lease / 2:
            yield from system.renew_subscription(self.subscription, lease=self._lease)
            self._renewed = self._clock()
        found = yield from system.get_notifications(self.subscription, after=self._last)
        for number in found.column("notify-sequence-number"):
            self._last = max(self._last, number or 0)
        asked = found.reply.first(Group.OPERATION).get("notify-get-interval", self._poll)
        return list(found), min(self._poll, max(float(asked), 0.1))

    def end(self) -> Plan[None]:
        """Take the subscription back."""
        if self.subscription:
            yield from system.cancel_subscription(self.subscription)
            self.subscription = 0


def events(
    session: Session,
    queue: str | None = None,
    *,
    events: Sequence[str] = ("all",),
    poll: float = POLL,
    lease: int = LEASE,
    subscribed: Callable[[], object] = lambda: None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Iterator[Record]:
    """What happens on the server, or to one queue, for ever: events as they come (RFC 3995, 3996).

    `events` are keywords ("job-state-changed", "printer-stopped", …). The server is asked every
    `poll` seconds, or sooner when it says, each time with `timeout`; between, the connection is
    free. cupsd offers no better: it has the "ippget" method alone, answers at once whatever
    "notify-wait" says, and recommends looks 60, 30 or 10 seconds apart ("notify-get-interval").

    The subscription has `lease` seconds, is renewed before they end, made anew where the server
    forgot it (sequence numbers then begin anew), and taken back at the end. `subscribed` is called,
    on the thread that asks, each time the server begins to keep events for us: nothing that happens
    from then on is missed, and whatever happened before has to be looked at.
    """
    feed = Feed(queue, events, poll, lease, subscribed=subscribed)
    cancelled = False
    try:
        while True:
            found, pause = session.run(feed.look(), timeout)
            yield from found
            session.pause(pause)
    except errors.Cancelled:
        cancelled = True
        raise
    finally:
        end = functools.partial(_end, session, feed)
        if cancelled:
            threads.start(end, "unjam-unsubscribe")
        else:
            end()


def _end(session: Session, feed: Feed) -> None:
    """Take the subscription back, if that is quickly done; else its lease ends it.

    On a connection of its own: the caller's is being given up, or closed already.
    """
    token = current_token.set(None)
    own = session.another()
    try:
        with suppress(errors.CupsError):
            own.run(feed.end(), ENDING)
    finally:
        own.close()
        current_token.reset(token)
