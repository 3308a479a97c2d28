# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Room and rights where the print server keeps its jobs."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.spool import SpoolSpace, Volume
from unjam.diagnosis.messages import spool as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind
from unjam.diagnosis.remedies import Instruction, PurgeJobs
from unjam.diagnosis.wording import _, finding

LEAST_BYTES = 1 << 20
"""Room that one ordinary document needs at least."""
LEAST_INODES = 4
"""A job takes a control file and a data file."""


@rule("SPOOL_FULL")
def spool_full(space: SpoolSpace) -> Finding | None:
    """Find a directory without room for one more document."""
    full = [volume for volume in space.volumes if is_full(volume)]
    if not full:
        return None
    worst = full[0]
    return finding(
        "SPOOL_FULL",
        Severity.ERROR,
        Subject(SubjectKind.SYSTEM, worst.path),
        messages.SPOOL_FULL,
        evidence=tuple(volume_evidence(volume) for volume in full),
        remedies=(Instruction(_(messages.MAKE_ROOM).format(path=worst.path)), PurgeJobs()),
        path=worst.path,
        free=_(messages.NO_INODES) if worst.free_bytes >= LEAST_BYTES else _size(worst.free_bytes),
    )


def is_full(volume: Volume) -> bool:
    """Whether bytes or inodes have run out (0 inodes in total: they are not counted)."""
    no_inodes = volume.total_inodes > 0 and volume.free_inodes < LEAST_INODES
    return volume.free_bytes < LEAST_BYTES or no_inodes


def volume_evidence(volume: Volume) -> Evidence:
    """Quote what the file system says."""
    answer = (
        f"{volume.free_bytes} of {volume.total_bytes} bytes free, "
        f"{volume.free_inodes} of {volume.total_inodes} inodes free"
    )
    return Evidence("statvfs", volume.path, answer)


def _size(amount: int) -> str:
    return f"{amount // 1024} KiB"
