# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Encrypted connections: whose certificate it is, and who decides about it."""

from __future__ import annotations

import pickle
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cups.phases import PRINTERS

from unjam.cups import Connection, Encryption, errors
from unjam.cups import certificate as certificates
from unjam.cups.certificate import Certificate, Trust
from unjam.sandbox import Sandbox
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.certificates import Certificate as Pair
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Exchange, HostileServer
from unjam.sandbox.layout import program

UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2,HTTP/1.1\r\n\r\n"
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_certificate(tmp_path_factory.mktemp("good"))


@dataclass(frozen=True)
class Signed:
    """A server's certificate, and that of the authority that signed it."""

    pair: Pair
    authority: Path


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    folder = tmp_path_factory.mktemp("signed")
    made, wish, names = make_certificate(folder), folder / "wish.pem", folder / "names"
    root, key = folder / "root.pem", folder / "root.key"
    names.write_text("subjectAltName = DNS:localhost,IP:127.0.0.1\n")
    for words in (
        ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", "/CN=authority",
         "-out", root],
        ["req", "-new", "-key", made.key, "-subj", "/CN=signed", "-out", wish],
        ["x509", "-req", "-in", wish, "-CA", root, "-CAkey", key, "-days", "99",
         "-set_serial", "7", "-extfile", names, "-out", made.certificate],
    ):  # fmt: skip
        subprocess.run([program("openssl"), *map(str, words)], check=True, capture_output=True)
    return Signed(made, root)


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Make a certificate one of this system's authorities."""

    def adopt(certificate: Path) -> None:
        def known() -> ssl.SSLContext:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.load_verify_locations(certificate)
            return context

        monkeypatch.setattr(ssl, "create_default_context", known)

    return adopt


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
    server: HostileServer, good: Pair, authority: Callable[[Path], None]
) -> None:
    with pytest.raises(errors.CertificateUntrusted):
        connection(server).get_printers()
    authority(good.certificate)
    trusting = connection(server)
    assert len(trusting.get_printers()) == 1
    assert trusting.certificate is not None
    assert trusting.certificate.self_signed
    assert not trusting.certificate.problems


def test_an_authority_vouches_for_what_it_signed(
    signed: Signed, authority: Callable[[Path], None]
) -> None:
    with serving(signed.pair) as server:
        with pytest.raises(errors.CertificateUntrusted) as raised:
            connection(server).get_printers()
        assert raised.value.certificate is not None
        assert raised.value.certificate.problems == ("untrusted",)
        authority(signed.authority)
        assert len(connection(server).get_printers()) == 1


def test_the_caller_is_told_what_the_authorities_say(
    signed: Signed, authority: Callable[[Path], None]
) -> None:
    def decide(shown: Certificate) -> bool:
        return not shown.problems

    with serving(signed.pair) as server:
        with pytest.raises(errors.CertificateUntrusted):
            connection(server, decide).get_printers()
        authority(signed.authority)
        assert len(connection(server, decide).get_printers()) == 1


def test_an_authority_does_not_vouch_for_another_name(
    tmp_path: Path, authority: Callable[[Path], None]
) -> None:
    other = make_certificate(tmp_path, name="elsewhere.example", address="")
    authority(other.certificate)
    with serving(other) as server, pytest.raises(errors.CertificateNameMismatch):
        connection(server).get_printers()


def test_the_authorities_are_asked_once_while_the_certificate_stays(
    good: Pair, authority: Callable[[Path], None]
) -> None:
    shaken: list[None] = []

    def once(exchange: Exchange) -> None:
        exchange.start_tls(good.context())
        shaken.append(None)
        reply = PRINTERS if isinstance(PRINTERS, bytes) else PRINTERS(exchange.read_request())
        exchange.send(reply.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))

    authority(good.certificate)
    with HostileServer(once) as server:
        asked = connection(server)
        for _ in range(3):
            asked.get_printers()
    assert len(shaken) == 1 + 3


@pytest.mark.parametrize("silent", [False, True])
def test_who_cannot_ask_the_authorities_trusts_nobody(
    good: Pair, authority: Callable[[Path], None], *, silent: bool
) -> None:
    """The server lets one connection in, and says nothing on any other, or hangs up."""
    authority(good.certificate)
    first = acts.over_tls(good.context(), acts.answer(PRINTERS))
    with HostileServer(first, acts.silence() if silent else acts.greet(b"")) as server:
        asked = Connection(server.address, encryption=Encryption.ALWAYS, timeout=2)
        with pytest.raises(errors.CertificateUntrusted):
            asked.get_printers()


