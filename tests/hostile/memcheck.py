# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The decoder and the calls under valgrind: no byte read or written that is not ours.

    python -m tests.hostile.memcheck

CPython itself looks at bytes that nobody has set, so only wrong addresses count.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SUPPRESSIONS = Path(__file__).with_name("valgrind.supp")
QUIET = (
    "--quiet",
    "--undef-value-errors=no",
    "--leak-check=no",
    "--error-exitcode=99",
    f"--suppressions={SUPPRESSIONS}",
)
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout", "900")
RUNS = (
    ("-m", "tests.hostile.fuzz", "--count", "3000", "--seed", "7"),
    (*PYTEST, "tests/hostile/test_callbacks.py"),
    (*PYTEST, "tests/hostile/test_hostile_server.py", "-k", "every_byte or tls or chunk or reset"),
)


def main() -> int:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("valgrind is not installed", file=sys.stderr)  # noqa: T201
        return 2
    environment = os.environ | {"PYTHONMALLOC": "malloc", "UNJAM_CALLS": "128", "UNJAM_LEAKS": "20"}
    worst = 0
    for arguments in RUNS:
        command = [valgrind, *QUIET, sys.executable, *arguments]
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        worst = max(worst, ended.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
