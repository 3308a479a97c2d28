# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Servers: how they are written, and why they cannot be reached."""

from __future__ import annotations

import pickle
import socket
from pathlib import Path

import pytest

from unjam.cups import AsyncConnection, AsyncPool, Connection, Encryption, errors
from unjam.cups.address import Address, parse
from unjam.cups.errors import CupsError


@pytest.mark.parametrize(
    ("written", "host", "port", "normal"),
    [
        ("printsrv", "printsrv", 631, "printsrv:631"),
        ("printsrv:8631", "printsrv", 8631, "printsrv:8631"),
        ("10.0.0.1:631", "10.0.0.1", 631, "10.0.0.1:631"),
        ("[::1]:8631", "::1", 8631, "[::1]:8631"),
        ("[fe80::1%eth0]", "fe80::1%eth0", 631, "[fe80::1%eth0]:631"),
        ("::1", "::1", 631, "[::1]:631"),
        ("/run/cups/cups.sock", "/run/cups/cups.sock", 631, "/run/cups/cups.sock"),
        ("büro.example", "büro.example", 631, "büro.example:631"),
    ],
)
def test_what_a_server_looks_like(written: str, host: str, port: int, normal: str) -> None:
    assert parse(written) == Address(host, port)
    assert str(parse(written)) == normal
    assert parse(normal) == Address(host, port)


@pytest.mark.parametrize(
    "written",
    [
        "", ":631", "host:", "host:0", "host:65536", "host:99999999999", "host:abc", "a b", "a/b",
        "ipp://host/", "user@host", "[::1", "[::1]x", "[::1]:", "[nonsense]:631", "host:1:2",
        "/" + "x" * 200, "/a\0b", "host\n", "x" * 300, "host:٣",
    ],
)  # fmt: skip
def test_what_does_not(written: str) -> None:
    with pytest.raises(errors.InvalidServer) as raised:
        Connection(written)
    assert isinstance(raised.value, ValueError)


def test_defaults_follow_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:8765")
    monkeypatch.setenv("CUPS_USER", "ann")
    assert Connection().server == "127.0.0.1:8765"
    assert Connection().user == "ann"
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "sock"))
    assert Connection().server == str(tmp_path / "sock")
    assert Connection("other").server == "other:631"


@pytest.mark.parametrize("kind", [Connection, AsyncConnection])
def test_the_persons_encryption_is_for_every_server(
    kind: type[Connection | AsyncConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_ENCRYPTION", "Required")
    for connection in (kind(), kind("other"), kind("other", user="ann")):
        assert connection.encryption is Encryption.REQUIRED
    for chosen in Encryption:
        assert kind("other", encryption=chosen).encryption is chosen
        assert kind(encryption=chosen).encryption is chosen


async def test_a_pool_has_the_persons_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_ENCRYPTION", "Required")
    async with AsyncPool("other", user="ann") as pool:
        assert pool.encryption is Encryption.REQUIRED


def test_a_default_that_is_no_server_harms_only_who_takes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "no server:x")
    monkeypatch.setenv("CUPS_USER", "ann")
    assert (Connection("other").server, Connection("other").user) == ("other:631", "ann")
    with pytest.raises(errors.InvalidServer):
        Connection()


def test_nobody_listens() -> None:
    with socket.socket() as bound:  # and nobody else can listen there meanwhile
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(errors.Refused) as raised:
            Connection(f"127.0.0.1:{bound.getsockname()[1]}").get_printers()
    assert isinstance(raised.value, ConnectionRefusedError)
    assert raised.value.operation == "CUPS-Get-Printers"


def test_a_socket_is_missing_or_stale(tmp_path: Path) -> None:
    with pytest.raises(errors.SocketMissing):
        Connection(str(tmp_path / "none")).get_printers()
    stale = tmp_path / "stale"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(stale))
    with pytest.raises(errors.Refused):
        Connection(str(stale)).get_printers()


@pytest.mark.rights_matter
def test_a_socket_may_be_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "closed"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        path.chmod(0)
        with pytest.raises(errors.SocketForbidden) as raised:
            Connection(str(path)).get_printers()
    assert isinstance(raised.value, PermissionError)


def test_a_name_without_address() -> None:
    with pytest.raises(errors.NameNotResolved):
        Connection("no-such-host.invalid").get_printers()


# --- errors ---------------------------------------------------------------------------------------

CLASSES = [
    each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, CupsError)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_pickles_and_says_its_message(kind: type[CupsError]) -> None:
    error = kind("Get-Jobs", 0x0406, "the message")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(again) is kind
    assert (again.operation, again.status, again.message) == ("Get-Jobs", 0x0406, "the message")
    assert str(error) == "the message (Get-Jobs)"
    assert kind.__doc__


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (0x0406, errors.NotFound),
        (0x0403, errors.NotAuthorized),
        (0x0506, errors.PrinterNotAccepting),
        (0x04FF, errors.RequestError),
        (0x05FF, errors.ServerError),
        (0x0280, errors.CupsError),
        (0x1000, errors.AuthenticationCancelled),
    ],
)
def test_a_status_has_its_class_and_an_unknown_one_its_family(
    status: int, kind: type[CupsError]
) -> None:
    error = errors.from_status("Get-Jobs", status, "")
    assert type(error) is kind
    assert error.message
