# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Evidence that a rule can do without, and whose absence it must not mistake for health.

A rule's parameter `X | None` only shapes what is said or offered. `X | Unknown | None` is evidence:
where the rule finds nothing, and this evidence was unknown, it returns that `Unknown`, and the
finding is told as not checked.
"""

from __future__ import annotations

from typing import TypeVar

from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.model import Unknown

F = TypeVar("F", bound=Fact)


def known(evidence: F | Unknown | None) -> F | None:
    """Return the fact, if there is one."""
    return None if isinstance(evidence, Unknown) else evidence


def missing(*evidence: Fact | Unknown | None) -> Unknown | None:
    """Return the first that could not be had, for a rule that found nothing to return."""
    return next((each for each in evidence if isinstance(each, Unknown)), None)
