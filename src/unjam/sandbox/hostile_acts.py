# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The usual misbehaviours of a `HostileServer`, and a few good manners to mix with them.

Each function returns a behaviour. Those that take a `reply` want a whole HTTP answer in bytes, or
what `http_reply` and `ipp_reply` make.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Final

from unjam.sandbox import wire
from unjam.sandbox.hostile import Behaviour, Exchange, HttpRequest, HungUpError

Reply = bytes | Callable[[HttpRequest], bytes]
"""A whole HTTP answer, or what makes one from the request."""

Attributes = Mapping[str, wire.Attribute]

GET_PRINTER_ATTRIBUTES: Final = 0x000B
OPERATION_NOT_SUPPORTED: Final = 0x0501
HANDSHAKE: Final = b"\x16"
"""The content type of a TLS handshake record (RFC 8446, 5.1): its first byte."""
BASIC: Final = 'Basic realm="CUPS"'


# --- replies -------------------------------------------------------------------------------------


def http_reply(
    body: bytes = b"",
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/ipp",
) -> bytes:
    """Return a whole HTTP answer; `headers` may overrule or (value empty) drop the usual ones."""
    usual = {"Content-Type": content_type, "Content-Length": str(len(body))}
    lines = [f"HTTP/1.1 {status} {_phrase(status)}"]
    lines += [f"{name}: {value}" for name, value in (usual | dict(headers or {})).items() if value]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def ipp_reply(*groups: wire.Group, status: int = 0, message: str = "") -> Reply:
    """Return what answers any request with these groups and its own request-id."""
    said = {"status_message": wire.attribute(wire.TEXT, message)} if message else {}

    def make(request: HttpRequest) -> bytes:
        opening = wire.operation_group(**said)
        answer = wire.Message(status, request.ipp.request_id, [opening, *groups])
        return http_reply(wire.encode(answer))

    return make


def printer_reply(attributes: Attributes) -> Reply:
    """Return what answers with one printer that has these attributes."""
    return ipp_reply(wire.Group(wire.PRINTER, dict(attributes)))


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Whatever"


def _made(reply: Reply, request: HttpRequest) -> bytes:
    return reply if isinstance(reply, bytes) else reply(request)


# --- good manners --------------------------------------------------------------------------------


def answer(*replies: Reply) -> Behaviour:
    """Answer the requests of a connection in turn, the last reply for ever."""

    def behave(exchange: Exchange) -> None:
        for reply in itertools.chain(replies, itertools.repeat(replies[-1])):
            exchange.send(_made(reply, exchange.read_request()))

    return behave


def fake_printer(
    attributes: Attributes, *, resources: Sequence[str] = ("/ipp/print",)
) -> Behaviour:
    """Be a printer that answers Get-Printer-Attributes at these resources, and 404 elsewhere."""
    about = printer_reply(attributes)
    refusal = ipp_reply(status=OPERATION_NOT_SUPPORTED, message="not supported")

    def respond(request: HttpRequest) -> bytes:
        if request.resource not in resources:
            return http_reply(b"Not Found", status=404, content_type="text/plain")
        if request.headers.get("content-type") != "application/ipp" or not request.body:
            return http_reply(b"<p>A printer's page", content_type="text/html")
        return _made(about if request.ipp.code == GET_PRINTER_ATTRIBUTES else refusal, request)

    return answer(respond)


def over_tls(context: ssl.SSLContext, behaviour: Behaviour) -> Behaviour:
    """Shake hands first, then behave so."""

    def behave(exchange: Exchange) -> None:
        exchange.start_tls(context)
        behaviour(exchange)

    return behave


def plain_or_tls(context: ssl.SSLContext, plain: Behaviour, secure: Behaviour) -> Behaviour:
    """Behave one way to those who begin with a TLS handshake, another way to all others."""

    def behave(exchange: Exchange) -> None:
        if exchange.peek() == HANDSHAKE:
            over_tls(context, secure)(exchange)
        else:
            plain(exchange)

    return behave


