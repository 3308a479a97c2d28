# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about the directories in which the print server keeps jobs."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class Volume:
    """How much room there is under one directory: bytes and inodes for ordinary programs."""

    path: str
    purpose: str
    """spool, temp or log."""
    free_bytes: int
    total_bytes: int
    free_inodes: int
    total_inodes: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class SpoolSpace(Fact):
    """The room for jobs, for what filters make of them, and for the log."""

    volumes: tuple[Volume, ...]


@dataclass(frozen=True, slots=True)
class SpoolDirectory:
    """A directory's owner and mode (permission bits), or that it is not there."""

    path: str
    purpose: str
    exists: bool
    is_directory: bool = True
    mode: int = 0
    owner: str = ""
    group: str = ""
    uid: int = -1
    gid: int = -1


@dataclass(frozen=True, slots=True)
class SpoolDirectories(Fact):
    """The spool and the directory for temporary files; who CUPS' programs run as."""

    directories: tuple[SpoolDirectory, ...]
    user: str
    group: str
    standard: bool = False
    """Whether this is the system's own CUPS."""


@dataclass(frozen=True, slots=True)
class SpoolCount(Fact):
    """How many files there are in the spool, and how many documents belong to no job."""

    path: str
    files: int
    orphans: int = 0
