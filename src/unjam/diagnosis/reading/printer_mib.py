# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A printer's state and supplies in SNMP, told in IPP's words.

Host Resources MIB (RFC 2790) and Printer MIB (RFC 3805). The bits are translated as CUPS' own
backends do it (backend/snmp-supplies.c).
"""

from __future__ import annotations

from collections.abc import Mapping

from unjam.diagnosis.facts.device import DeviceState, Supply
from unjam.diagnosis.model import Scope

DESCRIPTION = "1.3.6.1.2.1.25.3.2.1.3.1"
STATUS = "1.3.6.1.2.1.25.3.5.1.1.1"
ERRORS = "1.3.6.1.2.1.25.3.5.1.2.1"
SUPPLIES = "1.3.6.1.2.1.43.11.1.1"
TABLES = ("1.3.6.1.2.1.25.3.2.1.3", "1.3.6.1.2.1.25.3.5.1", SUPPLIES)

CLASS, TYPE, NAME, CAPACITY, LEVEL = "4", "5", "6", "8", "9"
"""Columns of prtMarkerSuppliesTable. A waste container is "filled" (class 4), not consumed."""

FILLED = 4
LOW_PERCENT = 10

_STATES = {1: 3, 2: 3, 3: 3, 4: 4, 5: 4}
"""hrPrinterStatus (other, unknown, idle, printing, warmup) as printer-state."""

_BITS = (
    (0x80, "media-low-report"),
    (0x40, "media-empty-warning"),
    (0x20, "toner-low-report"),
    (0x10, "toner-empty-warning"),
    (0x08, "door-open-report"),
    (0x04, "media-jam-warning"),
    (0x02, "offline-report"),
    (0x01, "service-needed-warning"),
)
_MORE_BITS = (
    (0x80, "input-tray-missing-warning"),
    (0x40, "output-tray-missing-warning"),
    (0x20, "marker-supply-missing-warning"),
    (0x10, "output-area-almost-full-report"),
    (0x08, "output-area-full-warning"),
)
_TYPES = {3: "toner", 4: "waste-toner", 5: "ink", 6: "ink-cartridge", 8: "waste-ink", 9: "opc"}


def read_mib(scope: Scope, uri: str, values: Mapping[str, int | bytes]) -> DeviceState | None:
    """Make the device's state out of what was walked; None when it is no printer."""
    if STATUS not in values and not any(oid.startswith(SUPPLIES) for oid in values):
        return None
    return DeviceState(
        scope,
        uri,
        _text(values.get(DESCRIPTION)),
        _STATES.get(_number(values.get(STATUS)), 3),
        reasons(values.get(ERRORS, b"")),
        supplies=_supplies(values),
    )


def reasons(errors: int | bytes) -> tuple[str, ...]:
    """Translate hrPrinterDetectedErrorState, a string of bits, into printer-state-reasons."""
    octets = errors if isinstance(errors, bytes) else bytes([errors & 0xFF])
    first, second = (*octets[:2], 0, 0)[:2]
    said = [word for bit, word in _BITS if first & bit]
    return tuple(said + [word for bit, word in _MORE_BITS if second & bit])


def _supplies(values: Mapping[str, int | bytes]) -> tuple[Supply, ...]:
    names = f"{SUPPLIES}.{NAME}.1."
    rows = [oid.removeprefix(names) for oid in values if oid.startswith(names)]
    return tuple(_supply(values, row) for row in rows)


def _supply(values: Mapping[str, int | bytes], row: str) -> Supply:
    def column(number: str) -> int | bytes | None:
        return values.get(f"{SUPPLIES}.{number}.1.{row}")

    level, capacity = _number(column(LEVEL)), _number(column(CAPACITY))
    percent = round(100 * level / capacity) if level >= 0 and capacity > 0 else -1
    if percent >= 0 and column(CLASS) == FILLED:
        percent = 100 - percent
    kind = _TYPES.get(_number(column(TYPE)), "")
    return Supply(_text(column(NAME)), kind, percent, LOW_PERCENT)


def _number(value: int | bytes | None) -> int:
    return value if isinstance(value, int) else -1


def _text(value: int | bytes | None) -> str:
    return value.decode("utf-8", "replace").strip("\0 ") if isinstance(value, bytes) else ""
