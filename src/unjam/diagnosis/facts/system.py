# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about the operating system."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class Distribution(Fact):
    """Which distribution this machine runs, in the words of os-release(5)."""

    id: str
    like: tuple[str, ...] = ()
    """The distributions that it descends from, the closest first."""
    version: str = ""
    name: str = ""
    """As people call it."""
