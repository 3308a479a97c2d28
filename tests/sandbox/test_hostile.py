# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The hostile server keeps its word, seen by sockets, `http.client` and libcups' own tools."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest

from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import HostileServer
from unjam.sandbox.layout import program
from unjam.sandbox.processes import wait_until

ATTRIBUTES = {
    "printer-name": wire.attribute(wire.NAME, "Fake"),
    "printer-state": wire.attribute(wire.ENUM, 3),
}


def get(server: HostileServer, resource: str = "/") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
    connection.request("GET", resource)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def raw(server: HostileServer, request: bytes = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") -> bytes:
    with socket.create_connection((server.host, server.port), timeout=90) as connection:
        connection.sendall(request)
        received = b""
        while block := connection.recv(65536):
            received += block
        return received


def test_silence_is_silence() -> None:
    with (
        HostileServer(acts.silence()) as server,
        socket.create_connection((server.host, server.port), timeout=0.1) as connection,
    ):
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_closing_wakes_everybody() -> None:
    """The replies would come in ten minutes."""
    server = HostileServer(acts.slowly(acts.http_reply(b"late"), delay=600))
    with server:
        waiting = [threading.Thread(target=raw, args=(server,), daemon=True) for _ in range(5)]
        for thread in waiting:
            thread.start()
        wait_until(lambda: len(server.requests) == 5, what="five requests", timeout=30)
    for thread in waiting:
        thread.join(60)
        assert not thread.is_alive()
    assert not any(
        thread.is_alive() for thread in threading.enumerate() if thread.name == "hostile"
    )


def test_a_trickle_arrives_whole_and_slowly() -> None:
    reply = acts.http_reply(b"0123456789", headers={"Connection": "close"})
    with HostileServer(acts.trickle(reply, every=0.002, block=8)) as server:
        begin = time.monotonic()
        assert get(server) == (200, b"0123456789")
        assert time.monotonic() - begin > 0.02


def test_a_cut_reply_ends_in_the_middle() -> None:
    reply = acts.http_reply(b"x" * 100)
    with HostileServer(acts.cut(reply, after=-40)) as server:
        assert raw(server) == reply[:-40]


def test_a_reset_is_a_reset() -> None:
    with (
        HostileServer(acts.hang_up(reset=True)) as server,
        pytest.raises((ConnectionResetError, BrokenPipeError)),
    ):
        raw(server)
        raw(server)


def test_lengths_lie() -> None:
    with (
        HostileServer(acts.wrong_length(b"short", says=50)) as server,
        socket.create_connection((server.host, server.port), timeout=30) as connection,
    ):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        received = b""
        while not received.endswith(b"\r\n\r\nshort"):
            block = connection.recv(65536)
            assert block, received
            received += block
        lengths = [it for it in received.splitlines() if it.lower().startswith(b"content-length")]
        assert lengths == [b"Content-Length: 50"]
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):  # it says no more, and does not hang up either
            connection.recv(1)


def test_statuses_redirects_and_garbage() -> None:
    with HostileServer(acts.status(404), acts.redirect("/again"), acts.garbage(b"?")) as server:
        assert get(server)[0] == 404
        assert get(server)[0] == 301
        assert raw(server) == b"?"
        assert server.connections == 3
        assert [request.method for request in server.requests] == ["GET"] * 3


def test_a_login_is_asked_for_until_it_is_right() -> None:
    with HostileServer(acts.challenge("me", "secret", acts.http_reply(b"in"))) as server:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        statuses = []
        for login in ("", "bWU6d3Jvbmc=", "bWU6c2VjcmV0"):
            connection.request("GET", "/", headers={"Authorization": f"Basic {login}"})
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        connection.close()
        assert statuses == [401, 401, 200]


def test_libcups_takes_the_fake_printer_for_one() -> None:
    with HostileServer(acts.fake_printer(ATTRIBUTES)) as server:
        assert "printer-name (nameWithoutLanguage) = Fake" in ipptool(server.uri())
        assert "Not Found" in ipptool(server.uri("/printers/old"))


@pytest.mark.parametrize("ends", ["20491231235959Z", "20210101000000Z"])
def test_tls_with_a_certificate_of_any_age(tmp_path: Path, ends: str) -> None:
    certificate = make_certificate(tmp_path / "made", ends=ends)
    behaviour = acts.over_tls(certificate.context(), acts.fake_printer(ATTRIBUTES))
    with HostileServer(behaviour) as server:
        shown = ssl.get_server_certificate((server.host, server.port))
        assert shown.strip() == certificate.certificate.read_text().strip()
        assert "printer-name" in ipptool(server.uri(scheme="ipps"))


def test_an_old_tls_cannot_be_spoken(tmp_path: Path) -> None:
    context = make_certificate(tmp_path / "made").context(newest=ssl.TLSVersion.TLSv1_1)
    with (
        HostileServer(acts.over_tls(context, acts.silence())) as server,
        pytest.raises(ssl.SSLError),
    ):
        ssl.get_server_certificate((server.host, server.port))


def test_ipv6_too() -> None:
    with HostileServer(acts.status(200, body=b"six"), host="::1") as server:
        assert server.address.startswith("[::1]:")
        assert get(server) == (200, b"six")


def ipptool(uri: str) -> str:
    done = subprocess.run(
        [program("ipptool"), "-tv", "-T", "30", uri, "get-printer-attributes.test"],
        capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_a_relay_passes_on_what_it_changes() -> None:
    page = acts.http_reply(b"noon", content_type="text/plain")
    with HostileServer(acts.answer(page)) as behind:

        def connect() -> socket.socket:
            return socket.create_connection((behind.host, behind.port))

        relay = acts.relay(connect, lambda block: block.replace(b"noon", b"dusk"))
        with HostileServer(relay) as server:
            assert get(server) == (200, b"dusk")
            assert get(server) == (200, b"dusk")


def test_one_port_speaks_plainly_and_encrypted(tmp_path: Path) -> None:
    context = make_certificate(tmp_path).context()
    secure = acts.answer(acts.http_reply(b"secret"))
    with HostileServer(acts.plain_or_tls(context, acts.status(426), secure)) as server:
        assert get(server)[0] == 426
        trusting = ssl.create_default_context(cafile=tmp_path / "certificate.pem")
        connection = http.client.HTTPSConnection(
            "localhost", server.port, context=trusting, timeout=5
        )
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"secret"
        connection.close()
