# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Room and rights where the print server keeps its jobs."""

from __future__ import annotations

from pathlib import PurePath

from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.server import CupsFiles
from unjam.diagnosis.facts.spool import (
    SpoolCount,
    SpoolDirectories,
    SpoolDirectory,
    SpoolSpace,
    Volume,
)
from unjam.diagnosis.wording import N_


@probe(title=N_("Looking how much room there is for documents"))
async def spool_space(env: Env, files: CupsFiles) -> SpoolSpace:
    """Ask the file systems; a directory below one that is closed to us counts with that one."""
    places = [("spool", files.spool), ("temp", files.temp)]
    if files.error_log:
        places.append(("log", str(PurePath(files.error_log).parent)))
    volumes = [await _volume(env, purpose, path) for purpose, path in places]
    return SpoolSpace((), tuple(volume for volume in volumes if volume))


@probe(title=N_("Looking who may write documents"))
async def spool_directories(env: Env, files: CupsFiles) -> SpoolDirectories:
    """Ask for mode and owner of the spool and of its directory for temporary files."""
    found = [await _directory(env, "spool", files.spool), await _directory(env, "temp", files.temp)]
    return SpoolDirectories((), tuple(found), files.user, files.group, files.standard)


@probe(title=N_("Counting the files of documents"))
async def spool_count(env: Env, files: CupsFiles) -> SpoolCount:
    """Count what lies in the spool, where this person may.

    A job has a control file, c00007, and documents, d00007-001 (scheduler, job.c).
    """
    names = await env.list_directory(files.spool)
    jobs = {name[1:] for name in names if name.startswith("c")}
    documents = [name for name in names if name.startswith("d") and "-" in name]
    orphans = [name for name in documents if name[1:].partition("-")[0] not in jobs]
    return SpoolCount((), files.spool, len(names), len(orphans))


async def _volume(env: Env, purpose: str, path: str) -> Volume | None:
    try:
        disk = await env.disk(path)
    except FileNotFoundError:
        return None
    except PermissionError:
        if purpose == "spool":
            raise
        return None
    return Volume(
        path,
        purpose,
        disk.free_bytes,
        disk.total_bytes,
        disk.free_inodes,
        disk.total_inodes,
        disk.read_only,
    )


async def _directory(env: Env, purpose: str, path: str) -> SpoolDirectory:
    found = await env.stat(path)
    if found is None:
        return SpoolDirectory(path, purpose, exists=False)
    return SpoolDirectory(
        path,
        purpose,
        exists=True,
        is_directory=found.kind == "directory",
        mode=found.mode,
        owner=found.owner,
        group=found.group,
        uid=found.uid,
        gid=found.gid,
    )
