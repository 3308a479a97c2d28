# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The same measure of system-config-printer, Debian's printer window, where that is installed.

Its own program runs unchanged, in its own interpreter, against the same servers; only the probe is
ours (`rival_probe`). What can be driven from outside is what it opens at its start: its window of
printers, and its window of documents.
"""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path("/usr/share/system-config-printer/system-config-printer.py")
PYTHON = Path("/usr/bin/python3")
PROBE = Path(__file__).with_name("rival_probe.py")
FORMAT = "5d"
WORK = 5.0
"""Seconds that each window is watched for; its own timeouts are longer."""
START = 5.0
"""Seconds for the program to be there."""
STILL = 1.0
"""Seconds without a turn of the loop, at the end, that are more than a busy machine."""
WAYS: dict[str, list[str]] = {"start": [], "documents": ["--show-jobs", "Queue0000"]}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the probe saw, in milliseconds. `still`: the loop stood still when we gave up."""

    wall_ms: float
    own_ms: float
    still: bool
    window_after_ms: float | None
    """From the program's start to its first window; None: there was none before we gave up."""

    @property
    def words(self) -> str:
        """One cell of a table."""
        if self.window_after_ms is None:
            return f"no window within {START + WORK:.0f} s"
        more = "more than " if self.still else ""
        return f"{more}{self.wall_ms:.0f} ms, of that computed at most {self.own_ms:.0f} ms"


def is_installed() -> bool:
    """Whether there is something to compare with."""
    return PROGRAM.exists() and PYTHON.exists()


def measure(page: str, address: str) -> Seen:
    """Open one of its windows on a server, and watch its main loop."""
    with tempfile.NamedTemporaryFile() as notes:
        notes.write(bytes(struct.calcsize(FORMAT)))
        notes.flush()
        argv = [
            str(PYTHON), str(PROBE), notes.name, str(START + WORK), str(PROGRAM), *WAYS[page]
        ]  # fmt: skip
        with subprocess.Popen(
            argv, env=environment(address), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as program:
            with suppress(subprocess.TimeoutExpired):
                program.wait(START + WORK + 1)
            gave_up = time.monotonic()
            program.kill()
        began, last, worst, own, shown = struct.unpack(FORMAT, Path(notes.name).read_bytes())
    still = program.returncode != 0 and gave_up - last > STILL
    if still and shown:
        worst = max(worst, gave_up - last)
    return Seen(worst * 1000, own * 1000, still, (shown - began) * 1000 if shown else None)


def environment(address: str) -> dict[str, str]:
    """Ours, with the server, without our packages; its system bus is the session's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    bus = kept.get("DBUS_SESSION_BUS_ADDRESS", "")
    return kept | {"CUPS_SERVER": address, "DBUS_SYSTEM_BUS_ADDRESS": bus}
