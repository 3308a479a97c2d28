# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at files: bounded, and never at a pipe or a device. Blocking; called in a thread."""

from __future__ import annotations

import grp
import os
import pwd
import stat as stat_
from itertools import islice
from pathlib import Path

from unjam.diagnosis.env import DiskFacts, FileFacts

_KINDS = {
    stat_.S_IFREG: "file",
    stat_.S_IFDIR: "directory",
    stat_.S_IFLNK: "link",
    stat_.S_IFSOCK: "socket",
    stat_.S_IFCHR: "device",
    stat_.S_IFBLK: "device",
}


def stat_path(path: str | Path, follow: bool) -> FileFacts | None:  # noqa: FBT001 - as os.stat
    """Look at a path; None when there is nothing."""
    try:
        found = os.stat(path, follow_symlinks=follow)  # noqa: PTH116 - str paths stay as they are
    except (FileNotFoundError, NotADirectoryError):
        return None
    return FileFacts(
        str(path),
        _KINDS.get(stat_.S_IFMT(found.st_mode), "other"),
        stat_.S_IMODE(found.st_mode),
        _user(found.st_uid),
        _group(found.st_gid),
        found.st_uid,
        found.st_gid,
        found.st_size,
        found.st_mtime,
    )


def list_directory(path: str | Path, limit: int) -> list[str]:
    """List names, sorted; of a larger directory some `limit` of them."""
    with os.scandir(path) as entries:
        return sorted(entry.name for entry in islice(entries, limit))


def disk_facts(path: str | Path) -> DiskFacts:
    """Ask the file system under a path."""
    found = os.statvfs(path)
    return DiskFacts(
        str(path),
        found.f_bavail * found.f_frsize,
        found.f_blocks * found.f_frsize,
        found.f_favail,
        found.f_files,
        bool(found.f_flag & os.ST_RDONLY),
    )


def read_file(path: str | Path, limit: int, tail: bool) -> bytes:  # noqa: FBT001 - as Env.read_file
    """Read the first or the last `limit` bytes of a regular file."""
    # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat_.S_ISREG(found.st_mode):
            raise OSError(f"{path} is not a regular file")
        if tail and found.st_size > limit:
            file.seek(-limit, os.SEEK_END)
        return file.read(limit)


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)
