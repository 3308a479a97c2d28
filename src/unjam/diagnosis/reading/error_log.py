# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""cupsd's error log, line by line: level, time, job, text.

The law of this module: a line that cannot be read is no error, it is a continuation or noise, and
is left out. Written after cupsdWriteErrorLog and format_log_line in the scheduler (log.c), which
escape backslashes and quotation marks in some lines and not in others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LEVELS = "XACEWNIDd"
"""The log's letters, worst first (cupsd's CUPSD_LOG_* from emergency to debug2)."""

_LINE = re.compile(r"^([XACEWNIDd]) \[([^\]]*)\] (?:\[Job (\d+)\] )?(.*)$")
_JOB = re.compile(r"^\[Job (\d+)\] (.*)$", re.DOTALL)
_TIMES = ("%d/%b/%Y:%H:%M:%S.%f %z", "%d/%b/%Y:%H:%M:%S %z")
_PRIORITIES = "XACEWNID"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message: `level` is one of `LEVELS`, `job` the job that it is about, if any."""

    level: str
    when: datetime | None
    job: int | None
    text: str

    @property
    def serious(self) -> bool:
        """An error, or worse."""
        return self.level in "XACE"


def read_lines(log: str) -> Iterator[LogLine]:
    """Yield the messages of an error log, oldest first, whatever LogTimeFormat is set."""
    for line in log.splitlines():
        if match := _LINE.match(line):
            level, when, job, text = match.groups()
            yield LogLine(level, _time(when), int(job) if job else None, unescape(text))


def read_journal(output: str) -> Iterator[LogLine]:
    """Yield the messages of `journalctl -o json`, where cupsd logs to the journal or syslog."""
    for entry in _entries(output.splitlines()):
        text, job = str(entry.get("MESSAGE", "")), entry.get("PWG_JobID")
        if match := _JOB.match(text):
            job, text = match.groups()
        level = _PRIORITIES[min(_number(entry.get("PRIORITY"), 6), 7)]
        yield LogLine(level, _microseconds(entry), int(str(job)) if job else None, text)


def unescape(text: str) -> str:
    r"""Undo cupsd's \" and \\, so that the same words read the same at every log level."""
    return text.replace('\\"', '"').replace("\\\\", "\\")


def _time(text: str) -> datetime | None:
    for pattern in _TIMES:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 (both patterns have a zone)
        except ValueError:
            continue
    return None


def _entries(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def _microseconds(entry: dict[str, object]) -> datetime | None:
    stamp = _number(entry.get("__REALTIME_TIMESTAMP"), 0)
    return datetime.fromtimestamp(stamp / 1e6, UTC) if stamp else None


def _number(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else otherwise
