# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam watch`: what breaks and what is well again, as it happens."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.cli.program import ARGV, environment, unjam, validator
from tests.conftest import SandboxFactory
from tests.programs import running

from unjam.sandbox import Sandbox


@contextmanager
def watching(box: Sandbox, *args: str) -> Iterator[subprocess.Popen[str]]:
    """Run it until the block ends, then stop it with Ctrl-C."""
    argv = [*ARGV, "watch", "--json", *args]
    with running(argv, env=environment(box), stderr=subprocess.PIPE) as process:
        yield process
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=30)
        assert (process.returncode, "Traceback" in err) == (130, False)


def said(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The next line."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr and process.stderr.read()
    found = dict(json.loads(line))
    validator("watch").validate(found)
    return found


def test_an_event_is_told_long_before_the_interval(sandbox: SandboxFactory) -> None:
    box = sandbox()
    with watching(box, "--interval", "3600") as process:
        assert said(process)["event"] == "watching"
        box.cups.stop("Office")
        broken = said(process)
        assert (broken["event"], broken["id"]) == ("broken", "QUEUE_STOPPED")
        box.cups.resume("Office")
        assert (said(process)["event"]) == "well"


def test_what_the_printer_tells_nobody_is_seen_at_intervals(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("media-empty",))
    with watching(box, "--interval", "1") as process:
        assert said(process)["event"] == "watching"
        assert said(process)["id"] == "MEDIA_EMPTY"
        box.repair_world("media-empty")
        assert said(process)["event"] == "well"


def test_a_server_that_dies_and_returns(sandbox: SandboxFactory) -> None:
    box = sandbox()
    with watching(box, "--interval", "1") as process:
        assert said(process)["event"] == "watching"
        box.stop_scheduler()
        assert said(process)["id"] == "SCHEDULER_NOT_RUNNING"
        box.start_scheduler()
        assert said(process)["event"] == "well"


def test_what_cannot_be_seen_any_more_is_not_well(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped",))
    with watching(box, "--interval", "1") as process:
        until(process, ("broken", "QUEUE_STOPPED"))
        box.stop_scheduler()
        dark = until(process, ("broken", "SCHEDULER_NOT_RUNNING"), ("unknown", "QUEUE_STOPPED"))
        assert ("well", "QUEUE_STOPPED") not in dark
        box.start_scheduler()
        light = until(process, ("broken", "QUEUE_STOPPED"), ("well", "SCHEDULER_NOT_RUNNING"))
        assert ("well", "QUEUE_STOPPED") not in light
        box.cups.resume("Office")
        until(process, ("well", "QUEUE_STOPPED"))


def until(process: subprocess.Popen[str], *wanted: tuple[str, str]) -> list[tuple[str, str | None]]:
    """Read on until all of it has been told, in whatever order."""
    lines: list[tuple[str, str | None]] = []
    while not set(wanted) <= set(lines):
        lines.append(told(process))
    return lines


def told(process: subprocess.Popen[str]) -> tuple[str, str | None]:
    """The next line, in short."""
    line = said(process)
    return line["event"], line.get("id")


def test_a_queue_that_is_not_there_is_refused(healthy_box: Sandbox) -> None:
    ran = unjam("watch", "Offics", box=healthy_box)
    assert (ran.status, ran.out) == (2, "")
    assert "Lab, Office" in ran.err


def test_it_waits_for_a_server_that_is_away(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("scheduler-stopped",))
    with watching(box, "Office", "--interval", "1") as process:
        assert told(process) == ("watching", None)
        assert told(process) == ("broken", "SCHEDULER_NOT_RUNNING")
        box.start_scheduler()
        assert told(process) == ("well", "SCHEDULER_NOT_RUNNING")
