# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading an HTTP reply from raw bytes, whoever sent them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unjam.diagnosis.reading.http_reply import ipp_request, read_reply, simple_message

IPP = b"\x02\x00\x04\x06\x00\x00\x00\x01\x03"
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nDate: Sun, 22 Nov 2026 22:00:00 GMT\r\n"
)


def test_an_ipp_reply() -> None:
    reply = read_reply(HEAD + b"\r\n" + IPP)
    assert reply
    assert (reply.status, reply.ipp_status) == (200, 0x0406)
    assert reply.date == 1795384800.0
    assert str(reply) == "HTTP 200 OK"


def test_after_a_continue_and_in_chunks() -> None:
    chunks = b"4\r\n" + IPP[:4] + b"\r\n5\r\n" + IPP[4:] + b"\r\n0\r\n\r\n"
    data = b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    reply = read_reply(data)
    assert reply
    assert reply.body == IPP


def test_a_web_page_is_no_ipp() -> None:
    reply = read_reply(b"HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>")
    assert reply
    assert not reply.is_ipp
    assert (reply.status, reply.ipp_status, reply.date) == (404, -1, 0.0)


@given(st.binary())
def test_anything_may_come(data: bytes) -> None:
    reply = read_reply(data)
    assert reply is None or reply.status >= 0
    read_reply(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + data)


def test_the_request_is_what_cupsd_takes() -> None:
    message = simple_message(0x4001, (0x45, "printer-uri", "ipp://x/"))
    request = ipp_request("localhost", "/", message)
    assert request.endswith(message)
    assert f"Content-Length: {len(message)}".encode() in request
    assert message.startswith(b"\x02\x00\x40\x01\x00\x00\x00\x01\x01\x47")
