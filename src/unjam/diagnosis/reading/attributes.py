# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Taking values out of an IPP record as plain data, whatever the server put there instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from unjam.cups.model import OutOfBand

Attributes = Mapping[str, object]


def text(record: Attributes, name: str, default: str = "") -> str:
    """Return a string value, as a plain `str`."""
    value = record.get(name)
    return str(value) if isinstance(value, str) else default


def texts(record: Attributes, name: str) -> tuple[str, ...]:
    """Return the strings of a set; a single value counts as a set of one."""
    value = record.get(name)
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(item) for item in values if isinstance(item, str))


def number(record: Attributes, name: str, default: int = 0) -> int:
    """Return an integer or enum value as a plain `int`."""
    value = record.get(name)
    if isinstance(value, bool | OutOfBand) or not isinstance(value, int):
        return default
    return int(value)


def flag(record: Attributes, name: str, *, default: bool) -> bool:
    """Return a boolean value."""
    value = record.get(name)
    return value if isinstance(value, bool) else default


def moment(record: Attributes, name: str) -> float:
    """Return a time as seconds since 1970; 0 for none. CUPS sends integers or dateTime."""
    value = record.get(name)
    if isinstance(value, datetime):
        return value.timestamp()
    return float(number(record, name))


def keywords(record: Attributes, name: str) -> tuple[str, ...]:
    """Return a set of reasons without the word that says there is none."""
    return tuple(value for value in texts(record, name) if value != "none")


def mapping(record: Attributes, name: str) -> Attributes:
    """Return a collection, or an empty one."""
    value = record.get(name)
    return value if isinstance(value, Mapping) else {}


def values(record: Attributes, name: str) -> tuple[str, ...]:
    """Return plain values (words and numbers) of a set as words; a single one counts as a set."""
    value = record.get(name)
    items = value if isinstance(value, list | tuple) else [value]
    plain = (v for v in items if isinstance(v, str | int) and not isinstance(v, bool | OutOfBand))
    return tuple(str(int(v)) if isinstance(v, int) else str(v) for v in plain)
