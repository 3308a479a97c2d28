# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Letting cupsd check its configuration without letting it touch anything.

`cupsd -t` writes to the error log and repairs the ownership of directories. So it gets a copy, in
which every directory is one of our own: of a directive that appears twice, the last counts, and
appended lines leave the numbers of the others alone.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from unjam.diagnosis.env import Completed, Env
from unjam.diagnosis.live.threads import in_thread

if TYPE_CHECKING:
    from unjam.diagnosis.facts.server import CupsFiles

TIMEOUT = 10.0
_SEARCH = ("/usr/sbin", "/usr/local/sbin", "/sbin")


async def check(env: Env, files: CupsFiles) -> Completed | None:
    """Run `cupsd -t` on a copy of both files."""
    program = await in_thread(shutil.which, "cupsd", os.X_OK, os.pathsep.join(_SEARCH))
    if program is None:
        return None
    pairs = await _texts(env, files)
    async with _copies(*pairs.values()) as copies:
        argv = [program, "-t", "-s", str(copies[0]), "-c", str(copies[1])]
        completed = await env.run(argv, timeout=TIMEOUT)
    text = completed.stderr
    for copy, original in zip(copies, pairs, strict=True):
        text = text.replace(str(copy), original)
    return Completed(completed.argv, completed.returncode, completed.stdout, text)


async def _texts(env: Env, files: CupsFiles) -> dict[str, bytes]:
    """Read both files; one that does not exist is as good as an empty one."""
    texts = {}
    for path in (files.cups_files_conf, files.cupsd_conf):
        texts[path] = await env.read_file(path) if await env.stat(path) else b""
    return texts


@asynccontextmanager
async def _copies(cups_files: bytes, cupsd: bytes) -> AsyncIterator[tuple[Path, Path]]:
    """Both files in a directory of our own. A cancel waits until it is made, and gone again."""
    making = asyncio.ensure_future(in_thread(_write, cups_files, cupsd))
    try:
        base = await asyncio.shield(making)
    except asyncio.CancelledError:
        await in_thread(_remove, await making)
        raise
    try:
        yield base / "cups-files.conf", base / "cupsd.conf"
    finally:
        await in_thread(_remove, base)


def _write(cups_files: bytes, cupsd: bytes) -> Path:
    base = Path(tempfile.mkdtemp(prefix="unjam-config-"))
    try:
        (base / "root" / "tmp").mkdir(parents=True)
        own = _own_directories(base / "root").encode()
        (base / "cups-files.conf").write_bytes(cups_files + own)
        (base / "cupsd.conf").write_bytes(cupsd)
    except OSError:
        shutil.rmtree(base)
        raise
    return base


def _remove(base: Path) -> None:
    _take_back(base)
    shutil.rmtree(base)


def _take_back(base: Path) -> None:
    """Own what cupsd gave to its user: a root without all rights could not remove it."""
    if os.geteuid() == 0:
        for place, directories, _files in os.walk(base):
            for each in directories:
                os.chown(Path(place, each), 0, 0)
                Path(place, each).chmod(0o700)


def _own_directories(root: Path) -> str:
    roots = ("ServerRoot", "CacheDir", "StateDir", "RequestRoot", "ServerKeychain")
    lines = [f"{name} {root}" for name in roots]
    lines += [
        f"TempDir {root}/tmp",  # noqa: S108 - below our own
        *(f"{log} stderr" for log in _LOGS),
    ]
    return "\n" + "\n".join(lines) + "\n"


_LOGS = ("ErrorLog", "AccessLog", "PageLog")
