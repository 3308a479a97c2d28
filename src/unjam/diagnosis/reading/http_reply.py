# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What an HTTP server said, from the bytes that came back (RFC 9112), and whether it is IPP."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime

MISSING = -1


@dataclass(frozen=True, slots=True)
class HttpReply:
    """The head of a reply, and as much of its body as was read."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def is_ipp(self) -> bool:
        """Whether the body is an IPP message (RFC 8010, 3.1)."""
        return self.header("content-type").startswith("application/ipp") and len(self.body) >= 8

    @property
    def ipp_status(self) -> int:
        """The IPP status code; -1 where the body is not IPP."""
        return int.from_bytes(self.body[2:4], "big") if self.is_ipp else MISSING

    @property
    def date(self) -> float:
        """The server's clock in seconds since 1970, or 0 where it did not tell."""
        try:
            return parsedate_to_datetime(self.header("date")).timestamp()
        except (ValueError, TypeError):
            return 0.0

    def __str__(self) -> str:
        return f"HTTP {self.status} {self.reason}".rstrip()


def read_reply(data: bytes) -> HttpReply | None:
    """Read the last reply of a stream (after 1xx ones); None when it is not HTTP."""
    head, separator, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    version, _space, rest = lines[0].partition(" ")
    code, _space, reason = rest.partition(" ")
    if not version.startswith("HTTP/") or not code.isdigit():
        return None
    if code.startswith("1") and separator and body:
        return read_reply(body)
    headers = tuple(
        (k.strip(), v.strip()) for k, _colon, v in (x.partition(":") for x in lines[1:])
    )
    if any(key.lower() == "transfer-encoding" and "chunked" in value for key, value in headers):
        body = _dechunked(body)
    return HttpReply(int(code), reason.strip(), headers, body)


def ipp_request(host: str, resource: str, message: bytes) -> bytes:
    """Return the bytes of a POST that asks to close the connection after the reply."""
    head = (
        f"POST {resource} HTTP/1.1\r\n"
        f"Host: {host}\r\n"
        "Content-Type: application/ipp\r\n"
        f"Content-Length: {len(message)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + message


def simple_message(operation: int, *attributes: tuple[int, str, str]) -> bytes:
    """Encode an IPP 2.0 request with charset, language and these (tag, name, value)."""
    message = b"\x02\x00" + operation.to_bytes(2, "big") + b"\x00\x00\x00\x01\x01"
    required = ((0x47, "attributes-charset", "utf-8"), (0x48, "attributes-natural-language", "en"))
    for tag, name, value in (*required, *attributes):
        message += bytes([tag]) + _counted(name) + _counted(value)
    return message + b"\x03"


def _counted(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2, "big") + data


def _dechunked(data: bytes) -> bytes:
    body = b""
    while data:
        size, _line, data = data.partition(b"\r\n")
        try:
            length = int(size.partition(b";")[0], 16)
        except ValueError:
            break
        if not length:
            break
        body, data = body + data[:length], data[length + 2 :]
    return body