def test_session_tickets_do_not_disturb(good: Pair) -> None:
    with serving(good, tickets=4) as server:
        trusting = connection(server, good.fingerprint)
        for _ in range(3):
            assert len(trusting.get_printers()) == 1


def test_a_server_without_tls(good: Pair) -> None:
    with HostileServer(acts.greet(b"220 ready\r\n")) as server, pytest.raises(errors.TlsFailed):
        connection(server, good.fingerprint).get_printers()


def upgrading(pair: Pair) -> Callable[[Exchange], None]:
    """Answer 426 until the client upgrades within HTTP (RFC 2817)."""

    def upgrade(exchange: Exchange) -> None:
        while "upgrade" not in exchange.read_request().headers:
            exchange.send(acts.http_reply(status=426))
        exchange.send(UPGRADED)
        exchange.start_tls(pair.context())
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        acts.answer(PRINTERS)(exchange)

    return upgrade


def test_upgraded_from_plain(good: Pair) -> None:
    with HostileServer(upgrading(good)) as server:
        asked = Connection(server.address, trust=good.fingerprint)
        assert len(asked.get_printers()) == 1
        assert asked.encryption == Encryption.REQUIRED
    with HostileServer(acts.status(426)) as server:
        never = Connection(server.address, encryption=Encryption.NEVER)
        with pytest.raises(errors.UpgradeRequired):
            never.get_printers()


@pytest.mark.parametrize("self_signed", [False, True])
def test_the_authorities_are_asked_about_an_upgraded_connection(
    good: Pair, signed: Signed, authority: Callable[[Path], None], *, self_signed: bool
) -> None:
    pair = good if self_signed else signed.pair
    with HostileServer(upgrading(pair)) as server:
        with pytest.raises(errors.CertificateUntrusted) as raised:
            Connection(server.address).get_printers()
        assert raised.value.certificate is not None
        assert raised.value.certificate.fingerprint.endswith(pair.fingerprint)
        authority(good.certificate if self_signed else signed.authority)
        assert len(Connection(server.address).get_printers()) == 1


@pytest.mark.parametrize("encryption", [Encryption.REQUIRED, Encryption.ALWAYS])
def test_the_certificate_of_a_real_scheduler(
    encryption: Encryption, authority: Callable[[Path], None]
) -> None:
    """It makes itself one: trusted when it was stored, or made one of the authorities."""
    with Sandbox(("Office",)) as box:
        server = box.server.replace("127.0.0.1", "localhost")
        with pytest.raises(errors.CertificateError) as raised:
            Connection(server, encryption=encryption).get_printers()
        shown = raised.value.certificate
        assert shown is not None
        trusting = Connection(server, encryption=encryption, trust=shown.fingerprint)
        assert len(trusting.get_printers()) == 1
        stored = box.base / "shown.pem"
        stored.write_text(ssl.DER_cert_to_PEM_cert(shown.encoded))
        authority(stored)
        assert len(Connection(server, encryption=encryption).get_printers()) == 1


@pytest.mark.parametrize("encryption", [Encryption.REQUIRED, Encryption.ALWAYS])
def test_a_socket_is_its_own_voucher(encryption: Encryption) -> None:
    """Who listens there is who may make it: a certificate says nothing more, unless asked to."""
    with Sandbox(("Office",)) as box:
        local = Connection(str(box.socket), encryption=encryption)
        assert len(local.get_printers()) == 1
        assert local.certificate is not None
        with pytest.raises(errors.CertificateChanged):
            Connection(str(box.socket), encryption=encryption, trust="0" * 64).get_printers()
        with pytest.raises(errors.CertificateError):
            Connection(
                str(box.socket), encryption=encryption, trust=lambda _shown: False
            ).get_printers()


@pytest.mark.parametrize("cut", range(0, 700, 7))
def test_a_damaged_certificate_is_a_value_error(good: Pair, cut: int) -> None:
    encoded = ssl.PEM_cert_to_DER_cert(good.certificate.read_text())
    with pytest.raises(ValueError, match="certificate"):
        certificates.examine(encoded[: min(cut, len(encoded) - 1)], valid_name=True)
