# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The servers that the contenders talk to."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.build import BUILD
from unjam.sandbox import Queue, Sandbox


@contextmanager
def canned(*arguments: str, first: Sequence[str] = ()) -> Iterator[int]:
    """Run the canned server; yield its port."""
    command = [*first, str(BUILD / "canned"), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def live(queues: int) -> Iterator[str]:
    """Run a real cupsd with so many queues, each with a driver; yield "host:port"."""
    wanted = [
        Queue(f"queue-{number:03d}", device_uri="file:///dev/null", driver="ready")
        for number in range(queues)
    ]
    with Sandbox(wanted, printers=0) as box:
        yield box.server
