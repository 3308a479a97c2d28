# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What AppArmor or SELinux refused to CUPS' programs."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of refusal; `record` is the kernel's line, verbatim."""

    system: str
    program: str
    operation: str
    target: str
    record: str


@dataclass(frozen=True, slots=True)
class Confinement(Fact):
    """The refusals of the last day. Scope: (). `source` is where they were read."""

    source: str
    refusals: tuple[Refusal, ...] = ()
