# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What matters of cupsd.conf(5) to the findings."""

from __future__ import annotations

from unjam.diagnosis.facts.server import ServerSettings
from unjam.diagnosis.reading.cups_conf import all_values, top_level

_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_LOOPBACK = ("localhost", "127.", "[::1]", "::1", "/")
_NO = frozenset({"no", "off", "false", "0"})


def read_settings(path: str, text: str) -> ServerSettings:
    """Read a cupsd.conf; what is not set has cupsd's default."""
    given = top_level(text)
    size = given.get("maxrequestsize") or given.get("limitrequestbody") or "0"
    return ServerSettings(
        scope=(),
        path=path,
        max_jobs=_number(given.get("maxjobs", "500")),
        max_jobs_per_printer=_number(given.get("maxjobsperprinter", "0")),
        max_jobs_per_user=_number(given.get("maxjobsperuser", "0")),
        max_request_size=_number(size),
        listens_outside=_listens_outside(text),
        browsing=given.get("browsing", "yes").lower() not in _NO,
    )


def _listens_outside(text: str) -> bool:
    listeners = all_values(text, "Listen", "SSLListen")
    ports = all_values(text, "Port", "SSLPort")
    return bool(ports) or any(not value.startswith(_LOOPBACK) for value in listeners)


def _number(text: str) -> int:
    """Read an integer with cupsd's units; 0 for what is none (cupsd complains of it)."""
    digits, factor = text.strip().lower(), 1
    if digits and digits[-1] in _UNITS:
        digits, factor = digits[:-1], _UNITS[digits[-1]]
    return int(digits) * factor if digits.isascii() and digits.isdigit() else 0
