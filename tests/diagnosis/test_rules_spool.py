# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging the print server's directories."""

from __future__ import annotations

from typing import Any

import pytest
from tests.diagnosis.cases import found, reach

from unjam.diagnosis.facts.server import ServerSettings
from unjam.diagnosis.facts.spool import (
    SpoolCount,
    SpoolDirectories,
    SpoolDirectory,
    SpoolSpace,
    Volume,
)
from unjam.diagnosis.remedies import PurgeJobs, RestartScheduler
from unjam.diagnosis.rules.spool import (
    job_too_large,
    spool_full,
    spool_permissions,
    state_dir_stale,
)


def volume(**changes: Any) -> Volume:
    values = {
        "path": "/var/spool/cups", "purpose": "spool", "free_bytes": 1 << 30,
        "total_bytes": 1 << 33, "free_inodes": 1000, "total_inodes": 10000, "read_only": False,
    }  # fmt: skip
    return Volume(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"free_bytes": 0}, "is full (0 KB free)"),
        ({"free_inodes": 0}, "cannot hold any more files"),
    ],
)
def test_no_room(changes: dict[str, int], words: str) -> None:
    finding = found(spool_full, SpoolSpace((), (volume(), volume(path="/tmp/x", **changes))))
    assert finding
    assert "/tmp/x" in finding.summary
    assert words in finding.explanation
    assert PurgeJobs() in finding.remedies
    assert len(finding.evidence) == 1


def test_room_enough() -> None:
    assert not found(spool_full, SpoolSpace((), (volume(),)))
    assert not found(spool_full, SpoolSpace((), (volume(free_inodes=0, total_inodes=0),)))


def directory(**changes: Any) -> SpoolDirectory:
    values = {
        "path": "/spool/tmp", "purpose": "temp", "exists": True, "mode": 0o1770,
        "owner": "root", "group": "lp", "uid": 0, "gid": 7,
    }  # fmt: skip
    return SpoolDirectory(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"exists": False}, "does not exist"),
        ({"is_directory": False}, "not a directory"),
        ({"mode": 0o755}, "root:lp, mode 0755"),
        ({"group": "root", "gid": 0}, "root:root, mode 1770"),
        ({"owner": "lp", "mode": 0o500}, "mode 0500"),
    ],
)
def test_a_directory_that_cups_cannot_write(changes: dict[str, Any], words: str) -> None:
    spool = directory(path="/spool", purpose="spool", mode=0o710)
    closed = SpoolDirectories((), (spool, directory(**changes)), "lp", "lp", standard=True)
    finding = found(spool_permissions, closed)
    assert finding
    assert words in finding.explanation
    assert finding.remedies == (RestartScheduler(),)


def test_a_file_system_that_can_only_be_read() -> None:
    spool = SpoolDirectories((), (directory(path="/spool", purpose="spool"),), "lp", "lp")
    assert found(spool_permissions, spool, SpoolSpace((), (volume(path="/spool", read_only=True),)))


@pytest.mark.parametrize(
    "changes", [{}, {"owner": "lp", "mode": 0o700}, {"group": "x", "gid": 5, "mode": 0o1777}]
)
def test_directories_as_they_should_be(changes: dict[str, Any]) -> None:
    well = SpoolDirectories((), (directory(**changes),), "lp", "lp")
    assert not found(spool_permissions, well, SpoolSpace((), (volume(),)))


def test_old_files() -> None:
    assert found(state_dir_stale, SpoolCount((), "/spool", 30_000))
    assert found(state_dir_stale, SpoolCount((), "/spool", 500, orphans=400))
    assert not found(state_dir_stale, SpoolCount((), "/spool", 500, orphans=3))


def test_a_limit_that_ordinary_documents_exceed() -> None:
    finding = found(job_too_large, ServerSettings((), "/c", max_request_size=100_000), reach())
    assert finding
    assert "97 KB" in finding.explanation
    assert not found(job_too_large, ServerSettings((), "/c"), reach())
    assert not found(job_too_large, ServerSettings((), "/c", max_request_size=1 << 30), reach())
