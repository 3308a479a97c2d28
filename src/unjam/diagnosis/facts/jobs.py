# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about jobs: those that wait or print, and the last ones that ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from unjam.diagnosis.facts.base import Fact

PENDING, HELD, PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = range(3, 10)
"""The values of job-state (RFC 8011, 5.3.7)."""


@dataclass(frozen=True, slots=True)
class JobState(Fact):
    """One job, as Get-Jobs tells it. Scope: (queue, job). Times are seconds since 1970, or 0.

    `document_name` and `title` are people's own words: keep them out of wordings where not needed.
    """

    id: int
    queue: str
    state: int
    reasons: tuple[str, ...] = ()
    """job-state-reasons, without "none". CUPS 2.4 may leave "processing-to-stop-point" there."""
    message: str = ""
    """job-printer-state-message: what was last said about it."""
    printer_reasons: tuple[str, ...] = ()
    """job-printer-state-reasons."""
    title: str = ""
    user: str = ""
    host: str = ""
    hold_until: str = ""
    created: float = 0.0
    started: float = 0.0
    """time-at-processing."""
    ended: float = 0.0
    """time-at-completed."""
    impressions: int = 0
    """job-impressions-completed (job-media-sheets-completed where that is missing)."""
    k_octets: int = 0
    documents: int = 0
    format: str = ""
    auth_info_required: tuple[str, ...] = ()
    printer_uri: str = ""
    files_kept: bool = False
    """Whether the documents are still in the spool (job-preserved)."""

    @property
    def active(self) -> bool:
        """Whether it has still to be printed."""
        return self.state < CANCELED

    @property
    def waiting(self) -> bool:
        """Whether it waits for its turn or for the queue."""
        return self.state in (PENDING, STOPPED)


@dataclass(frozen=True, slots=True)
class QueueJobs(Fact):
    """The jobs of one queue: those not completed, and the last ended ones. Scope: (queue,).

    Each is also a `JobState` of its own, up to a limit; `counted` is how many wait altogether.
    """

    active: tuple[JobState, ...] = ()
    """In the order in which they will print."""
    ended: tuple[JobState, ...] = ()
    """The last ones, newest first."""
    counted: int = 0


@dataclass(frozen=True, slots=True)
class JobCounts(Fact):
    """How many jobs are not completed, by queue and by user. Scope: ()."""

    active: int
    by_queue: tuple[tuple[str, int], ...] = ()
    by_user: tuple[tuple[str, int], ...] = ()


class Seen(StrEnum):
    """What a person saw of a page."""

    RIGHT = "right"
    WRONG = "wrong"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintedPage(Fact):
    """A page that was printed to see whether it comes out, and what the person saw of it.

    Nobody probes it: the faces make it. `state` is the job-state at the end. Scope: (queue, job).
    """

    job: int
    queue: str
    state: int
    seen: Seen
