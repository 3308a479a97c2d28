# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What happens on a server: subscriptions that are asked again and again (RFC 3995, RFC 3996).

The law: an event counts as seen once it was handed over, and not before.
"""

from __future__ import annotations

import functools
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from unjam.cups import errors, threads
from unjam.cups._libcups.records import Record
from unjam.cups.calls import system
from unjam.cups.calls.parts import number
from unjam.cups.cancel import current_token
from unjam.cups.model import Group
from unjam.cups.request import CONNECTION_TIMEOUT, Delivery, Plan, Timeout
from unjam.cups.session import Session

LEASE: Final = 3600
"""Seconds that a subscription lives without renewal."""
POLL: Final = 5.0
"""Seconds between two looks for events, at most; the server may ask for other patience."""
ENDING: Final = 2.0
"""Seconds for taking subscriptions back."""


@dataclass(slots=True)
class Place:
    """How far somebody has read: the subscription, when it ends by itself, the last event seen."""

    subscription: int = 0
    ends: float = 0.0
    last: int = 0

    def seen(self, found: Iterable[Record]) -> None:
        """These events have been handed over; those of a subscription that is gone do not count."""
        for event in found:
            if event.get("notify-subscription-id", self.subscription) == self.subscription:
                self.last = max(self.last, number(event, "notify-sequence-number") or 0)


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
        lease: int,
        subscribed: Callable[[], object],
        place: Place,
    ) -> None:
        self._queue, self._wanted, self._poll, self._lease = queue_name, wanted, poll, lease
        self._subscribed, self._place = subscribed, place

    def look(self) -> Plan[tuple[list[Record], float]]:
        """The events that have not been seen, and how many seconds to wait before the next look."""
        if not self._place.subscription:
            yield from self._subscribe()
        try:
            return (yield from self._notifications())
        except errors.NotFound:
            yield from self._subscribe()
            return [], self._poll  # not at once: one that always forgets would be flooded

    def _subscribe(self) -> Plan[None]:
        self._place.subscription, self._place.last = 0, 0
        self._place.subscription = yield from system.create_subscription(
            self._queue, events=self._wanted, lease=self._lease
        )
        self._place.ends = time.monotonic() + self._lease
        self._subscribed()

    def _notifications(self) -> Plan[tuple[list[Record], float]]:
        place = self._place
        if place.ends - time.monotonic() < self._lease / 2:
            yield from system.renew_subscription(place.subscription, lease=self._lease)
            place.ends = time.monotonic() + self._lease
        found = yield from system.get_notifications(place.subscription, after=place.last)
        asked = number(found.reply.first(Group.OPERATION), "notify-get-interval")
        return list(found), self._poll if asked is None else min(self._poll, max(asked, 0.1))

    def concerning(self, found: list[Record]) -> list[Record]:
        """Those of the events that were asked for: cupsd 2.4 adds those of other queues."""
        queue = self._queue
        if queue is None:
            return found
        return [each for each in found if _same(str(each.get("printer-name", queue)), queue)]


def _same(queue: str, other: str) -> bool:
    """Whether both are names of one queue: cupsd knows no difference of case."""
    return queue.lower() == other.lower()


def _nothing() -> None:
    """Nobody wants to know."""


def events(
    session: Session,
    queue: str | None = None,
    *,
    events: Sequence[str] = ("all",),
    poll: float = POLL,
    lease: int = LEASE,
    subscribed: Callable[[], object] = _nothing,
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
    place = Place()
    feed = Feed(queue, events, poll, lease, subscribed, place)
    cancelled = False
    try:
        while True:
            found, pause = session.run(feed.look(), timeout)
            place.seen(found)
            yield from feed.concerning(found)
            session.pause(pause)
    except errors.Cancelled:
        cancelled = True
        raise
    finally:
        if cancelled:
            threads.start(lambda: _take_back(session, [place]), "unjam-unsubscribe")
        else:
            _take_back(session, [place])


class Waits:
    """What a connection waits for from call to call: a place for each queue and kinds of events."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._lock = threading.Lock()
        self._places: dict[tuple[str | None, tuple[str, ...]], Place] = {}

    def place(self, queue: str | None, wanted: Sequence[str]) -> Place:
        """Where the last wait for these ended."""
        with self._lock:
            return self._places.setdefault((queue, tuple(wanted)), Place())

    @property
    def pending(self) -> bool:
        """Whether there is anything to take back."""
        with self._lock:
            return any(place.subscription for place in self._places.values())

    def end(self) -> None:
        """Take the subscriptions back. Idempotent."""
        with self._lock:
            places, self._places = list(self._places.values()), {}
        _take_back(self.session, places)


def wait_for_events(
    waits: Waits,
    queue: str | None = None,
    *,
    events: Sequence[str] = ("all",),
    poll: float = POLL,
    lease: int = LEASE,
    subscribed: Callable[[], object] = _nothing,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Delivery[list[Record]]:
    """Wait until something happens on the server, or to one queue; returns what did, at least one.

    `queue`, `events`, `poll` and `subscribed` are as in `events`, and so is how the server is asked
    (Create-Printer-Subscriptions, RFC 3995 section 11.1.2; Get-Notifications, RFC 3996 section 5);
    between two looks the connection is free. Raises `DeadlineExceeded` when nothing happens within
    `timeout`, which is for all of the wait; one look has the connection's timeout at most.

    The first wait for a queue and kinds of events begins a subscription; the next wait for the same
    goes on where the last one ended. So nothing that happens between two waits is lost, and neither
    what a wait that ended early (deadline, cancel) had not returned yet; but only as long as the
    server keeps it: "ippget-event-life" seconds (RFC 3996), with cupsd the last 100 events
    (MaxEvents), and not past `lease` seconds without a wait. `subscribed` says when it begins anew.
    Waits for the same on several threads at once may each return the same events.

    `close` takes the subscriptions back; of a connection that is not closed they end by their
    lease. For a stream without end there is `events`.
    """
    session, place = waits.session, waits.place(queue, events)
    feed = Feed(queue, events, poll, lease, subscribed, place)
    end = time.monotonic() + _number(session.seconds(timeout))
    while (left := end - time.monotonic()) > 0:
        patience = min(left, _number(session.timeout))
        found, pause = session.run(feed.look(), None if patience == math.inf else patience)
        arrived = functools.partial(place.seen, found)
        wanted = feed.concerning(found)
        if wanted:
            return wanted, arrived
        arrived()
        session.pause(min(pause, end - time.monotonic()))
    words = "nothing of what was waited for happened in time"
    raise errors.DeadlineExceeded("Get-Notifications", None, words)


def _number(seconds: float | None) -> float:
    return math.inf if seconds is None else seconds


def _take_back(session: Session, places: Iterable[Place]) -> None:
    """Take subscriptions back, if that is quickly done; else their lease ends them.

    On a connection of its own: the caller's is being given up, or closed already.
    """
    kept = [place.subscription for place in places if place.subscription]
    if not kept:
        return
    token = current_token.set(None)
    own = session.another()
    try:
        with suppress(errors.CupsError):
            own.run(_cancel_all(kept), ENDING)
    finally:
        own.close()
        current_token.reset(token)


def _cancel_all(subscriptions: Iterable[int]) -> Plan[None]:
    for each in subscriptions:
        with suppress(errors.NotFound):
            yield from system.cancel_subscription(each)
