# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""IPP attributes as they are shown, and as the JSON schemas promise them.

A server may leave out any attribute, or send what it should not: a value is of the type that it is
to have, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

from unjam.cups.model import OutOfBand

Record = Mapping[str, Any]
Reader = Callable[[Record, str], object]


def text(record: Record, name: str) -> str | None:
    """Return a text, a name, a keyword or a URI."""
    value = record.get(name)
    return value if isinstance(value, str) else None


def texts(record: Record, name: str) -> list[str] | None:
    """Return a 1setOf keyword."""
    value = record.get(name)
    values = value if isinstance(value, list | tuple) else [value]
    told = [each for each in values if isinstance(each, str)]
    return told if len(told) == len(values) else None


def flag(record: Record, name: str) -> bool | None:
    """Return a boolean."""
    value = record.get(name)
    return value if isinstance(value, bool) else None


def number(record: Record, name: str) -> int | None:
    """Return an integer."""
    value = record.get(name)
    if isinstance(value, bool | OutOfBand) or not isinstance(value, int):
        return None
    return int(value)


def state(kind: type[IntEnum]) -> Reader:
    """Make what reads one of these states, by its word in IPP."""

    def read(record: Record, name: str) -> str | None:
        value = record.get(name)
        return value.name.lower() if isinstance(value, kind) else None

    return read


def document(record: Record, fields: Mapping[str, Reader]) -> dict[str, Any]:
    """Return these attributes of one record."""
    return {name: read(record, name) for name, read in fields.items()}
