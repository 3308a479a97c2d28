# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Servers that misbehave: a typed error, in bounded time and memory, and the next call works.

No request may reach the server a second time, unless the server itself had it done over.
"""

from __future__ import annotations

import itertools
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conditions import SOON, descriptors, eventually
from tests.hostile.conftest import attribute, printer_reply, reply_of

from unjam.cups import Connection, Encryption
from unjam.cups.errors import (
    CertificateError,
    ConnectionLost,
    CredentialsError,
    CupsError,
    DeadlineExceeded,
    NetworkError,
    ProtocolError,
    RequestError,
    ServerError,
    TlsFailed,
    UpgradeRequired,
)
from unjam.cups.wire import LARGEST_REPLY
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer, HttpRequest
from unjam.sandbox.hostile_acts import (
    answer,
    challenge_forever,
    cut,
    endless,
    garbage,
    greet,
    hang_up,
    http_reply,
    over_tls,
    redirect,
    silence,
    silence_after_request,
    status,
    trickle,
    wrong_length,
)

SHORT = 0.4
"""Seconds: the deadline where the server makes it pass. Elsewhere a busy machine must not."""
MEGABYTE = 1 << 20
OUTGROWN = 0 if getattr(sys, "_is_gil_enabled", lambda: True)() else 72 * MEGABYTE
"""What a list of a million may have outgrown on its way, each time by an eighth: a Python without
its GIL frees that late."""

PRINTER = printer_reply("Office")


def with_id(body: bytes) -> Callable[[HttpRequest], bytes]:
    """Make a whole answer of an IPP reply: right in everything that is not wrong on purpose."""
    return lambda request: http_reply(body[:4] + request.body[4:8] + body[8:])


def chunked(pieces: bytes) -> Callable[[HttpRequest], bytes]:
    return lambda _request: (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n"
        + pieces
    )


GOOD = answer(with_id(PRINTER))


def ask(connection: Connection, timeout: float = SOON) -> str:
    return str(connection.get_printer_attributes("Office", timeout=timeout)["printer-name"])


def sends(head: bytes) -> Behaviour:
    """Answer one request with these bytes, then wait in silence."""

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(head)
        exchange.stay_silent()

    return behave


def headers_without_end(exchange: Exchange) -> None:
    exchange.read_request()
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        exchange.send(b"".join(b"X-%d: %d\r\n" % (number, n) for n in range(1000)))


def a_line_without_end(exchange: Exchange) -> None:
    exchange.read_request()
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        exchange.send(b"x" * 65536)


def continue_without_end(exchange: Exchange) -> None:
    exchange.read_request()
    while True:
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def many_headers(count: int, body: bytes) -> Callable[[HttpRequest], bytes]:
    extra = {f"X-Header-{number}": "value" for number in range(count)}
    return lambda request: http_reply(body[:4] + request.body[4:8] + body[8:], headers=extra)


Kinds = type[CupsError] | tuple[type[CupsError], ...]

MISBEHAVIOURS: dict[str, tuple[Behaviour, Kinds]] = {
    # silence and slowness
    "silence": (silence(), DeadlineExceeded),
    "silence after the request": (silence_after_request(), DeadlineExceeded),
    "silence in the head": (silence_after_request(with_id(PRINTER), first=20), DeadlineExceeded),
    "silence in the body": (silence_after_request(with_id(PRINTER), first=120), DeadlineExceeded),
    "trickle": (trickle(with_id(PRINTER), every=0.02), DeadlineExceeded),
    "a greeting instead of an answer": (greet(b"220 mail ready\r\n"), CupsError),
    "continue without end": (continue_without_end, (ProtocolError, NetworkError, DeadlineExceeded)),
    # hanging up
    "hang up at once": (hang_up(), NetworkError),
    "reset at once": (hang_up(reset=True), NetworkError),
    "hang up after the request": (cut(b"", after=0), NetworkError),
    "reset after the request": (cut(b"", after=0, reset=True), NetworkError),
    "reset in the body": (
        cut(with_id(PRINTER), after=-20, reset=True),
        (NetworkError, ProtocolError),
    ),
    # lengths
    "length too short": (wrong_length(PRINTER, says=len(PRINTER) - 30), ProtocolError),
    "length too long": (wrong_length(PRINTER, says=len(PRINTER) + 100), DeadlineExceeded),
    "length of nothing": (wrong_length(PRINTER, says=0), ProtocolError),
    "length negative": (wrong_length(PRINTER, says=-5), (ProtocolError, NetworkError)),
    "length enormous": (wrong_length(PRINTER, says=1 << 62), (DeadlineExceeded, ProtocolError)),
    "length beyond numbers": (wrong_length(PRINTER, says=1 << 80), CupsError),
    "chunk that is no number": (answer(chunked(b"zz\r\nabc\r\n")), (ProtocolError, NetworkError)),
    "chunk that is negative": (answer(chunked(b"-5\r\nabc\r\n")), (ProtocolError, NetworkError)),
    "chunk enormous": (
        sends(chunked(b"7fffffffffffffff\r\nabc")(NOBODY := HttpRequest("", "", {}, b""))),
        (DeadlineExceeded, ProtocolError),
    ),
    "chunk beyond numbers": (sends(chunked(b"ffffffffffffffffffff\r\nabc")(NOBODY)), CupsError),
    "chunk line without end": (sends(chunked(b"1" * 100_000)(NOBODY)), CupsError),
    # what is not HTTP, not IPP, or not the answer
    "garbage": (garbage(), CupsError),
    "garbage like HTTP": (garbage(b"HTTP/1.1 abc def\r\n\r\n"), CupsError),
    "HTTP of another age": (garbage(b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"), CupsError),
    "a page instead of IPP": (status(200, body=b"<html>Welcome</html>"), ProtocolError),
    "no body at all": (answer(http_reply()), ProtocolError),
    "another's request-id": (answer(http_reply(reply_of(request_id=77_777))), ProtocolError),
    "status that nobody knows": (status(599), (ProtocolError, ServerError)),
    "status below all": (status(7), CupsError),
    "not found": (status(404), RequestError),
    "upgrade for ever": (
        status(426, {"Upgrade": "TLS/1.2", "Connection": "Upgrade"}),
        (UpgradeRequired, CertificateError, NetworkError, ProtocolError),
    ),
    "a switch of protocols": (
        status(101, {"Upgrade": "websocket", "Connection": "Upgrade"}),
        CupsError,
    ),
    "redirected elsewhere": (redirect("http://192.0.2.1/"), ProtocolError),
    "redirected in a circle": (redirect("/"), ProtocolError),
    "asked for ever": (challenge_forever(), CredentialsError),
    "asked in no known way": (challenge_forever("Whatever realm=x"), CredentialsError),
    "asked in a broken way": (challenge_forever('Digest realm="'), CredentialsError),
    # too much
    "headers without end": (headers_without_end, CupsError),
    "a line without end": (a_line_without_end, CupsError),
}


def patience(expected: Kinds) -> float:
    """The deadline of a call: short only where it may be what ends the call."""
    kinds = expected if isinstance(expected, tuple) else (expected,)
    return SHORT if any(issubclass(DeadlineExceeded, kind) for kind in kinds) else SOON


def peak() -> int:
    """The most KiB of memory that this process has had since `forget_peak`."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def forget_peak() -> None:
    """Have the peak begin anew at what there is now: proc_pid_clear_refs(5)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


@contextmanager
def bounded(most: int = 64 * MEGABYTE) -> Iterator[None]:
    """Neither slow nor greedy."""
    forget_peak()
    before, begun = peak(), time.monotonic()
    yield
    assert time.monotonic() - begun < SOON
    grown = peak() - before
    assert grown * 1024 < most


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_typed_error_in_bounded_time_and_the_next_call_works(name: str) -> None:
    behaviour, expected = MISBEHAVIOURS[name]
    may_repeat = name.startswith(("asked", "upgrade"))
    connections = itertools.count()

    def first_bad(exchange: Exchange) -> None:
        next(connections)
        (behaviour if not good_now else GOOD)(exchange)

    good_now: list[bool] = []
    with HostileServer(first_bad) as server:
        connection = Connection(server.address, password=lambda _request: "x", timeout=SOON)
        with bounded(), pytest.raises(expected):
            ask(connection, patience(expected))
        if not may_repeat:
            assert len(server.requests) <= 1
        good_now.append(True)
        if name == "upgrade for ever":  # from then on the connection insists on encryption
            connection = Connection(server.address, timeout=SOON)
        assert ask(connection) == "Office"


def test_close_at_every_byte_of_the_reply() -> None:
    whole = with_id(PRINTER)(HttpRequest("POST", "/", {}, struct.pack(">BBHI", 2, 0, 11, 1)))
    places = iter(range(len(whole)))

    def stop_early(exchange: Exchange) -> None:
        request = exchange.read_request()
        exchange.send(with_id(PRINTER)(request)[: next(places)])

    with HostileServer(stop_early) as server:
        for place in range(len(whole)):
            connection = Connection(server.address, timeout=SOON)
            with connection, pytest.raises((NetworkError, ProtocolError)):
                ask(connection)
            assert server.connections == place + 1, "it was sent a second time"
    assert len(server.requests) == len(whole)


def test_close_at_every_byte_of_a_chunked_reply() -> None:
    size = b"%x\r\n" % len(PRINTER)
    whole = chunked(size + PRINTER + b"\r\n0\r\n\r\n")(NOBODY)
    complete = len(whole) - len(b"\r\n0\r\n\r\n")
    places = iter(range(len(whole)))

    def stop_early(exchange: Exchange) -> None:
        request = exchange.read_request()
        body = PRINTER[:4] + request.body[4:8] + PRINTER[8:]
        exchange.send(chunked(size + body + b"\r\n0\r\n\r\n")(request)[: next(places)])

    with HostileServer(stop_early) as server:
        for place in range(len(whole)):
            with Connection(server.address, timeout=SOON) as connection:
                try:
                    assert ask(connection) == "Office"
                    assert place >= complete, f"complete after {place} of {len(whole)} bytes"
                except (NetworkError, ProtocolError):
                    pass
    assert len(server.requests) == len(whole)


def test_a_change_is_never_sent_twice() -> None:
    with HostileServer(cut(b"", after=0)) as server:
        connection = Connection(server.address, timeout=SOON)
        for _ in range(5):
            with pytest.raises(ConnectionLost):
                connection.pause_printer("Office")
        assert len(server.requests) == 5


def test_a_kept_connection_that_the_server_closed_meanwhile() -> None:
    closed = threading.Semaphore(0)

    def one_answer(exchange: Exchange) -> None:
        exchange.send(with_id(PRINTER)(exchange.read_request()))
        exchange.finish()
        closed.release()

    with HostileServer(one_answer) as server:
        connection = Connection(server.address, timeout=SOON)
        for count in range(1, 20):
            assert ask(connection) == "Office"
            assert len(server.requests) == count
            assert closed.acquire(timeout=SOON)


def test_a_hundred_thousand_headers() -> None:
    with HostileServer(answer(many_headers(100_000, PRINTER))) as server, bounded():
        connection = Connection(server.address, timeout=SOON)
        try:
            assert ask(connection) == "Office"
        except CupsError as error:
            assert isinstance(error, ProtocolError | NetworkError)


def test_a_body_without_end_is_given_up() -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 999999999999\r\n\r\n"
    )
    with HostileServer(endless(head + PRINTER[:-1], b"\x04" * 65536)) as server:
        connection = Connection(server.address, timeout=SOON)
        with bounded(LARGEST_REPLY + 64 * MEGABYTE), pytest.raises(ProtocolError):
            ask(connection)


# What is IPP, and strange


def served(body: bytes) -> HostileServer:
    return HostileServer(answer(with_id(body)))


def test_deep_nesting() -> None:
    levels = 50_000
    begin = attribute(0x34, b"deep", b"")
    inside = attribute(0x4A, b"", b"m") + attribute(0x34, b"", b"")
    deep = begin + inside * levels + attribute(0x37, b"", b"") * (levels + 1)
    with served(reply_of(b"\x04", deep)) as server, bounded():
        value = Connection(server.address, timeout=SOON).get_printer_attributes("Office")["deep"]
        depth = 0
        while value:
            value, depth = value["m"], depth + 1
        assert depth == levels
        del value


def test_a_million_values() -> None:
    first = attribute(0x21, b"many", b"\0\0\0\1")
    more = attribute(0x21, b"", b"\0\0\0\2") * 1_000_000
    with served(reply_of(b"\x04", first, more)) as server:
        connection = Connection(server.address, timeout=60)
        with bounded():
            record = connection.get_printer_attributes("Office")
        with bounded(24 * MEGABYTE + OUTGROWN):  # the list alone has eight
            values = record["many"]
        assert len(values) == 1_000_001
        assert len({id(each) for each in values}) == 2, "no object for each value"


def test_a_million_attributes_of_one_name_and_of_many() -> None:
    same = attribute(0x21, b"same", b"\0\0\0\1") * 200_000
    many = b"".join(attribute(0x21, b"n%d" % n, b"\0\0\0\2") for n in range(100_000))
    with served(reply_of(b"\x04", same, many)) as server, bounded():
        record = Connection(server.address, timeout=60).get_printer_attributes("Office")
        assert record["n99999"] == 2
        assert len(record.to_dict()) == 100_001


def test_a_million_groups() -> None:
    groups = (b"\x04" + attribute(0x21, b"x", b"\0\0\0\1")) * 300_000
    with served(reply_of(groups)) as server, bounded():
        records = Connection(server.address, timeout=60).get_printers()
        assert len(records) == 300_000
        assert set(records.column("x")) == {1}


def test_names_and_values_of_the_greatest_length() -> None:
    long = attribute(0x41, b"n" * 32768, b"v" * 32768)
    with served(reply_of(b"\x04", long)) as server:
        record = Connection(server.address, timeout=SOON).get_printer_attributes("Office")
        assert record["n" * 32768] == "v" * 32768


def test_an_error_in_the_reply_with_hostile_text() -> None:
    body = reply_of(status=0x0400)
    text = attribute(0x41, b"status-message", b"\x1b]0;evil\x07%s%n{x}" + b"\xff" * 1000)
    body = body[:-1] + text + b"\x03"
    with served(body) as server, pytest.raises(RequestError) as caught:
        ask(Connection(server.address, timeout=SOON))
    assert "%s%n{x}" in caught.value.message
    str(caught.value)
    repr(caught.value)


# TLS


def stops_in_the_handshake(data: bytes) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.send(data)
        exchange.stay_silent()

    return behave


HANDSHAKES: dict[str, tuple[Behaviour, Kinds]] = {
    "silence": (silence(), DeadlineExceeded),
    "half a record": (stops_in_the_handshake(b"\x16\x03\x03\x00\x7a\x02\x00"), DeadlineExceeded),
    "a record's head": (stops_in_the_handshake(b"\x16\x03"), DeadlineExceeded),
    "an alert": (stops_in_the_handshake(b"\x15\x03\x03\x00\x02\x02\x28"), TlsFailed),
    "plain HTTP": (
        stops_in_the_handshake(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        (TlsFailed, DeadlineExceeded),
    ),
    "garbage": (stops_in_the_handshake(bytes(range(256)) * 40), (TlsFailed, DeadlineExceeded)),
    "hanging up": (hang_up(), (TlsFailed, NetworkError)),
    "a reset": (hang_up(reset=True), (TlsFailed, NetworkError)),
}


@pytest.mark.parametrize("name", HANDSHAKES)
def test_tls_that_stops_in_the_handshake(name: str) -> None:
    behaviour, expected = HANDSHAKES[name]
    with HostileServer(behaviour) as server, bounded(), pytest.raises(expected):
        ask(Connection(server.address, encryption=Encryption.ALWAYS), patience(expected))


@pytest.mark.parametrize("after", [0, 1, 30, 120, -30, -1])
def test_tls_that_stops_in_the_reply(tmp_path: Path, after: int) -> None:
    context = make_certificate(tmp_path / "tls").context()
    with HostileServer(over_tls(context, cut(with_id(PRINTER), after=after))) as server:
        connection = Connection(
            server.address, encryption=Encryption.ALWAYS, trust=lambda _c: True, timeout=SOON
        )
        with bounded(), pytest.raises((NetworkError, ProtocolError, TlsFailed)):
            ask(connection)
        assert len(server.requests) == 1


def test_tls_trickle_and_good_manners(tmp_path: Path) -> None:
    context = make_certificate(tmp_path / "tls").context()
    slow = over_tls(context, trickle(with_id(PRINTER), every=0.02))
    with HostileServer(slow, over_tls(context, GOOD)) as server:
        connection = Connection(
            server.address, encryption=Encryption.ALWAYS, trust=lambda _c: True, timeout=SOON
        )
        with bounded(), pytest.raises(DeadlineExceeded):
            ask(connection, SHORT)
        assert ask(connection) == "Office"


def test_no_descriptor_is_left_of_any_of_it() -> None:
    before = descriptors()
    for name in ("hang up at once", "length too short", "garbage", "redirected in a circle"):
        behaviour, expected = MISBEHAVIOURS[name]
        with HostileServer(behaviour) as server:
            for _ in range(20):
                connection = Connection(server.address, timeout=SOON)
                with connection, pytest.raises(expected):
                    ask(connection)
    assert eventually(lambda: descriptors() <= before)
