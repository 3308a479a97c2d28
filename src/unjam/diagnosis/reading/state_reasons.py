# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""printer-state-reasons keywords: what they name, and how much they matter.

RFC 8011, 5.4.12: a keyword may end in -report, -warning or -error; "if the implementation does not
add any one of the three suffixes", it counts as an error, and an error stops the printer.
PWG 5107.3 registered a few keywords that end in "-error" themselves; those keep their name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The three suffixes, and the case that none was given."""

    REPORT = "report"
    WARNING = "warning"
    ERROR = "error"
    UNSTATED = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One keyword without its suffix, and the level that the suffix states."""

    keyword: str
    level: Level = Level.UNSTATED


_NAMES_ENDING_IN_ERROR = frozenset(
    {
        "input-media-tray-feed-error",
        "output-media-tray-feed-error",
        "media-path-input-feed-error",
        "media-path-output-feed-error",
        "fax-modem-protocol-error",
    }
)


def parse_reason(text: str) -> Reason:
    """`media-empty-error` is (`media-empty`, error)."""
    if text in _NAMES_ENDING_IN_ERROR:
        return Reason(text)
    for level in (Level.REPORT, Level.WARNING, Level.ERROR):
        name, dash, suffix = text.rpartition("-")
        if dash and suffix == level:
            return Reason(name, level)
    return Reason(text)


def parse_reasons(texts: Iterable[str]) -> tuple[Reason, ...]:
    """All but `none`."""
    return tuple(parse_reason(text) for text in texts if text != "none")
