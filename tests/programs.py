# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Programs that run beside a test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(
    argv: Sequence[str | Path],
    *,
    stderr: int | None = None,
    env: Mapping[str, str] | None = None,
    start_new_session: bool = False,
) -> Iterator[subprocess.Popen[str]]:
    """Run a program, its output a pipe of text; wait for its end when the block ends.

    A block that fails kills it first: a test that gave up must not wait for what it gave up.
    """
    with subprocess.Popen(
        argv,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env=env,
        start_new_session=start_new_session,
    ) as program:
        try:
            yield program
        except BaseException:
            program.kill()
            raise
