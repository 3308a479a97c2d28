# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The examples of the documentation do what they say."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from unjam.cups import Connection
from unjam.sandbox import Sandbox

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def run(name: str, *arguments: str, **environment: str) -> str:
    found = subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments],
        env=os.environ | environment, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return found.stdout


def test_plain(healthy_box: Sandbox) -> None:
    assert "Office: idle (none)" in run("plain.py", CUPS_SERVER=healthy_box.server)


def test_threads(healthy_box: Sandbox) -> None:
    said = run("threads.py", healthy_box.server, "127.0.0.1:1")
    assert f"{healthy_box.server}: Lab, Office" in said
    assert "127.0.0.1:1: nobody listens" in said


def test_events(healthy_box: Sandbox) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", EXAMPLES / "events.py", healthy_box.server],
        stdout=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        assert program.stdout is not None
        lines = sorted(program.stdout.readline() for _ in range(2))
        assert lines == ["Lab: 0 jobs\n", "Office: 0 jobs\n"]
        with Connection(healthy_box.server) as cups:
            seen = ""
            while "stopped" not in seen:
                cups.pause_printer("Lab")
                cups.resume_printer("Lab")
                seen = program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait(10) in {0, 130}
