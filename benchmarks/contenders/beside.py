# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A heartbeat that nobody keeps waiting, while a C program receives the same bytes beside it.

What this shows is the machine's own doing: loopback traffic keeps a processor busy in the kernel,
where not even a thread of the highest priority gets in between.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from benchmarks.build import BUILD
from benchmarks.harness import main

ROUNDS = 20


def receive(_host: str, port: int) -> Callable[[], object]:
    command = [str(BUILD / "receive"), str(port), str(BUILD / "request-jobs.ipp"), str(ROUNDS)]
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main({"jobs": receive})
