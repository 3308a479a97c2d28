# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Calls that a test stops: a server that says when they have come to where it wants them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from tests.conditions import SOON

from unjam.cups.cancel import CancelToken, current_token
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.certificates import Certificate
from unjam.sandbox.hostile import Behaviour, Exchange

T = TypeVar("T")

PRINTERS = acts.ipp_reply(
    wire.Group(wire.PRINTER, {"printer-name": wire.attribute(wire.NAME, "Office")})
)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n"

Way = Callable[[Exchange], Iterator[None]]
"""What a server does, as a generator: it yields once, where the phase begins."""


class Phase:
    """A behaviour until `over` is set; connections that come later are answered as is right."""

    def __init__(self, way: Way, then: Behaviour | None = None) -> None:
        self.reached = threading.Event()
        self.left = threading.Event()
        self.over = threading.Event()
        self._way = way
        self._then = then or acts.answer(PRINTERS)

    def __call__(self, exchange: Exchange) -> None:
        """Behave so; `left` is set when the peer has hung up."""
        if self.over.is_set():
            self._then(exchange)
            return
        try:
            for _ in self._way(exchange):
                self.reached.set()
        finally:
            self.left.set()


class Call(Generic[T]):
    """Work on a thread of its own, under a token of its own."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.token = CancelToken()
        self._outcome: Future[T] = Future()
        threading.Thread(target=self._run, args=(work,), daemon=True).start()

    def _run(self, work: Callable[[], T]) -> None:
        current_token.set(self.token)
        try:
            self._outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            self._outcome.set_exception(error)

    def cancel(self) -> None:
        """Cancel the work's token."""
        self.token.cancel()

    def result(self) -> T:
        """What the work returned or raised; `TimeoutError` where it hangs."""
        return self._outcome.result(SOON)


async def is_cancelled(task: asyncio.Task[Any]) -> bool:
    """Cancel a task, and say whether it ends so."""
    task.cancel()
    await asyncio.wait({task}, timeout=SOON)
    return task.cancelled()


def silence(exchange: Exchange) -> Iterator[None]:
    """Read the request, and say nothing."""
    exchange.read_request()
    yield
    exchange.stay_silent()


def head_in_drops(exchange: Exchange) -> Iterator[None]:
    """Begin the reply's head, and never end it."""
    exchange.read_request()
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Filler: ")
    yield
    drip(exchange, b"x")


def half_a_reply(exchange: Exchange) -> Iterator[None]:
    """Send the first half of the reply, and nothing more."""
    reply = _whole(exchange)
    exchange.send(reply[: len(reply) - 20])
    yield
    exchange.stay_silent()


def body_in_drops(exchange: Exchange) -> Iterator[None]:
    """Begin a body, and go on with attributes without end, byte by byte."""
    reply = _whole(exchange)
    _, _, body = reply.partition(b"\r\n\r\n")
    exchange.send(CHUNKED + b"%x\r\n%s\r\n" % (len(body) - 1, body[:-1]))
    yield
    drip(exchange, b"1\r\n\x04\r\n")


def chunk_length_in_drops(exchange: Exchange) -> Iterator[None]:
    """Begin a chunked reply, and never end the line that says how long a chunk is."""
    exchange.read_request()
    exchange.send(CHUNKED)
    yield
    drip(exchange, b"0")


WAITING: dict[str, Way] = {
    "silence": silence,
    "head in drops": head_in_drops,
    "half a reply": half_a_reply,
    "body in drops": body_in_drops,
    "chunk length in drops": chunk_length_in_drops,
}


def hello(exchange: Exchange) -> Iterator[None]:
    """Hear how a TLS handshake begins, and say nothing."""
    exchange.peek()
    yield
    exchange.stay_silent()


def encrypted(certificate: Certificate, way: Way) -> Way:
    """The same over TLS."""

    def go(exchange: Exchange) -> Iterator[None]:
        exchange.start_tls(certificate.context())
        yield from way(exchange)

    return go


def drip(exchange: Exchange, drop: bytes, *, every: float = 0.02) -> None:
    """Send it again and again, till the peer hangs up."""
    while True:
        exchange.send(drop)
        exchange.pause(every)


def _whole(exchange: Exchange) -> bytes:
    request = exchange.read_request()
    return PRINTERS if isinstance(PRINTERS, bytes) else PRINTERS(request)
