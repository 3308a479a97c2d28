# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Running the command line at a terminal, as a person does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pexpect
from tests.cli.program import ARGV, environment

from unjam.sandbox import Sandbox


@contextmanager
def terminal(
    *args: str,
    box: Sandbox | None = None,
    columns: int = 80,
    argv: Sequence[str] = ARGV,
    **more: str,
) -> Iterator[pexpect.spawn[str]]:
    """Run `unjam ARGS` at a terminal of its own; `argv` are the words that stand for `unjam`."""
    env = environment(box, TERM="xterm-256color", **more)
    child = pexpect.spawn(
        argv[0], [*argv[1:], *args], env=env, encoding="utf-8", timeout=30,
        dimensions=(40, columns),
    )  # fmt: skip
    try:
        yield child
    finally:
        child.close(force=True)


def ended(child: pexpect.spawn[str]) -> tuple[int | None, str]:
    """Wait for the end; how it ended and what it said since the last expectation."""
    child.expect(pexpect.EOF)
    text = str(child.before)
    child.wait()
    return child.exitstatus, text