def relay(connect: Callable[[], socket.socket], change: Callable[[bytes], bytes]) -> Behaviour:
    """Pass everything on to somebody else, and back what `change` makes of each block."""

    def behave(exchange: Exchange) -> None:
        with connect() as behind:
            behind.settimeout(None)
            back = threading.Thread(target=_pass_back, args=(behind, exchange, change), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                while block := exchange.receive():
                    behind.sendall(block)
            with contextlib.suppress(OSError):
                behind.shutdown(socket.SHUT_WR)
            back.join()

    return behave


def _pass_back(behind: socket.socket, exchange: Exchange, change: Callable[[bytes], bytes]) -> None:
    with contextlib.suppress(HungUpError, OSError):
        while block := behind.recv(65536):
            exchange.send(change(block))
    exchange.hang_up()


# --- silence and slowness ------------------------------------------------------------------------


def silence() -> Behaviour:
    """Accept and never say anything; in a TLS handshake this is a stall."""
    return Exchange.stay_silent


def silence_after_request(reply: Reply = b"", *, first: int = 0) -> Behaviour:
    """Read the request, send the first so many bytes of the reply, then nothing more."""

    def behave(exchange: Exchange) -> None:
        exchange.send(_made(reply, exchange.read_request())[:first])
        exchange.stay_silent()

    return behave


def slowly(reply: Reply, *, delay: float) -> Behaviour:
    """Answer correctly after so many seconds."""

    def behave(exchange: Exchange) -> None:
        while True:
            request = exchange.read_request()
            exchange.pause(delay)
            exchange.send(_made(reply, request))

    return behave


def trickle(reply: Reply, *, every: float = 0.02, block: int = 1) -> Behaviour:
    """Answer correctly, a byte (or `block`) at a time."""

    def behave(exchange: Exchange) -> None:
        while True:
            exchange.trickle(_made(reply, exchange.read_request()), every=every, block=block)

    return behave


def endless(reply: bytes, filler: bytes = b"\0" * 65536) -> Behaviour:
    """Send a reply's beginning and then filler without end, as fast as it is taken."""

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(reply)
        while True:
            exchange.send(filler)

    return behave


# --- lies ----------------------------------------------------------------------------------------


def cut(reply: Reply, *, after: int, reset: bool = False) -> Behaviour:
    """Close (or reset) after so many bytes of the reply; negative counts from its end."""

    def behave(exchange: Exchange) -> None:
        exchange.send(_made(reply, exchange.read_request())[:after])
        if reset:
            exchange.reset()

    return behave


def hang_up(*, reset: bool = False) -> Behaviour:
    """Close (or reset) as soon as the connection is there."""

    def behave(exchange: Exchange) -> None:
        if reset:
            exchange.reset()

    return behave


def garbage(data: bytes = b"\x00\xff\x17garbage\r\n\r\n") -> Behaviour:
    """Read a request and answer with something that is not HTTP."""

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(data)

    return behave


def greet(data: bytes) -> Behaviour:
    """Speak first, as servers of other protocols do (`220 ready`), then listen in silence."""

    def behave(exchange: Exchange) -> None:
        exchange.send(data)
        exchange.stay_silent()

    return behave


def wrong_length(body: bytes, *, says: int) -> Behaviour:
    """Answer with a Content-Length that is not true, and keep the connection open."""
    lie = http_reply(body, headers={"Content-Length": str(says)})

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(lie)
        exchange.stay_silent()

    return behave


def status(code: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Behaviour:
    """Answer everything with an HTTP status and perhaps a page."""
    return answer(http_reply(body, status=code, headers=headers, content_type="text/html"))


def redirect(location: str) -> Behaviour:
    """Send the client elsewhere; to its own address for a loop."""
    return status(301, {"Location": location})


# --- logins --------------------------------------------------------------------------------------


def challenge_forever(scheme: str = BASIC) -> Behaviour:
    """Ask for a password again and again, whatever is given."""
    return status(401, {"WWW-Authenticate": scheme})


def challenge(user: str, password: str, reply: Reply) -> Behaviour:
    """Ask for this user's password (Basic), then answer."""
    right = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    refusal = http_reply(status=401, headers={"WWW-Authenticate": BASIC})

    def respond(request: HttpRequest) -> bytes:
        known = request.headers.get("authorization") == right
        return _made(reply, request) if known else refusal

    return answer(respond)
