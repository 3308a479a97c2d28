# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""All probes and all rules there are: whatever the modules of these two packages declare."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from unjam.diagnosis import probes, rules
from unjam.diagnosis.declare import Probe, Rule
from unjam.diagnosis.plan import AnyProbe


@cache
def all_probes() -> tuple[AnyProbe, ...]:
    """Every probe of `unjam.diagnosis.probes`, by module and then by place."""
    return tuple(item for item in _declared(probes) if isinstance(item, Probe))


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """Every rule of `unjam.diagnosis.rules`, by module and then by place."""
    return tuple(item for item in _declared(rules) if isinstance(item, Rule))


def _declared(package: ModuleType) -> list[object]:
    """Collect what the package's modules themselves declare (what they import is not theirs)."""
    found: list[object] = []
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        module = import_module(info.name)
        found += [
            item
            for item in vars(module).values()
            if isinstance(item, Probe | Rule) and item.function.__module__ == module.__name__
        ]
    return found
