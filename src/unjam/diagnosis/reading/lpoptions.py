# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading lpoptions files (lpoptions(1)), as libcups' cups_get_dests does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One destination's line; `is_default` for "Default" instead of "Dest"."""

    queue: str
    instance: str
    options: tuple[tuple[str, str], ...]
    is_default: bool


def read_lpoptions(text: str) -> Iterator[Line]:
    """Yield the file's destinations in order; what is no such line is passed over."""
    for line in text.splitlines():
        word, *rest = line.split(None, 2)[:3] or [""]
        if word.lower() not in ("dest", "default") or not rest:
            continue
        queue, _slash, instance = rest[0].partition("/")
        options = tuple(_options(rest[1])) if len(rest) > 1 else ()
        yield Line(queue, instance, options, word.lower() == "default")


def _options(text: str) -> Iterator[tuple[str, str]]:
    try:
        words = shlex.split(text)
    except ValueError:  # an open quotation mark
        words = text.split()
    for word in words:
        name, equals, value = word.partition("=")
        if name:
            yield name, value if equals else "true"
