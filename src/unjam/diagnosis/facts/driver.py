# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What stands between a queue and its device: the backend, the filters, the PPD, the last runs."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """A program's file as stat(2) shows it. `mode` holds the permission bits only.

    `interpreter` is what the kernel starts it with (an ELF loader, a script's `#!`), if that could
    be read. It is `hearsay` when the print server says all this of a file that cannot be looked at:
    the path may be anything then.
    """

    path: str
    exists: bool
    mode: int = 0
    uid: int = -1
    gid: int = -1
    regular: bool = True
    interpreter: str = ""
    interpreter_exists: bool = True
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class QueueBackend(Fact):
    """The backend program of a queue's URI, and all that are installed beside it."""

    uri: str
    scheme: str
    directory: str
    file: ProgramFile
    installed: tuple[str, ...]
    as_root: bool = True
    """Whether cupsd runs as root: only then does it refuse insecure programs."""


@dataclass(frozen=True, slots=True)
class QueuePpd(Fact):
    """The queue's PPD as the server hands it out: its size, its name, the programs it names."""

    size: int
    nickname: str
    programs: tuple[str, ...]
    input_slot: str = ""
    """The tray that the driver takes paper from by default, as "Main"."""


@dataclass(frozen=True, slots=True)
class PpdCheck(Fact):
    """Whether CUPS' own parser can read all of the PPD; `complaint` is its message if not."""

    readable: bool
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class QueueFormats(Fact):
    """The kinds of documents that the server can convert for this queue. Scope: (queue,)."""

    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueFilters(Fact):
    """The files of the filter programs that the queue's PPD names."""

    directory: str
    programs: tuple[ProgramFile, ...]
    as_root: bool = True


@dataclass(frozen=True, slots=True)
class ProgramEnding:
    """How a filter or backend ended badly. `refusal` is why it was not even started."""

    program: str
    is_backend: bool
    status: int = 0
    signal: int = 0
    start_errno: int = 0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class JobRun(Fact):
    """The last attempt at a job that did not go well, as the log tells it.

    `culprit` is the program that failed first of its own accord, if one did; `last_words` are the
    programs' messages, `record` the scheduler's, both verbatim.
    """

    job: int
    source: str
    culprit: ProgramEnding | None
    last_words: tuple[str, ...]
    record: tuple[str, ...]
    when: str = ""
    in_use: bool = False
    """Whether the backend waits because the device is busy with somebody else's job."""


@dataclass(frozen=True, slots=True)
class QueueRuns(Fact):
    """The runs of a queue's unhappy jobs, together. Scope: (queue,)."""

    runs: tuple[JobRun, ...] = ()
