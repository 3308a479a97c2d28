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

from unjam.cups import Connection, Encryption
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer

SOON = 20.0
PRINTERS = acts.printer_reply({"printer-name": wire.attribute(wire.NAME, "Office")})


def test_a_kept_tls_connection_that_the_server_ended_in_good_order(tmp_path: Path) -> None:
    """It says goodbye (close_notify) before it closes: bytes to read, but none to live on."""
    context = make_certificate(tmp_path / "tls").context()
    ended = threading.Semaphore(0)

    def one_answer(exchange: Exchange) -> None:
        exchange.start_tls(context)
        exchange.send(PRINTERS(exchange.read_request()))
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
