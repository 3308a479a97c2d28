# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The fault language: a table of small functions, each of which breaks one thing for real.

A fault names the finding that a doctor must come to. Where the remedy is physical (paper, a cable,
a package), its `repair` does what a person's hands would do.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from unjam.sandbox.errors import SandboxError
from unjam.sandbox.faults.table import REGISTRY, Fault, Injection

TOPICS: Final = (
    "scheduler",
    "client",
    "queue",
    "driver",
    "device",
    "job",
    "limits",
    "fakes",
    "discovery",
)

for _topic in TOPICS:
    importlib.import_module(f"unjam.sandbox.faults.{_topic}")

FAULTS: Final[Mapping[str, Fault]] = MappingProxyType(REGISTRY)
"""All faults by name."""


def find_fault(name: str) -> Fault:
    """Return the fault of that name; raises `SandboxError` with what there is."""
    try:
        return FAULTS[name]
    except KeyError:
        known = ", ".join(sorted(FAULTS))
        raise SandboxError(f"there is no fault {name!r}; there are: {known}") from None


def parse_injections(faults: Sequence[str], queues: Sequence[str]) -> list[Injection]:
    """`name` or `name@queue` each; those without a queue go to one queue each, in turn."""
    injections = []
    turn = 0
    for text in faults:
        name, _, queue = text.partition("@")
        fault = find_fault(name)
        if not queue and queues and fault.on_queue:
            queue = queues[turn % len(queues)]
            turn += 1
        if queue and queue not in queues:
            raise SandboxError(f"{text}: there is no queue {queue!r}")
        if fault.on_queue and not queue:
            raise SandboxError(f"{text}: there is no queue at all")
        injections.append(Injection(fault, queue or (queues[0] if queues else "")))
    return injections


__all__ = ["FAULTS", "Fault", "Injection", "find_fault", "parse_injections"]
