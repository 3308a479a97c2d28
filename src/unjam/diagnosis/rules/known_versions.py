# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Versions of CUPS with faults that people meet: what, from when to when, and who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unjam.diagnosis.wording import N_

Version = tuple[int, ...]
_CHANGES = "https://github.com/OpenPrinting/cups/blob/master/CHANGES.md"


@dataclass(frozen=True, slots=True)
class KnownFault:
    """A fault of the versions from `since` up to, but not including, `fixed`."""

    since: Version
    fixed: Version
    fault: str
    source: str


REGRESSIONS = (
    KnownFault(
        (2, 4, 3),
        (2, 4, 4),
        N_("Programs crash when no default printer is set (issue 719)."),
        f"{_CHANGES} (2.4.4)",
    ),
)
HOLES = (
    KnownFault(
        (1, 0),
        (2, 4, 6),
        N_("It can be made to crash from the network (CVE-2023-34241)."),
        f"{_CHANGES} (2.4.6)",
    ),
    KnownFault(
        (1, 0),
        (2, 4, 7),
        N_("A forged printer description can make it run foreign code (CVE-2023-4504)."),
        f"{_CHANGES} (2.4.7)",
    ),
    KnownFault(
        (1, 0),
        (2, 4, 13),
        N_("Logging in can be circumvented in some configurations (CVE-2025-58060)."),
        "https://nvd.nist.gov/vuln/detail/CVE-2025-58060",
    ),
)


def parse_version(text: str) -> Version:
    """Return the numbers of a version: "2.4.2" and "2.4b1" compare as expected."""
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])
