# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Programs that CUPS will not run: too many may change them, or nobody may run them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.driver import ProgramFile, QueueBackend, QueueFilters
from unjam.diagnosis.facts.server import ServerReach
from unjam.diagnosis.messages import driver_more as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject
from unjam.diagnosis.remedies import Instruction, Remedy, RestorePermissions
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.wording import _, finding

OTHERS_WRITE = 0o022
SPECIAL = 0o4000
ANYBODY_RUNS = 0o111
USUAL = 0o755


@rule("BACKEND_PERMISSIONS", supersedes=(*FAILURES, "BACKEND_FAILED"))
def backend_permissions(backend: QueueBackend, reach: ServerReach | None) -> Finding | None:
    """Find a backend that cupsd does not trust, or that is not executable."""
    bad = unusable([backend.file], as_root=backend.as_root)
    return _refused("BACKEND_PERMISSIONS", backend.scope[0], bad, reach) if bad else None


@rule("FILTER_PERMISSIONS", supersedes=(*FAILURES, "FILTER_FAILED", "FILTER_MISSING"))
def filter_permissions(filters: QueueFilters, reach: ServerReach | None) -> Finding | None:
    """Find a filter that cupsd does not trust, or that is not executable."""
    bad = unusable(filters.programs, as_root=filters.as_root)
    return _refused("FILTER_PERMISSIONS", filters.scope[0], bad, reach) if bad else None


def unusable(programs: Sequence[ProgramFile], *, as_root: bool) -> ProgramFile | None:
    """Pick the first program that cupsd will not run."""
    there = (program for program in programs if program.exists)
    return next((p for p in there if _closed(p) or (as_root and _open(p))), None)


def _open(program: ProgramFile) -> bool:
    """Apply cupsd's test, which it makes only as root (_cupsFileCheck in cups/file.c)."""
    return bool(program.mode & (OTHERS_WRITE | SPECIAL)) or program.uid != 0


def _closed(program: ProgramFile) -> bool:
    return not program.mode & ANYBODY_RUNS


def _refused(
    id: str,
    queue: Subject,
    program: ProgramFile,
    reach: ServerReach | None,
) -> Finding:
    mode = f"{program.mode:04o}"
    closed = _closed(program)
    source = "printer-state-message" if program.hearsay else "stat()"
    return finding(
        id,
        Severity.ERROR,
        queue,
        messages.PERMISSIONS_CLOSED if closed else messages.PERMISSIONS_OPEN,
        evidence=(Evidence(source, program.path, f"mode {mode}, uid {program.uid}"),),
        remedies=(_restored(program, reach),),
        queue=queue.name,
        path=program.path,
        program=PurePath(program.path).name,
        mode=mode,
        owner=program.uid,
    )


def _restored(program: ProgramFile, reach: ServerReach | None) -> Remedy:
    """What is only known by hearsay is for the server's administrator, never for this machine."""
    if not program.hearsay:
        return RestorePermissions(program.path, USUAL)
    server = reach.server if reach else _(messages.PRINT_SERVER)
    return Instruction(_(messages.RESTORE_THERE).format(server=server, path=program.path))
