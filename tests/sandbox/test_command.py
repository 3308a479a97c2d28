# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam sandbox`, as a person starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.program import validator
from tests.programs import running
from tests.sandbox.traces import children_of, remains_of, wait_until_gone

UNJAM = (sys.executable, "-m", "unjam.cli.main", "sandbox")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*UNJAM, *words], capture_output=True, text=True, timeout=60)


def test_it_says_how_to_reach_it_and_ends_with_ctrl_c() -> None:
    argv = [*UNJAM, "--json", "--queues", "2", "--fault", "queue-stopped@Queue2"]
    with running(argv) as program:
        assert program.stdout is not None
        about = json.loads(program.stdout.readline())
        validator("sandbox").validate(about)
        assert about["queues"] == ["Office", "Queue2"]
        assert about["faults"] == [
            {"name": "queue-stopped", "queue": "Queue2", "finding": "QUEUE_STOPPED"}
        ]
        assert Path(about["socket"]).is_socket()
        assert remains_of(Path(about["base"]))
        assert len(children_of(program.pid)) == 1, "one guardian: it was made once"
        program.send_signal(signal.SIGINT)
        assert program.wait(20) == 130
        wait_until_gone(Path(about["base"]))


def test_a_program_runs_against_it_and_its_status_is_passed_on() -> None:
    done = run("run", "--fault", "queue-stopped", "--", "sh", "-c", "lpstat -p; exit 7")
    assert done.returncode == 7
    assert done.stdout.startswith("printer Office disabled")


def test_a_program_runs_in_the_network_of_an_isolated_one() -> None:
    done = run("run", "--isolated", "--", "sh", "-c", "lpstat -r; cat /proc/net/dev | wc -l")
    assert done.stdout.splitlines() == ["scheduler is running", "3"]


def test_the_faults_are_listed() -> None:
    listing = json.loads(run("--list-faults", "--json").stdout)
    validator("sandbox").validate(listing)
    assert {"name": "media-empty", "finding": "MEDIA_EMPTY"}.items() <= next(
        each for each in listing["faults"] if each["name"] == "media-empty"
    ).items()
    assert "media-empty" in run("--list-faults").stdout


def test_none_means_none_in_both_places() -> None:
    said = "lpstat -e | wc -l"
    for words in (("run", "--queues", "0"), ("--queues", "0", "run")):
        assert run(*words, "--", "sh", "-c", said).stdout.strip() == "0"


def test_a_program_is_killed_with_the_one_that_runs_it() -> None:
    argv = [*UNJAM, "run", "--", "sh", "-c", 'echo "$$ $UNJAM_CUPS_FILES"; exec sleep 600']
    with running(argv) as program:
        assert program.stdout is not None
        pid, files = program.stdout.readline().split()
        base = Path(files).parent
        assert remains_of(base, pids=[int(pid)])
        program.kill()
        wait_until_gone(base, pids=[int(pid)])


WRONG = [
    ("--fault", "coffee"),
    ("--fault", "queue-stopped@Attic"),
    ("--queues", "-1"),
    ("--queues", "0", "--fault", "queue-stopped"),
]
IMPOSSIBLE = [
    ("--printers", "0", "--fault", "media-empty"),
    ("--queues", "1", "--fault", "default-unexpected"),
    ("--fault", "user-denied" if os.geteuid() == 0 else "filter-insecure"),
]


def test_wrong_words_are_told_plainly() -> None:
    for words in WRONG:
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
    for words in IMPOSSIBLE:
        done = run(*words)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("unjam: ")
    missing = run("run", "--", "/no/such/program")
    assert missing.returncode == 127
    assert "Traceback" not in missing.stderr
