# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at the programs of a queue: its backend, and the filters that its PPD names."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.driver import ProgramFile, QueueBackend, QueueFilters, QueuePpd
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.server import CupsFiles
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.reading.device_uri import BUILT_IN, parse_device_uri
from unjam.diagnosis.reading.executable import HEAD, interpreter
from unjam.diagnosis.reading.program_complaint import read_complaint
from unjam.diagnosis.wording import N_


@probe(title=N_("Looking for the program that talks to the printer"))
async def queue_backend(
    env: Env, queue: QueueState, files: CupsFiles | Unknown
) -> QueueBackend | None:
    """Find the backend of the queue's URI; a class has none."""
    uri = parse_device_uri(queue.device_uri)
    if not uri.scheme or uri.scheme in BUILT_IN:
        return None
    if isinstance(files, Unknown):
        said = _complaint(queue, files, "backend")
        return QueueBackend(queue.scope, uri.uri, uri.scheme, said.path, said, ())
    directory = files.backend_dir
    path = f"{directory}/{uri.scheme}"
    names = await env.together(("ls", directory), lambda: env.list_directory(directory))
    file = await env.together(("program", path), lambda: program_file(env, path))
    as_root = await _runs_as_root(env, files)
    return QueueBackend(queue.scope, uri.uri, uri.scheme, directory, file, tuple(names), as_root)


@probe(title=N_("Looking for the programs of the printer's driver"))
async def queue_filters(
    env: Env, ppd: QueuePpd, queue: QueueState, files: CupsFiles | Unknown
) -> QueueFilters:
    """Find each filter program that the PPD names."""
    if isinstance(files, Unknown):
        said = _complaint(queue, files, "filter")
        return QueueFilters(ppd.scope, str(Path(said.path).parent), (said,))
    paths = [str(Path(files.filter_dir) / program) for program in ppd.programs]
    looks = [env.together(("program", p), partial(program_file, env, p)) for p in paths]
    programs = await asyncio.gather(*looks)
    as_root = await _runs_as_root(env, files)
    return QueueFilters(ppd.scope, files.filter_dir, tuple(programs), as_root)


def _complaint(queue: QueueState, files: Unknown, kind: str) -> ProgramFile:
    """Take cupsd's word for a program that cannot be looked at; without one nothing is known."""
    said = read_complaint(queue.message)
    if said is None or not _is_plain(said.path) or f"/{kind}/" not in said.path:
        raise Unavailable(files.why, foreseen=files.foreseen)
    return replace(said, hearsay=True)


def _is_plain(path: str) -> bool:
    """Whether a path leads where it seems to: cupsd names its programs so."""
    return path.startswith("/") and os.path.normpath(path) == path


async def program_file(env: Env, path: str) -> ProgramFile:
    """Look at one program's file, through links, and at what the kernel starts it with."""
    found = await env.stat(path)
    if found is None:
        return ProgramFile(path, exists=False)
    starter = await _interpreter(env, path)
    return ProgramFile(
        path,
        exists=True,
        mode=found.mode,
        uid=found.uid,
        gid=found.gid,
        regular=found.kind == "file",
        interpreter=starter,
        interpreter_exists=not starter or await env.stat(starter) is not None,
    )


async def _interpreter(env: Env, path: str) -> str:
    """Read which interpreter a program names; one that this user may not read tells nothing."""
    try:
        return interpreter(await env.read_file(path, limit=HEAD))
    except OSError:
        return ""


async def _runs_as_root(env: Env, files: CupsFiles) -> bool:
    """Tell whether cupsd runs as root: only then does it check who could have changed a program.

    It owns its state directory (main.c and conf.c, cupsdCheckPermissions).
    """
    place = files.state_dir
    state = await env.together(("stat", place), lambda: env.stat(place))
    return state is not None and state.uid == 0
