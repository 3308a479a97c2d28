# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Where the print server of this machine keeps its programs and its spool.

Owners and modes are restored there and nowhere else, whoever names a path.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.server import CupsFiles

PROGRAMS = ("backend", "cgi-bin", "daemon", "driver", "filter", "monitor", "notifier")
"""The directories of programs below ServerBin."""


@dataclass(frozen=True, slots=True)
class Places:
    """Absolute paths of ServerBin, and of RequestRoot and TempDir (cups-files.conf(5))."""

    server_bins: tuple[str, ...] = ("/usr/lib/cups", "/usr/libexec/cups")
    spools: tuple[str, ...] = ("/var/spool/cups", "/var/spool/cups/tmp")

    @classmethod
    def of(cls, files: CupsFiles) -> Places:
        """Take those of one server."""
        return cls((files.server_bin,), (files.spool, files.temp))

    def holds_programs(self, directory: str) -> bool:
        """Whether CUPS runs the programs in this directory, whose path has no links in it."""
        return any(
            os.path.realpath(f"{place}/{name}") == directory
            for place in self.server_bins
            for name in PROGRAMS
        )

    def is_spool(self, directory: str) -> bool:
        """Whether CUPS keeps documents in this directory, whose path has no links in it."""
        return any(os.path.realpath(place) == directory for place in self.spools)


NOWHERE = Places((), ())
"""For a print server whose files are not of this machine."""


async def places_of(env: Env) -> Places:
    """Tell where a print server's programs are, if they are on this machine."""
    try:
        return Places.of(await env.cups_files())
    except (Unavailable, OSError):
        return NOWHERE
