# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The log, read like an expert: captured from cupsd 2.4.2 at two log levels and time formats."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from unjam.diagnosis.reading.error_log import LogLine, read_journal, read_lines, unescape
from unjam.diagnosis.reading.job_log import Story, read_story

LOGS = Path(__file__).parent / "logs"


def story(log: str, job: int) -> Story | None:
    return read_story(read_lines((LOGS / log).read_text()), job)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "E [22/Nov/2026:22:37:47 +0000] [Job 6] Stopping job",
            LogLine("E", datetime(2026, 11, 22, 22, 37, 47, tzinfo=UTC), 6, "Stopping job"),
        ),
        (
            'D [22/Nov/2026:22:37:46.585278 +0000] busy=\\"Yes\\"',
            LogLine(
                "D",
                datetime(2026, 11, 22, 22, 37, 46, 585278, tzinfo=UTC),
                None,
                'busy="Yes"',
            ),
        ),
        ("I [no time at all] hello", LogLine("I", None, None, "hello")),
    ],
)
def test_a_line_in_each_time_format(line: str, expected: LogLine) -> None:
    assert list(read_lines(line)) == [expected]


@pytest.mark.parametrize("noise", ["", "\0\0\0", "continued", "E no bracket", "Z [x] no level"])
def test_what_is_no_line_is_left_out(noise: str) -> None:
    assert not list(read_lines(noise))


def test_undoing_the_escapes() -> None:
    assert unescape(r"a \"b\" \\ c") == 'a "b" \\ c'


def test_the_journal_is_read_by_its_fields_and_by_its_text() -> None:
    entries = [
        {"MESSAGE": "[Job 7] Filter failed", "PRIORITY": "3", "__REALTIME_TIMESTAMP": "1000000"},
        {"MESSAGE": "cold", "PRIORITY": "6", "PWG_JobID": "8"},
        {"MESSAGE": [1, 2], "PRIORITY": None},
    ]
    output = "\n".join([*map(json.dumps, entries), "not json", "[]"])
    first, second, third = read_journal(output)
    assert first == LogLine("E", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), 7, "Filter failed")
    assert (second.job, second.level) == (8, "I")
    assert third.job is None


@pytest.mark.parametrize("log", ["loglevel-debug.log", "loglevel-warn.log"])
def test_a_failed_filter_is_named_with_its_status_and_words(log: str) -> None:
    told = story(log, 1)
    assert told is not None and told.culprit is not None
    assert (told.culprit.name, told.culprit.status, told.culprit.signal) == ("bad1", 3, 0)
    assert told.last_words == ("Unable to open the frobnicator",)
    assert len(told.record) == 1 and "stopped with status 3" in told.record[0]


def test_a_crash_is_named_with_its_signal() -> None:
    told = story("loglevel-debug.log", 2)
    assert told is not None and told.culprit is not None
    assert (told.culprit.name, told.culprit.signal) == ("crash1", 11)
    assert "about to crash" in told.last_words


@pytest.mark.parametrize(("job", "errno"), [(3, 2), (4, 13)])
def test_a_program_that_could_not_be_executed_gives_its_errno(job: int, errno: int) -> None:
    told = story("loglevel-debug.log", job)
    assert told is not None and told.culprit is not None
    assert told.culprit.start_errno == errno


def test_a_program_that_the_scheduler_would_not_start() -> None:
    told = story("loglevel-warn.log", 6)
    assert told is not None and told.culprit is not None
    assert told.culprit.refusal == "No such file or directory"


def test_a_job_that_still_runs_has_no_culprit() -> None:
    told = story("loglevel-debug.log", 7)
    assert told is not None and told.culprit is None


def test_a_job_that_the_log_does_not_know() -> None:
    assert story("loglevel-debug.log", 4711) is None


def test_only_the_last_attempt_counts() -> None:
    failed = [
        "D [x] [Job 9] 1 filters for job:",
        "I [x] [Job 9] Started filter /usr/lib/cups/filter/one (PID 5)",
        "D [x] [Job 9] PID 5 (/usr/lib/cups/filter/one) stopped with status 1.",
    ]
    retried = [
        "D [x] [Job 9] 1 filters for job:",
        "I [x] [Job 9] Started filter /usr/lib/cups/filter/one (PID 6)",
        "D [x] [Job 9] PID 6 (/usr/lib/cups/filter/one) exited with no errors.",
    ]
    told = read_story(read_lines("\n".join(failed + retried)), 9)
    assert told is not None and told.culprit is None


def test_the_echo_of_a_dead_neighbour_is_not_the_cause() -> None:
    lines = [
        "I [x] [Job 9] Started filter /f/a (PID 5)",
        "I [x] [Job 9] Started filter /f/b (PID 6)",
        "D [x] [Job 9] PID 5 (/f/a) stopped with status 1.",
        "D [x] [Job 9] PID 6 (/f/b) crashed on signal 11.",
        "E [x] [Job 9] Unable to write print data: Broken pipe",
    ]
    told = read_story(read_lines("\n".join(lines)), 9)
    assert told is not None and told.culprit is not None
    assert told.culprit.name == "b", "a crash explains a neighbour's failure, not the reverse"


def test_a_device_that_somebody_else_uses() -> None:
    busy = "I [x] [Job 9] The printer is in use."
    taken = "N [x] [Job 9] Print file accepted - job ID 3."
    for log, expected in ((f"{busy}\n", True), (f"{busy}\n{taken}", False), (taken, False)):
        told = read_story(read_lines(log), 9)
        assert told is not None and told.in_use is expected


def test_who_ended_badly_first_is_the_cause() -> None:
    lines = [
        "I [x] [Job 9] Started filter /usr/lib/cups/filter/a (PID 5)",
        "I [x] [Job 9] Started backend /usr/lib/cups/backend/b (PID 6)",
        "D [x] [Job 9] PID 6 (/usr/lib/cups/backend/b) stopped with status 1.",
        "D [x] [Job 9] PID 5 (/usr/lib/cups/filter/a) stopped with status 1.",
    ]
    told = read_story(read_lines("\n".join(lines)), 9)
    assert told is not None and told.culprit is not None and told.culprit.is_backend
    lines[2:] = reversed(lines[2:])
    told = read_story(read_lines("\n".join(lines)), 9)
    assert told is not None and told.culprit is not None and not told.culprit.is_backend
