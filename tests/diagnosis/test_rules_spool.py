# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging the print server's directories."""

from __future__ import annotations

from typing import Any

import pytest
from tests.diagnosis.cases import found

from unjam.diagnosis.facts.spool import SpoolSpace, Volume
from unjam.diagnosis.remedies import PurgeJobs
from unjam.diagnosis.rules.spool import spool_full


def volume(**changes: Any) -> Volume:
    values = {
        "path": "/var/spool/cups", "purpose": "spool", "free_bytes": 1 << 30,
        "total_bytes": 1 << 33, "free_inodes": 1000, "total_inodes": 10000, "read_only": False,
    }  # fmt: skip
    return Volume(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"free_bytes": 0}, "0 KiB"), ({"free_inodes": 0}, "no more files can be created")],
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
