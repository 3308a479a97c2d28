# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Whatever is wrong with what it is given: one clear error, the right status, no traceback."""

from __future__ import annotations

import http.server
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.program import doctor, unjam
from tests.conftest import SandboxFactory

from unjam.sandbox import Sandbox

SERVERS = [
    ("a b c", 2),
    ("host:99999", 2),
    ("host:x", 2),
    ("[::1", 2),
    ("nosuch.invalid", 3),
    ("/nonexistent/cups.sock", 3),
    ("127.0.0.1:1", 3),
]


@pytest.mark.parametrize("verb", ["printers", "jobs"])
@pytest.mark.parametrize(("server", "status"), SERVERS)
def test_servers_that_cannot_be(verb: str, server: str, status: int) -> None:
    ran = unjam(verb, "--server", server, "--timeout", "5")
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith("unjam: ")
    assert len(ran.err.splitlines()) >= 2, "and what to do about it"


@pytest.mark.parametrize("server", [server for server, status in SERVERS if status == 2])
def test_the_doctor_refuses_what_is_no_address(server: str) -> None:
    ran = unjam("doctor", "--server", server)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("unjam: ")


@pytest.mark.parametrize(
    "args",
    [
        ("doctor", "Offics"),
        ("printers", "Offics"),
        ("jobs", "Offics"),
        ("printers", "pause", "Offics"),
        ("jobs", "cancel", "4711"),
        ("jobs", "release", "4711"),
    ],
    ids=" ".join,
)
def test_queues_and_jobs_that_are_not_there(healthy_box: Sandbox, args: tuple[str, ...]) -> None:
    ran = unjam(*args, box=healthy_box)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("unjam: ")


def test_an_unknown_queue_is_told_the_known_ones(healthy_box: Sandbox) -> None:
    assert "Lab, Office" in unjam("doctor", "Offics", box=healthy_box).err


@pytest.mark.parametrize("path", ["/nonexistent/cups-files.conf", "/"])
def test_cups_files_that_are_no_files(path: str) -> None:
    ran = unjam("doctor", "--cups-files", path)
    assert (ran.status, ran.out) == (2, "")
    assert "--cups-files" in ran.err


@pytest.mark.rights_matter
def test_cups_files_that_are_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "cups-files.conf"
    path.write_text("")
    path.chmod(0)
    ran = unjam("doctor", "--cups-files", path)
    assert (ran.status, ran.out) == (2, "")
    assert "not readable" in ran.err


def test_a_configuration_with_an_error_is_named(sandbox: SandboxFactory) -> None:
    box = sandbox()
    conf = box.cups_files.with_name("cupsd.conf")
    conf.write_text(conf.read_text() + "\n<Location /admin>\nOrder allow,deny\n")
    ran = doctor(box=box)
    assert ran.status == 1
    assert ran.ids == ["SCHEDULER_CONFIG_ERROR"]


class NoPrintServer(http.server.BaseHTTPRequestHandler):
    """Answers every request with a web page."""

    def do_POST(self) -> None:
        body = b"<html>Hello</html>"
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def web_server() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), NoPrintServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_reply_that_is_not_ipp() -> None:
    with web_server() as server:
        ran = unjam("printers", "--server", server)
        assert (ran.status, ran.out) == (3, "")
        assert "no print server" in ran.err
        found = doctor("--server", server)
        assert found.status in (1, 3), "never: nothing is wrong"


def test_a_server_that_hangs_up_at_once() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                listener.accept()[0].close()
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    server = f"127.0.0.1:{listener.getsockname()[1]}"
    assert unjam("printers", "--server", server, "--timeout", "5").status == 3
    assert doctor("--server", server, "--timeout", "20").status in (1, 3)
    listener.close()


def test_output_that_nobody_reads_is_no_error(healthy_box: Sandbox) -> None:
    import subprocess

    from tests.cli.program import ARGV, environment

    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*ARGV, "printers"], env=environment(healthy_box), stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert done.stderr == b""
