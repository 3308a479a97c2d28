# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts as they are on a well system, to be made ill one value at a time."""

from __future__ import annotations

from typing import Any

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts import Fact, Facts
from unjam.diagnosis.facts.jobs import COMPLETED, JobState, QueueJobs
from unjam.diagnosis.facts.queue import Queues, QueueState
from unjam.diagnosis.facts.server import Attempt, CupsFiles, ServerReach, ServerState
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Finding, Unknown, job_scope, queue_scope

NOW = 1_800_000_000.0
HOUR = 3600.0


def found(rule: Rule[Any], *facts: Fact | Unknown) -> Finding | None:
    """What the engine makes of this one rule and these facts; one finding at most."""
    findings, skipped = judge(Facts(facts), [rule])
    assert not skipped
    assert len(findings) <= 1
    return findings[0] if findings else None


def reach(**changes: Any) -> ServerReach:
    values = {
        "server": "localhost:631", "local": True, "state": ServerState.ANSWERS,
        "attempts": (Attempt("localhost:631", "", "", 0.001),), "http_status": 200, "clock": NOW,
    }  # fmt: skip
    return ServerReach((), **{**values, **changes})


def absent(error: str, text: str, **changes: Any) -> ServerReach:
    attempts = (Attempt("localhost:631", error, text, 0.0),)
    return reach(**{"state": ServerState.ABSENT, "attempts": attempts, "http_status": 0, **changes})


def files(**changes: Any) -> CupsFiles:
    values = {
        "cups_files_conf": "/etc/cups/cups-files.conf", "cupsd_conf": "/etc/cups/cupsd.conf",
        "server_root": "/etc/cups", "server_bin": "/usr/lib/cups", "data_dir": "/usr/share/cups",
        "state_dir": "/run/cups", "cache_dir": "/var/cache/cups", "spool": "/var/spool/cups",
        "temp": "/var/spool/cups/tmp", "error_log": "/var/log/cups/error_log",
        "access_log": "/var/log/cups/access_log", "page_log": "/var/log/cups/page_log",
        "keychain": "/etc/cups/ssl", "user": "lp", "group": "lp", "system_groups": ("lpadmin",),
        "standard": True,
    }  # fmt: skip
    return CupsFiles((), **{**values, **changes})


def queue(name: str = "Office", **changes: Any) -> QueueState:
    values = {"device_uri": "ipp://printer.local/ipp/print", "changed": NOW - HOUR}
    return QueueState(queue_scope(name), name, **{**values, **changes})


def queues(*names: str, **changes: Any) -> Queues:
    return Queues((), names, **changes)


def job(number: int = 7, name: str = "Office", **changes: Any) -> JobState:
    values = {
        "state": COMPLETED, "created": NOW - HOUR, "started": NOW - HOUR, "ended": NOW - HOUR,
        "documents": 1, "impressions": 1, "user": "alice", "hold_until": "no-hold",
    }  # fmt: skip
    return JobState(job_scope(name, number), number, name, **{**values, **changes})


def jobs(*all_of_them: JobState, name: str = "Office") -> QueueJobs:
    active = tuple(job for job in all_of_them if job.active)
    ended = tuple(job for job in all_of_them if not job.active)
    return QueueJobs(queue_scope(name), active, ended, len(active))
