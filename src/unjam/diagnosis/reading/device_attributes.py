# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A device's own attributes, as the fact that the rules read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from unjam.cups.model import OutOfBand
from unjam.diagnosis.facts.device import DeviceState, LoadedMedia, Supply
from unjam.diagnosis.model import Scope
from unjam.diagnosis.reading.attributes import Attributes, flag, keywords, number, text, texts

ASKED = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-make-and-model",
    "printer-is-accepting-jobs",
    "queued-job-count",
    "media-default",
    "media-ready",
    "media-col-default",
    "media-col-ready",
    "document-format-supported",
    "marker-names",
    "marker-types",
    "marker-levels",
    "marker-low-levels",
    "printer-uuid",
)
"""What a device is asked for; what it does not know it leaves out."""


def read_state(scope: Scope, uri: str, record: Attributes) -> DeviceState:
    """Take the device's attributes over into a fact."""
    return DeviceState(
        scope,
        uri,
        text(record, "printer-make-and-model"),
        number(record, "printer-state"),
        keywords(record, "printer-state-reasons"),
        text(record, "printer-state-message"),
        flag(record, "printer-is-accepting-jobs", default=True),
        number(record, "queued-job-count"),
        text(record, "media-default"),
        texts(record, "media-ready"),
        texts(record, "document-format-supported"),
        _supplies(record),
        text(record, "printer-uuid"),
        _loaded(record.get("media-col-default")),
        tuple(m for m in map(_loaded, _list(record.get("media-col-ready"))) if m),
    )


def _supplies(record: Attributes) -> tuple[Supply, ...]:
    """Join the marker-* columns (PWG 5100.13's and CUPS'), however long each of them is."""
    columns = zip_longest(
        texts(record, "marker-names"),
        texts(record, "marker-types"),
        _numbers(record.get("marker-levels")),
        _numbers(record.get("marker-low-levels")),
    )
    return tuple(
        Supply(name, type_ or "", -1 if level is None else level, -1 if low is None else low)
        for name, type_, level, low in columns
        if name
    )


def _loaded(value: object) -> LoadedMedia | None:
    """Read a media-col (PWG 5100.7, 6.3): its size in hundredths of millimetres, its source."""
    if not isinstance(value, Mapping):
        return None
    size = value.get("media-size")
    sides = size if isinstance(size, Mapping) else {}
    width, length = number(sides, "x-dimension"), number(sides, "y-dimension")
    return LoadedMedia(width, length, text(value, "media-source"), text(value, "media-type"))


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(
        int(v) if isinstance(v, int) and not isinstance(v, OutOfBand) else -1 for v in _list(value)
    )


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [] if value is None else [value]
