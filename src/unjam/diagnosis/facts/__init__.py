# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Typed facts, one topic a module; probes make them, rules read them."""

from unjam.diagnosis.facts.base import Fact, Wanted
from unjam.diagnosis.facts.store import Facts

__all__ = ["Fact", "Facts", "Wanted"]
