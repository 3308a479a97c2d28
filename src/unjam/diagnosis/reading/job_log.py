# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One job's story out of the log: which programs ran, how each ended, and what they said.

The wording is cupsd's (scheduler/job.c, process.c and main.c, 2.3 to 2.4). All programs of a job
share one pipe for their messages, so a line cannot be traced to its program for certain: the last
words are the job's error lines, without those that merely echo that a neighbour died, and where
there are none, what was said around the moment when the program ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from unjam.diagnosis.reading.error_log import LogLine

NOT_STARTED = 100
"""cupsd's child ends with 100 + errno when it cannot become the program (process.c)."""

WORDS = 5
"""How many of a program's last words are kept."""

IN_USE = "The printer is in use."
"""What CUPS' ipp and socket backends say while another client holds the device."""

_TAKEN = re.compile(r"Print file accepted|Print file sent|(?:Create|Print)-Job: successful")
_STARTED = re.compile(r"Started (filter|backend) (\S+) \(PID (\d+)\)")
_ENDED = re.compile(
    r"PID (\d+) \((\S+)\) (?:stopped with status (\d+)|crashed on signal (\d+)"
    r"|(exited with no errors)|(?:was terminated normally with|died on) signal \d+)"
)
_REFUSED = re.compile(r'Unable to start (filter|backend) "([^"]+)" - (.*?)\.?$')
_SAID = re.compile(r'Set job-printer-state-message to "(.*)", current level=ERROR')
_NEW_RUN = re.compile(r"\d+ filters for job:|Sending job to queue tagged as raw")
_ECHO = re.compile(r"Broken pipe|Unable to write print data|Error writing|EPIPE", re.IGNORECASE)
_SCHEDULER = re.compile(
    r"(Job (stopped|held|canceled|aborted) |Stopping job|Holding job|Canceling job|Unable to start "
    r"|Backend returned status|Set job-printer-state|The following messages|End of messages|Hint: "
    r"|printer-state|STATE: |JOBSTATE: |argv\[|envp\[|PID \d+ \(|Started (filter|backend) |Loading "
    r"|Unloading|time-at-|job-sheets|Applying |Adding |Queued on|Auto-typing|Request file |File of "
    r"|\d+ filters for job|\S+ \(\S+/\S+ to \S+/\S+, cost)"
)


@dataclass(frozen=True, slots=True)
class ProgramRun:
    """One filter or backend of a job: `status` or `signal` when it ended badly.

    `refusal` is the scheduler's reason for not having started it at all.
    """

    program: str
    is_backend: bool = False
    pid: int = 0
    status: int = 0
    signal: int = 0
    refusal: str = ""

    @property
    def name(self) -> str:
        """The program without its directory."""
        return PurePath(self.program).name

    @property
    def failed(self) -> bool:
        """Whether it ended badly, or could not begin."""
        return bool(self.status or self.signal or self.refusal)

    @property
    def start_errno(self) -> int:
        """The errno with which exec failed, or 0 where the program did run."""
        return self.status - NOT_STARTED if self.status > NOT_STARTED else 0


@dataclass(frozen=True, slots=True)
class Story:
    """The last attempt at one job. The programs stand in the order in which they ended."""

    programs: tuple[ProgramRun, ...] = ()
    last_words: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    """The log lines that prove how the programs ended, verbatim without level and time."""
    in_use: bool = False
    """Whether the backend waits because the device is busy with somebody else's job."""

    @property
    def culprit(self) -> ProgramRun | None:
        """The program that failed first of its own accord: a crash before a plain failure."""
        failed = [p for p in self.programs if p.failed]
        return next((p for p in failed if p.signal or p.refusal), failed[0] if failed else None)


def read_story(lines: Iterable[LogLine], job: int) -> Story | None:
    """Tell the last attempt at this job; None when the log does not name the job."""
    mine = _last_attempt([line for line in lines if line.job == job])
    if not mine:
        return None
    runs: dict[int | str, ProgramRun] = {}
    for line in mine:
        _follow(runs, line.text)
    record = [x.text for x in mine if _proves_failure(x.text)]
    return Story(tuple(runs.values()), _last_words(mine), tuple(record), _is_in_use(mine))


def _is_in_use(lines: Sequence[LogLine]) -> bool:
    """Whether "in use" was said after the device last took anything from us."""
    texts = [line.text for line in lines]
    said = [i for i, text in enumerate(texts) if text == IN_USE]
    taken = [i for i, text in enumerate(texts) if _TAKEN.match(text)]
    return bool(said) and said[-1] > (taken[-1] if taken else -1)


def _last_attempt(lines: Sequence[LogLine]) -> Sequence[LogLine]:
    """From the last time on that filters were chosen; cupsd may repeat all lines in its history."""
    starts = [i for i, line in enumerate(lines) if _NEW_RUN.match(line.text)]
    return lines[starts[-1] :] if starts else lines


def _follow(runs: dict[int | str, ProgramRun], text: str) -> None:
    if match := _STARTED.match(text):
        kind, program, pid = match.groups()
        runs[int(pid)] = ProgramRun(program, kind == "backend", int(pid))
    elif match := _ENDED.match(text):
        pid, program, status, signal = match.group(1, 2, 3, 4)
        run = runs.pop(int(pid), None) or ProgramRun(program, "/backend/" in program, int(pid))
        runs[int(pid)] = replace(run, status=int(status or 0), signal=int(signal or 0))
    elif match := _REFUSED.match(text):
        kind, program, reason = match.groups()
        runs[program] = ProgramRun(program, kind == "backend", refusal=reason)


def _last_words(lines: Sequence[LogLine]) -> tuple[str, ...]:
    """Pick the programs' own error lines; else what was said around the first bad ending."""
    errors = [text for text in map(_error, lines) if text]
    telling = [text for text in errors if not _ECHO.search(text)]
    words = telling or _around_the_end(lines) or errors
    return tuple(dict.fromkeys(words))[:WORDS]


def _error(line: LogLine) -> str:
    """Return an error in a program's words; cupsd's history of a failed job quotes it."""
    if match := _SAID.match(line.text):
        return match.group(1)
    return line.text if line.serious and not _SCHEDULER.match(line.text) else ""


def _proves_failure(text: str) -> bool:
    ended = _ENDED.match(text)
    return bool(_REFUSED.match(text) or (ended and (ended.group(3) or ended.group(4))))


def _around_the_end(lines: Sequence[LogLine]) -> list[str]:
    """Up to three lines of the programs before the bad ending, and one that came in after it."""
    for index, line in enumerate(lines):
        if _ENDED.match(line.text) and _proves_failure(line.text):
            before = [x.text for x in lines[:index] if not _SCHEDULER.match(x.text)][-3:]
            after = [x.text for x in lines[index + 1 :] if not _SCHEDULER.match(x.text)][:1]
            return before + after
    return []
