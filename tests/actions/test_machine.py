# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Modes and certificates: only ever towards less, and only what a person compared."""

from __future__ import annotations

import grp
import os
import pwd
import socket
import ssl
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.actions.fakes import paper_world

from unjam.actions import Executor
from unjam.actions.certificates import fingerprint
from unjam.actions.errors import ActionError, LowersSecurity, NotPermitted, Overtaken
from unjam.actions.places import NOWHERE, Places
from unjam.diagnosis.remedies import AcceptCertificate, RestorePermissions

ME, US = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def executor(cups: Path | None = None) -> Executor:
    """Below `cups` are the programs and the spool of the print server."""
    world = paper_world().world
    if cups:
        world.places = Places((str(cups),), (str(cups / "spool"),))
    return Executor(world)


@pytest.fixture
def backends(tmp_path: Path) -> Path:
    made = tmp_path / "backend"
    made.mkdir()
    return made


async def test_a_mode_is_restored_and_seen(tmp_path: Path, backends: Path) -> None:
    path = backends / "lpd"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o777)
    remedy = RestorePermissions(str(path), 0o755, ME, US)
    doer = executor(tmp_path)
    assert not (await doer.verify(remedy)).holds
    applied = await doer.apply(remedy)
    assert applied.undo is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert (await doer.verify(remedy)).holds


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o4755, 0o2755, 0o1755])
async def test_a_program_gets_no_open_mode(tmp_path: Path, backends: Path, mode: int) -> None:
    path = backends / "lpd"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o700)
    with pytest.raises(LowersSecurity):
        await executor(tmp_path).apply(RestorePermissions(str(path), mode, ME, US))
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


