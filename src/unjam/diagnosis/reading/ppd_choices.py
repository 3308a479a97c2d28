# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The options of a PPD and their choices (Adobe PPD 4.3, 5.2: OpenUI, and the choices within)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OPEN = re.compile(r"^\*(?:JCL)?OpenUI\s+\*(?P<option>[^\s:/]+)", re.MULTILINE)
_CHOICE = r"^\*{option}\s+(?P<choice>[^\s:/]+)[/:]"


def choices_of(ppd: str) -> Mapping[str, tuple[str, ...]]:
    """Return each option by its lower-case name, with its choices in order.

    Options that may have custom values are left out: their choices are not all.
    """
    found = {}
    for option in dict.fromkeys(_OPEN.findall(ppd)):
        name = re.escape(option)
        if re.search(rf"^\*Custom{name}\s", ppd, re.MULTILINE):
            continue
        choices = re.findall(_CHOICE.format(option=name), ppd, re.MULTILINE)
        found[option.lower()] = tuple(dict.fromkeys(choices))
    return found
