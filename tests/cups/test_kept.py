# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Connections that are kept: used again while they are good, and replaced where they are not."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from tests.conditions import SOON
from tests.cups.phases import PRINTERS

from unjam.cups import Connection, Encryption, errors
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer, HttpRequest

PRINTER = wire.Group(wire.PRINTER, {"printer-name": wire.attribute(wire.NAME, "Office")})
UNMEASURED = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n\r\n"


def reply_to(request: HttpRequest, *groups: wire.Group) -> bytes:
    """An IPP message that answers this request."""
    return wire.encode(wire.Message(0, request.ipp.request_id, [wire.operation_group(), *groups]))


def test_a_kept_tls_connection_that_the_server_ended_in_good_order(tmp_path: Path) -> None:
    """It says goodbye (close_notify) before it closes: bytes to read, but none to live on."""
    context = make_certificate(tmp_path / "tls").context()
    ended = threading.Semaphore(0)

    def one_answer(exchange: Exchange) -> None:
        exchange.start_tls(context)
        exchange.send(acts.http_reply(reply_to(exchange.read_request(), PRINTER)))
        secure = exchange._socket
        assert isinstance(secure, ssl.SSLSocket)
        secure.setblocking(False)
        with suppress(ssl.SSLError):  # nobody waits for the client's goodbye
            secure.unwrap()
        exchange.finish()
        ended.release()

    with HostileServer(one_answer) as server:
        cups = Connection(
            server.address, user="ann", encryption=Encryption.ALWAYS, trust=lambda _: True
        )
        with cups:
            for count in range(1, 6):
                (found,) = cups.get_printers(timeout=SOON)
                assert found.printer_name == "Office"
                assert len(server.requests) == count
                assert ended.acquire(timeout=SOON)


EXHAUSTED = """
import errno, os, resource, sys
from unjam.cups import Connection
cups = Connection(sys.argv[1], user="ann")
cups.get_printers(timeout=20)
resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) - 1,) * 2)
try:
    cups.get_printers(timeout=20)
except OSError as error:
    print(errno.errorcode[error.errno])
"""


def test_without_a_free_descriptor_a_call_says_so() -> None:
    with HostileServer(acts.answer(PRINTERS)) as server:
        words = [sys.executable, "-c", EXHAUSTED, server.address]
        ended = subprocess.run(words, capture_output=True, text=True, check=True, timeout=SOON)
    assert ended.stdout == "EMFILE\n"


@pytest.mark.parametrize("whole", [True, False])
def test_a_reply_that_ends_with_its_connection(whole: bool) -> None:
    """Without a length, closing ends it (RFC 9112 section 6.3); what is no IPP then broke off."""

    def behave(exchange: Exchange) -> None:
        body = reply_to(exchange.read_request(), PRINTER)
        exchange.send(UNMEASURED + (body if whole else body[:-1]))
        exchange.finish()

    with HostileServer(behave) as server, Connection(server.address, user="ann") as cups:
        for count in (1, 2):
            if whole:
                assert [each.printer_name for each in cups.get_printers(timeout=SOON)] == ["Office"]
            else:
                with pytest.raises(errors.ProtocolError):
                    cups.get_printers(timeout=SOON)
            assert len(server.requests) == count


def test_a_stream_that_ends_with_its_connection() -> None:
    def behave(exchange: Exchange) -> None:
        device = wire.Group(
            wire.PRINTER, {"device-uri": wire.attribute(wire.URI, "socket://printer")}
        )
        exchange.send(UNMEASURED + reply_to(exchange.read_request(), device))
        exchange.finish()

    with HostileServer(behave) as server, Connection(server.address, user="ann") as cups:
        found = [each.device_uri for each in cups.iter_devices(timeout=SOON)]
    assert found == ["socket://printer"]


def test_a_reply_that_says_it_is_too_large_is_not_read() -> None:
    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        exchange.stay_silent()

    with (
        HostileServer(behave) as server,
        Connection(server.address, user="ann") as cups,
        pytest.raises(errors.ProtocolError, match="too large"),
    ):
        cups.get_printers(timeout=SOON)
