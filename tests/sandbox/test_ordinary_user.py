# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What root and an ordinary user see differently: as root, the same is tried as nobody, too."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from tests.cli.program import ARGV, validator

ROOT = Path(__file__).parents[2]
NOBODY = 65534
FAULTS = ("queue-stopped", "filter-missing", "media-empty", "device-refuses", "user-denied")


def as_ordinary_user(*argv: str) -> subprocess.CompletedProcess[str]:
    """Run it as somebody who is not root."""
    _skip_where_closed()
    return _run(*argv)


@cache
def _skip_where_closed() -> None:
    if _run(sys.executable, "-c", "import unjam.sandbox, tests.faults").returncode:
        pytest.skip("this checkout, or its Python, is closed to ordinary users")


def _run(*argv: str) -> subprocess.CompletedProcess[str]:
    becoming = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return subprocess.run(
        [*(becoming if os.geteuid() == 0 else ()), *argv],
        cwd=ROOT,
        env=os.environ | {"HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="tests/faults has tried them as this user")
def test_faults_are_found_and_mended_by_an_ordinary_user() -> None:
    words = ("-m", "tests.faults", "--as-user", str(NOBODY), *FAULTS)
    _skip_where_closed()
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(FAULTS)} of {len(FAULTS)} faults passed" in done.stdout
    assert pwd.getpwuid(NOBODY).pw_name in done.stdout


def denied(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command for somebody to whom the queue Office is closed, so that no list has it."""
    making = ("sandbox", "--queues", "2", "run", "--fault", "user-denied@Office", "--")
    return as_ordinary_user(*ARGV, *making, *ARGV, *command)


def test_a_queue_that_is_closed_to_this_person_is_looked_at_by_its_name() -> None:
    done = denied("doctor", "--json", "Office")
    document = json.loads(done.stdout)
    validator().validate(document)
    found = [each["id"] for each in document["findings"] if each["severity"] != "info"]
    assert (done.returncode, found) == (1, ["QUEUE_USER_DENIED"])


def test_a_queue_that_is_closed_to_this_person_can_be_listed_by_its_name() -> None:
    listed = json.loads(denied("printers", "--json").stdout)["printers"]
    assert [each["printer-name"] for each in listed] == ["Queue2"]
    done = denied("printers", "--json", "Office")
    (found,) = json.loads(done.stdout)["printers"]
    assert (done.returncode, found["printer-name"]) == (0, "Office")


def test_no_queue_of_that_name_is_told_as_such() -> None:
    for verb in ("doctor", "printers", "watch"):
        done = denied(verb, "Attic")
        assert (done.returncode, done.stdout) == (2, "")
        assert "no queue Attic" in done.stderr
