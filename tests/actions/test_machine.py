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
from unjam.diagnosis.remedies import AcceptCertificate, RestorePermissions

ME, US = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def executor() -> Executor:
    return Executor(paper_world().world)


async def test_a_mode_is_restored_and_seen(tmp_path: Path) -> None:
    path = tmp_path / "backend"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o777)
    remedy = RestorePermissions(str(path), 0o755, ME, US)
    doer = executor()
    assert not (await doer.verify(remedy)).holds
    applied = await doer.apply(remedy)
    assert applied.undo is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert (await doer.verify(remedy)).holds


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o4755, 0o2755, 0o1755])
async def test_a_program_gets_no_open_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "backend"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o700)
    with pytest.raises(LowersSecurity):
        await executor().apply(RestorePermissions(str(path), mode, ME, US))
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


async def test_a_sticky_directory_may_belong_to_a_group(tmp_path: Path) -> None:
    path = tmp_path / "tmp"
    path.mkdir(0o700)
    await executor().apply(RestorePermissions(str(path), 0o1770, ME, US))
    assert stat.S_IMODE(path.stat().st_mode) == 0o1770


async def test_a_link_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "real"
    path.write_text("")
    path.chmod(0o600)
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(NotPermitted):
        await executor().apply(RestorePermissions(str(tmp_path / "link"), 0o755, ME, US))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_missing_file_names_the_command_by_hand(tmp_path: Path) -> None:
    with pytest.raises(NotPermitted, match="No such file") as caught:
        await executor().apply(RestorePermissions(str(tmp_path / "none"), 0o755, ME, US))
    assert caught.value.command[0] == "sudo"


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
