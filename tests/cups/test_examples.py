# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The examples of the documentation do what they say."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conditions import SOON
from tests.cups.phases import Phase, silence
from tests.programs import running

from unjam.cups import Connection
from unjam.sandbox import Sandbox
from unjam.sandbox.hostile import HostileServer

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
MISSING = [program for program in ("Xvfb", "dbus-daemon") if shutil.which(program) is None]
needs_display = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def run(name: str, *arguments: str, **environment: str) -> str:
    found = subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments],
        env=os.environ | environment, capture_output=True, text=True, timeout=SOON, check=True,
    )  # fmt: skip
    return found.stdout


def test_plain(healthy_box: Sandbox) -> None:
    assert "Office: idle (none)" in run("plain.py", CUPS_SERVER=healthy_box.server)


def test_threads(healthy_box: Sandbox) -> None:
    said = run("threads.py", healthy_box.server, "127.0.0.1:1")
    assert f"{healthy_box.server}: Lab, Office" in said
    assert "127.0.0.1:1: nobody listens" in said


@contextmanager
def toggling(server: str, queue: str) -> Iterator[None]:
    """Pause and resume a queue again and again: nobody knows when another program subscribes."""
    enough = threading.Event()

    def work() -> None:
        with Connection(server) as cups:
            while not enough.wait(0.05):
                cups.pause_printer(queue)
                cups.resume_printer(queue)

    with ThreadPoolExecutor(1) as pool:
        work_done = pool.submit(work)
        try:
            yield
        finally:
            enough.set()
            work_done.result()


def test_events(healthy_box: Sandbox) -> None:
    argv = [sys.executable, "-u", str(EXAMPLES / "events.py"), healthy_box.server]
    with running(argv) as program:
        assert program.stdout is not None
        lines = sorted(program.stdout.readline() for _ in range(2))
        assert lines == ["Lab: 0 jobs\n", "Office: 0 jobs\n"]
        with toggling(healthy_box.server, "Lab"):
            assert any("stopped" in line for line in program.stdout)
        program.send_signal(signal.SIGINT)
        assert program.wait(SOON) in {0, 130}


@contextmanager
def window_of(server: str) -> Iterator[subprocess.Popen[str]]:
    """The example for GTK: writes what its window shows, and closes it at a line of input."""
    argv = [sys.executable, "-m", "tests.cups.gtk_example", server]
    with subprocess.Popen(
        argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def ends_when_closed(program: subprocess.Popen[str]) -> bool:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("close\n")
    program.stdin.flush()
    return "ended\n" in program.stdout


@needs_display
def test_gtk(healthy_box: Sandbox) -> None:
    with window_of(healthy_box.server) as program:
        assert program.stdout is not None
        lines = list(itertools.takewhile("That is all.\n".__ne__, program.stdout))
        assert any(line.endswith("socket\n") for line in lines)
        assert ends_when_closed(program)


@needs_display
def test_gtk_closed_while_it_searches() -> None:
    phase = Phase(silence)
    with HostileServer(phase) as server, window_of(server.address) as program:
        assert phase.reached.wait(SOON)
        assert ends_when_closed(program)
        assert phase.left.wait(SOON)
