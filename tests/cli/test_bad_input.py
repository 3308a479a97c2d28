# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Whatever is wrong with what it is given: one clear error, the right status, no traceback."""

from __future__ import annotations

import errno
import http.server
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.program import ARGV, doctor, environment, unjam
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

    do_GET = do_POST  # noqa: N815 - http.server calls it so

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


def written_to(stdout: int, box: Sandbox, *args: str, timeout: float = 60) -> tuple[int, str]:
    """How a command ends whose output goes there, and what it complains of."""
    done = subprocess.run(
        [*ARGV, *args],
        env=environment(box),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=timeout,
    )
    return done.returncode, done.stderr


TALKATIVE = [
    ("printers",),
    ("printers", "--json"),
    ("doctor",),
    ("doctor", "--json"),
    ("doctor", "--nagios"),
    ("watch",),
    ("watch", "--json"),
    ("completion", "bash"),
    ("sandbox", "--list-faults"),
    ("--help",),
    ("doctor", "--help"),
]


@pytest.mark.parametrize("args", TALKATIVE, ids=" ".join)
def test_a_reader_that_is_gone_ends_it_quietly_and_always_the_same(
    healthy_box: Sandbox, args: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert written_to(writer, healthy_box, *args) == (128 + signal.SIGPIPE, "")
    finally:
        os.close(writer)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("args", [("printers",), ("printers", "--json")], ids=" ".join)
def test_what_the_caller_has_closed_is_missed_by_nobody(
    healthy_box: Sandbox, args: tuple[str, ...], closed: str
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *ARGV, *args],
        env=environment(healthy_box), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert ("Office" in done.stdout) == (" >&-" not in f" {closed}")


@pytest.mark.parametrize("args", TALKATIVE[:4], ids=" ".join)
def test_a_full_disk_is_told(healthy_box: Sandbox, args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        status, err = written_to(full.fileno(), healthy_box, *args)
    assert (status, err) == (3, f"unjam: {os.strerror(errno.ENOSPC)}\n")


@pytest.mark.parametrize("fault", ["nosuch", "queue-stopped@Attic"])
def test_a_demonstration_of_what_there_is_not(fault: str) -> None:
    ran = unjam("demo", "--fault", fault)
    assert ran.status in (2, 3)
    assert ran.err


def test_a_demonstration_without_a_print_server_to_make(tmp_path: Path) -> None:
    ran = unjam("demo", "--sandbox", env={"PATH": str(tmp_path)})
    assert ran.status == 3
    assert "is not installed" in ran.err
