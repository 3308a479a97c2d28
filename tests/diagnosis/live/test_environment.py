# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which server, whose files: the real environment, on prepared directories."""

from __future__ import annotations

import pwd
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.live.locations import read_locations
from unjam.diagnosis.reading.listeners import describes, own_address
from unjam.diagnosis.reading.server_address import ServerAddress


def test_the_defaults_of_a_build() -> None:
    found = read_locations("/etc/cups/cups-files.conf", "", standard=True)
    assert found.backend_dir == "/usr/lib/cups/backend"
    assert found.ppd_dir == "/etc/cups/ppd"
    assert found.temp == "/var/spool/cups/tmp"
    assert found.error_log == "/var/log/cups/error_log"
    assert found.keychain == "/etc/cups/ssl"


def test_what_cups_files_conf_says() -> None:
    text = "ServerRoot /x\nRequestRoot spool\nErrorLog syslog\nPageLog log/page\nSystemGroup a b\n"
    found = read_locations("/somewhere/cups-files.conf", text, standard=False)
    assert (found.spool, found.temp) == ("/x/spool", "/x/spool/tmp")
    assert (found.error_log, found.page_log) == ("", "/x/log/page")
    assert found.system_groups == ("a", "b")
    assert found.cupsd_conf == "/somewhere/cupsd.conf"


@pytest.mark.parametrize(
    ("conf", "server", "expected"),
    [
        ("", "localhost:631", True),
        ("", "localhost:8631", False),
        ("Port 8631", "localhost:8631", True),
        ("Listen *:8631\nListen /run/cups/cups.sock", "127.0.0.1:8631", True),
        ("Listen 127.0.0.1:8631", "localhost:631", False),
        ("Listen /x/sock", "/x/sock", True),
        ("Listen /x/sock", "/y/sock", False),
        ("Listen /x/sock", "/run/cups/cups.sock", True),
        ("Listen [::1]:631", "[::1]:631", True),
        ("Listen nonsense:port", "localhost:1", False),
    ],
)
def test_whose_configuration_it_is(conf: str, server: str, expected: bool) -> None:
    assert describes(conf, ServerAddress.parse(server)) is expected


@pytest.mark.parametrize(
    ("conf", "address"),
    [
        ("", "/run/cups/cups.sock"),
        ("Listen *:8631", "localhost:8631"),
        ("Listen *:8631\nListen /x/sock", "/x/sock"),
    ],
)
def test_where_a_server_listens_by_itself(conf: str, address: str) -> None:
    assert str(own_address(conf)) == address


async def test_the_persons_settings_in_their_order(tmp_path: Path) -> None:
    root, home = tmp_path / "root", tmp_path / "home"
    (home / ".cups").mkdir(parents=True)
    root.mkdir()
    environ = {"CUPS_SERVERROOT": str(root), "HOME": str(home)}
    (root / "client.conf").write_text("ServerName system.example:8631\n")
    env = await LiveEnv.open(environ=environ)
    assert env.server == "system.example:8631"
    (home / ".cups/client.conf").write_text("# mine\nServerName mine.example\n")
    env = await LiveEnv.open(environ=environ)
    assert env.server == "mine.example:631"
    assert env.server_setting
    assert env.server_setting.source == str(home / ".cups/client.conf")
    env = await LiveEnv.open(environ={**environ, "CUPS_SERVER": "/run/x/sock"})
    assert env.server == "/run/x/sock"
    env = await LiveEnv.open("given:1", environ=environ)
    assert (env.server, env.server_setting) == ("given:1", None)


@pytest.mark.parametrize(
    "bad", ["", "a b", "host:port", "host:0", "host:70000", "[::1", "[::1]x", "u@h"]
)
async def test_a_malformed_server_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        LiveEnv(bad)


async def test_local_or_not() -> None:
    assert await LiveEnv("/run/cups/cups.sock").is_local()
    assert await LiveEnv("localhost").is_local()
    assert await LiveEnv("[::1]:631").is_local()
    assert not await LiveEnv("192.0.2.1:631").is_local()


class Directory:
    """A name service, asked in the event loop's own thread by mistake or in another by right."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer: str | None = None
        self._released = threading.Event()
        monkeypatch.setattr(socket, "getaddrinfo", self._look_up)
        monkeypatch.setattr("unjam.diagnosis.live.environment.NAME_TIMEOUT", 0.05)

    def _look_up(self, host: str, *_args: object, **_options: object) -> list[object]:
        assert threading.current_thread() is not threading.main_thread(), "on the event loop"
        if self.answer is None:
            self._released.wait()
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (self.answer, 0))]

    def close(self) -> None:
        self._released.set()


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    made = Directory(monkeypatch)
    yield made
    made.close()


@pytest.mark.parametrize(("address", "local"), [("127.0.0.1", True), ("192.0.2.1", False)])
async def test_a_name_is_looked_up_without_holding_up_the_loop(
    address: str, local: bool, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unjam.diagnosis.live.environment.NAME_TIMEOUT", 600.0)
    directory.answer = address
    assert await LiveEnv("print.example").is_local() is local


async def test_a_silent_name_service_does_not_make_it_another_machine(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = LiveEnv("print.example")
    for look in (env.is_local, env.cups_files):
        with pytest.raises(Unavailable, match="does not answer") as caught:
            await look()
        assert not caught.value.foreseen
    monkeypatch.setattr("unjam.diagnosis.live.environment.NAME_TIMEOUT", 600.0)
    directory.answer = "127.0.0.1"
    assert await env.is_local(), "silence is not remembered"


async def test_the_users_name_is_looked_up_without_holding_up_the_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()

    def look_up(_uid: int) -> object:
        assert threading.current_thread() is not threading.main_thread(), "on the event loop"
        released.wait()
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", look_up)
    monkeypatch.setattr("unjam.diagnosis.live.environment.NAME_TIMEOUT", 0.05)
    env = await LiveEnv.open("localhost", environ={"USER": "alice"})
    released.set()
    assert env.user == "alice"


async def test_a_remote_servers_files_are_out_of_reach_and_that_is_foreseen() -> None:
    with pytest.raises(Unavailable, match="another machine") as caught:
        await LiveEnv("192.0.2.1:631").cups_files()
    assert caught.value.foreseen


async def test_files_that_were_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await LiveEnv("localhost", cups_files=tmp_path / "nothing").cups_files()
