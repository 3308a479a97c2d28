# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Remedies carried out: shown first, done on consent, verified by looking again, undone if need be.

`describe(remedy)` says what one would do; `Executor(World(connection, …))` does it.
"""

from unjam.actions.errors import ActionError
from unjam.actions.executor import Executor
from unjam.actions.model import Applied, Check, Entry, Outcome, Preview
from unjam.actions.registry import describe
from unjam.actions.world import World

__all__ = [
    "ActionError",
    "Applied",
    "Check",
    "Entry",
    "Executor",
    "Outcome",
    "Preview",
    "World",
    "describe",
]
