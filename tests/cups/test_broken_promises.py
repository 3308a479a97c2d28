# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Servers that say yes and leave out, or garble, what the answer must have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unjam.cups import Connection, errors
from unjam.cups.model import Operation
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.hostile import HostileServer, HttpRequest

NUMBER = wire.attribute(wire.INTEGER, 7)
WORDS = wire.attribute(wire.KEYWORD, "seven")
CALLS: dict[str, tuple[Callable[[Connection], object], int, str]] = {
    "print": (lambda cups: cups.print_job("Office", b"x", title="x"), wire.JOB, "job-id"),
    "create": (lambda cups: cups.create_job("Office", title="x"), wire.JOB, "job-id"),
    "subscribe": (
        lambda cups: cups.create_subscription(), wire.SUBSCRIPTION, "notify-subscription-id",
    ),
}  # fmt: skip


@pytest.mark.parametrize("answer", [None, WORDS], ids=["missing", "garbled"])
@pytest.mark.parametrize("name", CALLS)
def test_a_number_that_is_owed(name: str, answer: wire.Attribute | None) -> None:
    call, group, owed = CALLS[name]
    broken = wire.Group(group, {} if answer is None else {owed: answer})
    good = wire.Group(group, {owed: NUMBER})
    with HostileServer(acts.answer(acts.ipp_reply(broken))) as server:
        cups = Connection(server.address, user="ann")
        with pytest.raises(errors.ProtocolError, match=owed):
            call(cups)
    with HostileServer(acts.answer(acts.ipp_reply(good))) as server:
        assert call(Connection(server.address, user="ann")) == 7


def test_a_subscription_that_is_refused_within_the_answer() -> None:
    code = wire.attribute(wire.ENUM, 0x0415)
    refused = acts.ipp_reply(wire.Group(wire.SUBSCRIPTION, {"notify-status-code": code}))
    with HostileServer(acts.answer(refused)) as server:
        cups = Connection(server.address, user="ann")
        with pytest.raises(errors.TooManySubscriptions):
            cups.create_subscription()


def test_events_whose_numbers_are_none() -> None:
    subscribed = wire.Group(wire.SUBSCRIPTION, {"notify-subscription-id": NUMBER})
    event = wire.Group(
        wire.EVENT, {"notify-sequence-number": WORDS, "notify-subscribed-event": WORDS}
    )
    odd = wire.operation_group(notify_get_interval=WORDS)

    def answer(request: HttpRequest) -> bytes:
        groups = [odd, subscribed, event]
        return acts.http_reply(wire.encode(wire.Message(0, request.ipp.request_id, groups)))

    with HostileServer(acts.answer(answer)) as server:
        cups = Connection(server.address, user="ann")
        for _ in range(2):
            assert cups.wait_for_events()[0].notify_subscribed_event == "seven"


def test_a_server_that_forgets_at_once_is_not_flooded_with_subscriptions() -> None:
    """It takes each, and knows none of them at the next look."""
    subscribed = wire.Group(wire.SUBSCRIPTION, {"notify-subscription-id": NUMBER})
    taken, forgotten = acts.ipp_reply(subscribed), acts.ipp_reply(status=0x0406)

    def answer(request: HttpRequest) -> bytes:
        known = request.ipp.code != Operation.GET_NOTIFICATIONS
        made = taken if known else forgotten
        return made if isinstance(made, bytes) else made(request)

    begun: list[None] = []
    with HostileServer(acts.answer(answer)) as server:
        cups = Connection(server.address, user="ann")
        with pytest.raises(errors.DeadlineExceeded):
            cups.wait_for_events(poll=0.2, subscribed=lambda: begun.append(None), timeout=0.9)
    assert 2 <= len(begun) <= 6
