# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which operating system this is."""

from __future__ import annotations

from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.reading.os_release import read_os_release
from unjam.diagnosis.wording import N_

PLACES = ("/run/host/os-release", "/etc/os-release", "/usr/lib/os-release")
"""Within a Flatpak the first one tells of the system outside (os-release(5))."""


@probe(title=N_("Looking which system this is"))
async def distribution(env: Env) -> Distribution | None:
    """Read os-release where the print server runs here: its packages are the ones that count."""
    if not await env.is_local():
        return None
    for place in PLACES:
        try:
            text = (await env.read_file(place, limit=65536)).decode(errors="replace")
        except OSError:
            continue
        said = read_os_release(text)
        like = tuple(said.get("ID_LIKE", "").lower().split())
        version, name = said.get("VERSION_ID", ""), said.get("PRETTY_NAME", "")
        return Distribution((), said.get("ID", "").lower(), like, version, name)
    return None
