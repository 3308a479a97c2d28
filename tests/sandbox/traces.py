# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a sandbox left behind: files below its directory, processes that mention it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from unjam.sandbox.processes import wait_until


def remains_of(base: Path, *, pids: Sequence[int] = ()) -> list[str]:
    """The directory, the processes that name it or live in it, and these processes."""
    found = [str(base)] if base.exists() else []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            found += _traces_in(entry, str(base))
    return found + [str(pid) for pid in pids if lives(pid)]


def wait_until_gone(base: Path, *, pids: Sequence[int] = ()) -> None:
    """Wait until nothing remains; the guardian needs a moment when its owner was killed."""
    wait_until(lambda: not remains_of(base, pids=pids), what=f"the end of {base}", timeout=15)


def children_of(parent: int) -> list[int]:
    """The processes whose parent this is; others on the machine may come and go meanwhile."""
    processes = [int(name) for name in os.listdir("/proc") if name.isdecimal()]  # noqa: PTH208 - names
    return [pid for pid in processes if _stat(pid)[1:2] == [str(parent)]]


def _stat(pid: int) -> list[str]:
    """The fields of proc(5) from the state on; none for a process that is no more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _traces_in(process: Path, base: str) -> list[str]:
    try:
        words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return []
    return [f"process {process.name}: {words[:200]!r}"] if base.encode() in words else []


def lives(pid: int) -> bool:
    """Whether the process runs, or at least stands."""
    return _stat(pid)[:1] not in ([], ["Z"])
