# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Room and rights where the print server keeps its jobs."""

from __future__ import annotations

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import known, missing
from unjam.diagnosis.facts.server import ServerReach, ServerSettings
from unjam.diagnosis.facts.spool import (
    SpoolCount,
    SpoolDirectories,
    SpoolDirectory,
    SpoolSpace,
    Volume,
)
from unjam.diagnosis.messages import spool as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Subject, SubjectKind, Unknown
from unjam.diagnosis.remedies import Instruction, PurgeJobs, Remedy, RestartScheduler
from unjam.diagnosis.rules.server import server_subject
from unjam.diagnosis.wording import _, finding, size

LEAST_BYTES = 1 << 20
"""Room that one ordinary document needs at least."""
MANY_ORPHANS = 100
"""Documents of no job: a few may be from jobs that come or go at this moment."""
MANY_FILES = 20_000
"""Files in the spool that slow the scheduler's start down."""
ORDINARY_DOCUMENT = 4 << 20
"""Bytes that an ordinary document with pictures takes."""
LEAST_INODES = 4
"""A job takes a control file and a data file."""


@rule("SPOOL_FULL")
def spool_full(space: SpoolSpace) -> Finding | None:
    """Find a directory without room for one more document."""
    full = [volume for volume in space.volumes if is_full(volume)]
    if not full:
        return None
    worst = full[0]
    in_bytes = worst.free_bytes < LEAST_BYTES
    step = messages.MAKE_ROOM if in_bytes else messages.FEWER_FILES
    return finding(
        "SPOOL_FULL",
        Severity.ERROR,
        Subject(SubjectKind.SYSTEM, worst.path),
        messages.SPOOL_FULL if in_bytes else messages.NO_MORE_FILES,
        evidence=tuple(volume_evidence(volume) for volume in full),
        remedies=(Instruction(_(step).format(path=worst.path)), PurgeJobs()),
        path=worst.path,
        free=size(worst.free_bytes),
    )


@rule("SPOOL_PERMISSIONS")
def spool_permissions(directories: SpoolDirectories, space: SpoolSpace | Unknown | None) -> Verdict:
    """Find a directory that is missing, read-only, or closed to CUPS' own programs."""
    volumes = known(space)
    closed = [(d, _problem(d, directories, volumes)) for d in directories.directories]
    bad = [(directory, problem) for directory, problem in closed if problem]
    if not bad:
        return missing(space)
    worst, problem = bad[0]
    return finding(
        "SPOOL_PERMISSIONS",
        Severity.ERROR,
        Subject(SubjectKind.SYSTEM, worst.path),
        messages.SPOOL_PERMISSIONS,
        evidence=tuple(Evidence("stat", d.path, text) for d, text in bad),
        remedies=(_restored(worst, directories, volumes),),
        path=worst.path,
        problem=problem,
        user=f"{directories.user}:{directories.group}",
    )


@rule("STATE_DIR_STALE")
def state_dir_stale(count: SpoolCount) -> Finding | None:
    """Find a spool with very many files, or with documents that belong to no job."""
    if count.files < MANY_FILES and count.orphans < MANY_ORPHANS:
        return None
    return finding(
        "STATE_DIR_STALE",
        Severity.INFO,
        Subject(SubjectKind.SYSTEM, count.path),
        messages.STATE_DIR_STALE,
        evidence=(Evidence("ls", count.path, f"{count.files} files, {count.orphans} of no job"),),
        remedies=(PurgeJobs(),),
        path=count.path,
        count=count.files,
    )


@rule("JOB_TOO_LARGE")
def job_too_large(settings: ServerSettings, reach: ServerReach) -> Finding | None:
    """Find a limit on the size of requests that ordinary documents exceed."""
    limit = settings.max_request_size
    if not 0 < limit < ORDINARY_DOCUMENT:
        return None
    return finding(
        "JOB_TOO_LARGE",
        Severity.WARNING,
        server_subject(reach),
        messages.JOB_TOO_LARGE,
        evidence=(Evidence(settings.path, "MaxRequestSize", f"{limit} bytes"),),
        remedies=(Instruction(_(messages.RAISE_SIZE).format(path=settings.path)),),
        limit=size(limit),
        path=settings.path,
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


def _problem(
    directory: SpoolDirectory, all_of_them: SpoolDirectories, space: SpoolSpace | None
) -> str:
    """Say what is wrong with a directory, or nothing."""
    if not directory.exists:
        return _(messages.MISSING)
    if not directory.is_directory:
        return _(messages.NO_DIRECTORY)
    if _read_only(directory, space):
        return _(messages.READ_ONLY)
    if directory.purpose != "temp" or _may_write(directory, all_of_them):
        return ""
    return _(messages.NOT_WRITABLE).format(
        owner=directory.owner, group=directory.group, mode=directory.mode
    )


def _restored(
    directory: SpoolDirectory, all_of_them: SpoolDirectories, space: SpoolSpace | None
) -> Remedy:
    """The server makes its directories anew when it starts, where it can write at all."""
    if _read_only(directory, space):
        return Instruction(_(messages.MAKE_WRITABLE).format(path=directory.path))
    return RestartScheduler() if all_of_them.standard else Instruction(_(messages.CREATE_DIRECTORY))


def _read_only(directory: SpoolDirectory, space: SpoolSpace | None) -> bool:
    volumes = space.volumes if space else ()
    return any(v.path == directory.path and v.read_only for v in volumes)


def _may_write(directory: SpoolDirectory, who: SpoolDirectories) -> bool:
    """Tell whether filters (User and Group of cups-files.conf) may make files there."""
    if who.user in (directory.owner, str(directory.uid)):
        return directory.mode & 0o300 == 0o300
    if who.group in (directory.group, str(directory.gid)):
        return directory.mode & 0o030 == 0o030
    return directory.mode & 0o003 == 0o003
