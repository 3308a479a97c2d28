# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which print server a person's programs talk to, and where that is set.

As libcups does (usersys.c, _cupsSetDefaults): CUPS_SERVER beats ~/.cups/client.conf, which beats
the system's client.conf; without any, the local socket if it is there, else localhost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unjam.diagnosis.reading.cups_conf import read_directives


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and where it stands: a file's path, or an environment variable's name."""

    value: str
    source: str
    line: str = ""
    """The line of the file, verbatim."""


def server_setting(environ: Mapping[str, str], files: Sequence[tuple[str, str]]) -> Setting | None:
    """Return what counts, or None. `files` are (path, text), the strongest first."""
    if value := environ.get("CUPS_SERVER"):
        return Setting(value, "CUPS_SERVER")
    for path, text in files:
        named = [d for d in read_directives(text) if d.name.lower() == "servername"]
        if named and named[-1].value:
            return Setting(named[-1].value, path, text.splitlines()[named[-1].line - 1])
    return None
