# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Encrypted connections: whose certificate it is, and who decides about it."""

from __future__ import annotations

import pickle
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from unjam.cups import Connection, Encryption, errors
from unjam.cups import certificate as certificates
from unjam.cups.certificate import Certificate, Trust
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.certificates import Certificate as Pair
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer

PRINTERS = acts.ipp_reply(
    wire.Group(wire.PRINTER, {"printer-name": wire.attribute(wire.NAME, "Office")})
)
UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2,HTTP/1.1\r\n\r\n"
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_certificate(tmp_path_factory.mktemp("good"))


@pytest.fixture
def server(good: Pair) -> Iterator[HostileServer]:
    with serving(good) as running:
        yield running


def serving(pair: Pair, *, tickets: int = 0) -> HostileServer:
    context = pair.context()
    context.num_tickets = tickets
    return HostileServer(acts.over_tls(context, acts.answer(PRINTERS)))


def connection(server: HostileServer, trust: Trust = None) -> Connection:
    return Connection(server.address, encryption=Encryption.ALWAYS, trust=trust)


def test_nobody_vouches_for_a_self_signed_certificate(server: HostileServer, good: Pair) -> None:
    with pytest.raises(errors.CertificateUntrusted) as raised:
        connection(server).get_printers()
    shown = raised.value.certificate
    assert shown is not None
    assert shown.fingerprint == f"sha256:{good.fingerprint}"
    assert shown.self_signed
    assert "self-signed" in shown.problems
    assert shown.fingerprint in str(raised.value)
    assert not server.requests, "nothing was said to a server that is not trusted"


def test_a_certificate_error_pickles_with_its_certificate(server: HostileServer) -> None:
    with pytest.raises(errors.CertificateError) as raised:
        connection(server).get_printers()
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - our own
    assert again.certificate == raised.value.certificate


def test_the_caller_decides_by_the_facts(server: HostileServer) -> None:
    seen: list[Certificate] = []

    def decide(shown: Certificate) -> bool:
        seen.append(shown)
        return True

    trusting = connection(server, decide)
    assert len(trusting.get_printers()) == 1
    assert len(trusting.get_printers()) == 1
    assert trusting.certificate == seen[0]
    assert len(seen) == 1, "once for each connection"
    assert seen[0].names == ("localhost", "127.0.0.1")
    assert seen[0].subject == seen[0].issuer == "CN=localhost"
    assert (seen[0].not_before.year, seen[0].not_after.year) == (2020, 2049)


def test_what_the_callback_raises_comes_out_unchanged(server: HostileServer) -> None:
    def fail(shown: Certificate) -> bool:
        raise LookupError("nobody here")

    with pytest.raises(LookupError, match="nobody here"):
        connection(server, fail).get_printers()


def test_a_stored_fingerprint(server: HostileServer, good: Pair) -> None:
    colons = ":".join(good.fingerprint[i : i + 2].upper() for i in range(0, 64, 2))
    for written in (good.fingerprint, f"sha256:{good.fingerprint}", colons):
        assert len(connection(server, written).get_printers()) == 1


def test_another_certificate_than_the_stored_one(server: HostileServer, good: Pair) -> None:
    other = "sha256:" + "0" * 64
    with pytest.raises(errors.CertificateChanged) as raised:
        connection(server, other).get_printers()
    assert raised.value.certificate is not None
    assert raised.value.certificate.fingerprint.endswith(good.fingerprint)


def test_expired_and_made_out_to_another(tmp_path: Path) -> None:
    expired = make_certificate(tmp_path / "old", ends="20210101000000Z")
    with serving(expired) as server, pytest.raises(errors.CertificateExpired):
        connection(server).get_printers()
    other = make_certificate(tmp_path / "other", name="elsewhere.example", address="")
    with serving(other) as server:
        with pytest.raises(errors.CertificateNameMismatch) as raised:
            connection(server).get_printers()
        shown = raised.value.certificate
        assert shown is not None
        assert shown.names == ("elsewhere.example",)
        assert len(connection(server, lambda _: True).get_printers()) == 1


def test_the_systems_authorities_vouch(
    server: HostileServer, good: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(good.certificate)
        return context

    encoded = ssl.PEM_cert_to_DER_cert(good.certificate.read_text())
    assert not certificates.vouched("127.0.0.1", server.port, encoded, 5)
    monkeypatch.setattr(ssl, "create_default_context", known)
    assert certificates.vouched("127.0.0.1", server.port, encoded, 5)
    assert not certificates.vouched("127.0.0.1", server.port, encoded[:-1], 5)


def test_session_tickets_do_not_disturb(good: Pair) -> None:
    with serving(good, tickets=4) as server:
        trusting = connection(server, good.fingerprint)
        for _ in range(3):
            assert len(trusting.get_printers()) == 1


def test_a_server_without_tls(good: Pair) -> None:
    with HostileServer(acts.greet(b"220 ready\r\n")) as server, pytest.raises(errors.TlsFailed):
        connection(server, good.fingerprint).get_printers()


def test_upgraded_from_plain(good: Pair) -> None:
    def upgrade(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(UPGRADED)
        exchange.start_tls(good.context())
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        acts.answer(PRINTERS)(exchange)

    with HostileServer(acts.status(426), upgrade) as server:
        asked = Connection(server.address, trust=good.fingerprint)
        assert len(asked.get_printers()) == 1
        assert asked.encryption == Encryption.REQUIRED
    with HostileServer(acts.status(426)) as server:
        never = Connection(server.address, encryption=Encryption.NEVER)
        with pytest.raises(errors.UpgradeRequired):
            never.get_printers()


@pytest.mark.parametrize("cut", range(0, 700, 7))
def test_a_damaged_certificate_is_a_value_error(good: Pair, cut: int) -> None:
    encoded = ssl.PEM_cert_to_DER_cert(good.certificate.read_text())
    with pytest.raises(ValueError, match="certificate"):
        certificates.examine(encoded[: min(cut, len(encoded) - 1)], valid_name=True)
