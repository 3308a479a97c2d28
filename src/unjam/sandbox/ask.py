# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking a server of the sandbox over IPP: one request, one reply, one connection, a deadline."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping
from typing import Final

from unjam.sandbox import wire
from unjam.sandbox.errors import SandboxError

GET_PRINTER_ATTRIBUTES: Final = 0x000B
PRINT_JOB: Final = 0x0002
CREATE_JOB: Final = 0x0005
SEND_DOCUMENT: Final = 0x0006
CANCEL_JOB: Final = 0x0008
GET_JOB_ATTRIBUTES: Final = 0x0009
GET_JOBS: Final = 0x000A
HOLD_JOB: Final = 0x000C
RELEASE_JOB: Final = 0x000D
PAUSE_PRINTER: Final = 0x0010
RESUME_PRINTER: Final = 0x0011
SET_JOB_ATTRIBUTES: Final = 0x0014
HOLD_NEW_JOBS: Final = 0x0025
RELEASE_HELD_NEW_JOBS: Final = 0x0026
CUPS_GET_DEFAULT: Final = 0x4001
CUPS_ADD_MODIFY_PRINTER: Final = 0x4003
CUPS_DELETE_PRINTER: Final = 0x4004
CUPS_ADD_MODIFY_CLASS: Final = 0x4006
CUPS_ACCEPT_JOBS: Final = 0x4008
CUPS_REJECT_JOBS: Final = 0x4009
CUPS_SET_DEFAULT: Final = 0x400A

JOB_CANCELED: Final = 7
"""The lowest `job-state` of a job that is over (RFC 8011, 5.3.7)."""

Socket = socket.socket


class RefusedError(SandboxError):
    """The server answered with an IPP error; `status` is its code."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"IPP status 0x{status:04x}: {text}")
        self.status = status


class _Connected(http.client.HTTPConnection):
    """HTTP over a socket that is connected already."""

    def __init__(self, connected: socket.socket, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        connected.settimeout(timeout)
        self.sock = connected


def ask(
    connected: socket.socket,
    resource: str,
    message: wire.Message,
    *,
    timeout: float = 10.0,
    headers: Mapping[str, str] | None = None,
) -> wire.Message:
    """Send one request and read the reply. Raises `RefusedError` for an IPP error, `OSError`."""
    all_headers = {"Content-Type": "application/ipp"} | dict(headers or {})
    body = _exchange(connected, "POST", resource, wire.encode(message), timeout, all_headers)
    return _checked(wire.decode(body))


def get(connected: socket.socket, resource: str, *, timeout: float = 10.0) -> bytes:
    """Return the body of a GET; raises `SandboxError` unless the status is 200."""
    return _exchange(connected, "GET", resource, None, timeout, {})


def _exchange(
    connected: socket.socket,
    method: str,
    resource: str,
    body: bytes | None,
    timeout: float,
    headers: Mapping[str, str],
) -> bytes:
    connection = _Connected(connected, timeout)
    try:
        connection.request(method, resource, body, headers)
        response = connection.getresponse()
        answer = response.read()
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise SandboxError(f"{method} {resource}: HTTP status {response.status}")
    return answer


def _checked(reply: wire.Message) -> wire.Message:
    if reply.code >= 0x0100:
        text = reply.records(wire.OPERATION)[0].get("status-message", "no message")
        raise RefusedError(reply.code, str(text))
    return reply