async def test_a_sticky_directory_may_belong_to_a_group(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    path.mkdir(0o700)
    await executor(tmp_path).apply(RestorePermissions(str(path), 0o1770, ME, US))
    assert stat.S_IMODE(path.stat().st_mode) == 0o1770


async def test_a_spool_is_not_shown_to_everybody(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    path.mkdir(0o710)
    with pytest.raises(LowersSecurity, match="to everybody"):
        await executor(tmp_path).apply(RestorePermissions(str(path), 0o755, ME, US))
    assert stat.S_IMODE(path.stat().st_mode) == 0o710


async def test_a_link_is_not_followed(tmp_path: Path, backends: Path) -> None:
    path = backends / "real"
    path.write_text("")
    path.chmod(0o600)
    (backends / "link").symlink_to(path)
    with pytest.raises(NotPermitted):
        await executor(tmp_path).apply(RestorePermissions(str(backends / "link"), 0o755, ME, US))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


ELSEWHERE = ("shadow", "backend/../shadow", "backend//lpd", "spool/d00001-001", "elsewhere/lpd")


@pytest.mark.parametrize("place", ELSEWHERE)
async def test_what_is_not_of_cups_is_left_alone(
    tmp_path: Path, backends: Path, place: str
) -> None:
    outside = tmp_path / "outside"
    for directory in (outside, tmp_path / "spool"):
        directory.mkdir()
    (tmp_path / "elsewhere").symlink_to(outside)
    secrets = [
        tmp_path / "shadow",
        backends / "lpd",
        tmp_path / "spool/d00001-001",
        outside / "lpd",
    ]
    for secret in secrets:
        secret.write_text("root:*:")
        secret.chmod(0o600)
    with pytest.raises(LowersSecurity):
        await executor(tmp_path).apply(RestorePermissions(f"{tmp_path}/{place}", 0o755, ME, US))
    assert {stat.S_IMODE(secret.stat().st_mode) for secret in secrets} == {0o600}


async def test_a_place_of_cups_may_be_reached_by_a_link(tmp_path: Path, backends: Path) -> None:
    (backends / "lpd").write_text("#!/bin/sh\n")
    (backends / "lpd").chmod(0o666)
    (tmp_path / "lib").symlink_to(tmp_path)
    remedy = RestorePermissions(str(tmp_path / "lib/backend/lpd"), 0o755, ME, US)
    await executor(tmp_path / "lib").apply(remedy)
    assert stat.S_IMODE((backends / "lpd").stat().st_mode) == 0o755


async def test_nothing_is_restored_for_a_server_elsewhere(tmp_path: Path, backends: Path) -> None:
    (backends / "lpd").write_text("#!/bin/sh\n")
    doer = executor()
    doer.world.places = NOWHERE
    with pytest.raises(LowersSecurity):
        await doer.apply(RestorePermissions(str(backends / "lpd"), 0o755, ME, US))


async def test_a_missing_file_names_the_command_by_hand(tmp_path: Path, backends: Path) -> None:
    with pytest.raises(NotPermitted, match="No such file") as caught:
        await executor(tmp_path).apply(RestorePermissions(str(backends / "none"), 0o755, ME, US))
    assert caught.value.command[0] == "sudo"


async def test_a_file_that_is_gone_is_not_as_promised(tmp_path: Path) -> None:
    check = await executor().verify(RestorePermissions(str(tmp_path / "none"), 0o755, ME, US))
    assert not check.holds


class TlsPrinter:
    """Shows a certificate to whoever connects."""

    def __init__(self, place: Path) -> None:
        self.pem = self._made(place)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place / "cert.pem", place / "key.pem")
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @staticmethod
    def _made(place: Path) -> str:
        files = ["-keyout", str(place / "key.pem"), "-out", str(place / "cert.pem")]
        argv = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        subprocess.run(
            [*argv, "-nodes", "-days", "2", "-subj", "/CN=printer.local", *files],
            check=True,
            capture_output=True,
        )
        return (place / "cert.pem").read_text()

    def _serve(self) -> None:
        while True:
            try:
                plain, _address = self._listener.accept()
            except OSError:
                return
            try:
                self._context.wrap_socket(plain, server_side=True).close()
            except OSError:
                plain.close()

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[TlsPrinter]:
    made = TlsPrinter(tmp_path)
    yield made
    made.close()


async def test_the_compared_certificate_is_stored_and_can_be_unstored(
    tmp_path: Path, printer: TlsPrinter
) -> None:
    path = tmp_path / "printer.local.crt"
    path.write_text("old")
    remedy = AcceptCertificate(str(path), "127.0.0.1", printer.port, fingerprint(printer.pem))
    doer = executor()
    assert not (await doer.verify(remedy)).holds
    applied = await doer.apply(remedy)
    assert (await doer.verify(remedy)).holds
    await doer.undo(applied)
    assert path.read_text() == "old"


async def test_a_link_in_the_place_of_a_certificate_is_not_written_through(
    tmp_path: Path, printer: TlsPrinter
) -> None:
    """The directory may be one that CUPS's own user writes; what it links to is not."""
    precious = tmp_path / "precious"
    precious.write_text("old")
    link = tmp_path / "printer.local.crt"
    link.symlink_to(precious)
    with pytest.raises(ActionError, match="ordinary"):
        await executor().apply(
            AcceptCertificate(str(link), "127.0.0.1", printer.port, fingerprint(printer.pem))
        )
    assert precious.read_text() == "old"
    assert link.is_symlink()


async def test_another_certificate_is_never_stored(tmp_path: Path, printer: TlsPrinter) -> None:
    path = tmp_path / "printer.local.crt"
    path.write_text("old")
    with pytest.raises(Overtaken):
        await executor().apply(AcceptCertificate(str(path), "127.0.0.1", printer.port, "00" * 32))
    assert path.read_text() == "old"


async def test_a_printer_that_shows_none_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    path = str(tmp_path / "printer.local.crt")
    with pytest.raises(ActionError, match="shows no certificate"):
        await executor().apply(AcceptCertificate(path, "127.0.0.1", port, "00" * 32))
