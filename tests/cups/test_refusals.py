# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A server that answers before the document has come: cupsd does, where it wants to know who asks.

It says 401, 403 or 413 in place of "100 Continue"; what it says must arrive, and the document must
go out whole on the next try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conditions import SOON

from unjam.cups import Connection, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer

DOCUMENT = b"%PDF-1.4 " + b"page " * 40_000
JOB = acts.ipp_reply(wire.Group(wire.JOB, {"job-id": wire.attribute(wire.INTEGER, 7)}))
PAGE = b"<HTML><HEAD><TITLE>No</TITLE></HEAD><BODY><H1>No</H1></BODY></HTML>"
STATUSES = {401: errors.NotAuthenticated, 403: errors.Forbidden, 413: errors.RequestTooLarge}


def head_of(exchange: Exchange) -> bytes:
    """Read a request's head, and say nothing about its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += exchange.receive()
    return data


def refusal(status: int, page: bytes = PAGE) -> bytes:
    """A final answer as cupsd gives it, with or without a page to read."""
    fields = {"Connection": "close", "WWW-Authenticate": acts.BASIC}
    return acts.http_reply(page, status=status, headers=fields, content_type="text/html")


def refusing(status: int, page: bytes = PAGE) -> Behaviour:
    """Answer the head alone."""

    def behave(exchange: Exchange) -> None:
        head_of(exchange)
        exchange.send(refusal(status, page))
        exchange.stay_silent()

    return behave


def pieces() -> Iterator[bytes]:
    for start in range(0, len(DOCUMENT), 5000):
        yield DOCUMENT[start : start + 5000]


SENDERS: dict[str, Callable[[Connection], object]] = {
    "bytes": lambda cups: cups.print_job("Office", DOCUMENT, title="x", timeout=SOON),
    "pieces": lambda cups: cups.print_job("Office", pieces(), title="x", timeout=SOON),
    "put": lambda cups: cups.put_file("/admin/conf/cupsd.conf", b"LogLevel warn\n", timeout=SOON),
}


@pytest.mark.parametrize("page", [PAGE, b""], ids=["with a page", "without"])
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("sender", SENDERS)
def test_a_refusal_instead_of_continue_arrives(sender: str, status: int, page: bytes) -> None:
    with HostileServer(refusing(status, page)) as server:
        cups = Connection(server.address, user="ann")
        with cups, pytest.raises(STATUSES[status]) as raised:
            SENDERS[sender](cups)
    assert not isinstance(raised.value, errors.NetworkError)


@pytest.mark.parametrize("sender", ["bytes", "pieces"])
def test_after_the_password_the_document_goes_out_whole(sender: str) -> None:
    with HostileServer(refusing(401), acts.answer(JOB)) as server:
        with Connection(server.address, user="ann", password=lambda _: "secret") as cups:
            assert SENDERS[sender](cups) == 7
        (request,) = server.requests
    assert request.ipp.data == DOCUMENT
    assert request.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("status", "kind", "wanted"),
    [(401, errors.NotAuthenticated, "password"), (426, errors.UpgradeRequired, "encryption")],
)
def test_what_was_read_from_an_iterator_cannot_be_sent_again_and_nobody_is_asked(
    status: int, kind: type[errors.CupsError], wanted: str
) -> None:
    def in_the_middle(exchange: Exchange) -> None:
        head_of(exchange)
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        exchange.receive()
        exchange.send(refusal(status))
        exchange.stay_silent()

    asked: list[object] = []
    with (
        HostileServer(in_the_middle) as server,
        Connection(server.address, user="ann", password=asked.append) as cups,
        pytest.raises(kind, match=f"{wanted}.*begun"),
    ):
        cups.print_job("Office", iter([DOCUMENT] * 400), title="x", timeout=SOON)
    assert asked == []


def test_a_connection_whose_upload_was_cut_short_is_not_used_again() -> None:
    no = wire.encode(wire.Message(0x0506, request_id=1, groups=[wire.operation_group()]))

    def early(exchange: Exchange) -> None:
        head_of(exchange)
        exchange.send(acts.http_reply(no))
        exchange.stay_silent()

    with HostileServer(early, acts.answer(JOB)) as server:
        with Connection(server.address, user="ann") as cups:
            with pytest.raises(errors.PrinterNotAccepting):
                SENDERS["bytes"](cups)
            assert SENDERS["bytes"](cups) == 7
        assert server.requests[-1].ipp.data == DOCUMENT


def test_an_empty_file_is_put() -> None:
    def created(exchange: Exchange) -> None:
        assert exchange.read_request().body == b""
        exchange.send(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")

    with HostileServer(created) as server, Connection(server.address, user="ann") as cups:
        cups.put_file("/admin/conf/cupsd.conf", b"", timeout=SOON)
        assert [request.method for request in server.requests] == ["PUT"]


def test_a_file_that_grows_is_sent_as_long_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "growing.pdf"
    path.write_bytes(DOCUMENT)

    def grow(_sent: int, _total: int | None) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    with HostileServer(acts.answer(JOB)) as server:
        with Connection(server.address, user="ann") as cups:
            cups.print_job("Office", path, title="x", progress=grow, timeout=SOON)
        assert server.requests[0].ipp.data == DOCUMENT


def test_a_file_that_shrinks_is_an_error_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shrinking.pdf"
    path.write_bytes(DOCUMENT * 4)

    def shrink(_sent: int, _total: int | None) -> None:
        path.write_bytes(b"")

    with (
        HostileServer(acts.answer(JOB)) as server,
        Connection(server.address, user="ann") as cups,
        pytest.raises(OSError, match="became shorter"),
    ):
        cups.print_job("Office", path, title="x", progress=shrink, timeout=SOON)
