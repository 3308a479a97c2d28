# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Output for terminals that know few characters: the nearest one, or else its escape."""

from __future__ import annotations

import codecs
import sys

NEAREST = {
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚", "'"),  # noqa: RUF001 - these are what it is about
    **dict.fromkeys("–—−", "-"),  # noqa: RUF001 - so are these
    "…": "...",
    "·": "-",
    "→": "->",
    "\N{NO-BREAK SPACE}": " ",
}
HANDLER = "unjam-nearest"


def nearest(problem: UnicodeError) -> tuple[str | bytes, int]:
    """Replace one character that cannot be encoded (the protocol of `codecs.register_error`)."""
    if isinstance(problem, UnicodeEncodeError):
        character = problem.object[problem.start]
        if character in NEAREST:
            return NEAREST[character], problem.start + 1
    return codecs.backslashreplace_errors(problem)


def set_up() -> None:
    """Let standard output and standard error never fail for a character."""
    codecs.register_error(HANDLER, nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)
