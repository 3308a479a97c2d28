# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What it takes to carry out one kind of remedy. The registry holds one action for each.

The law: `preview` and `check` only look; `apply` changes exactly what the preview said, looks at
the present state first, and returns the remedy that takes it back.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from unjam.actions.errors import ServiceFailed
from unjam.actions.model import Check, Preview
from unjam.actions.words import _
from unjam.actions.world import World
from unjam.diagnosis.model import Evidence
from unjam.diagnosis.remedies import Remedy

R = TypeVar("R", bound=Remedy)
T = TypeVar("T")


class Action(ABC, Generic[R]):
    """How one kind of remedy is shown, carried out and looked at again."""

    @abstractmethod
    def preview(self, remedy: R) -> Preview:
        """Say what it would do, without looking at anything."""

    @abstractmethod
    async def apply(self, remedy: R, world: World) -> Remedy | None:
        """Do it. Returns its undo, or None. Raises `ActionError` or `CupsError`."""

    @abstractmethod
    async def check(self, remedy: R, world: World) -> Check:
        """Look whether what the remedy promises is so."""


Registry = dict[type[Remedy], Action[Any]]
"""By the remedy's class: what carries it out."""


def look(operation: str, subject: str, answer: object) -> Evidence:
    """Evidence of a second look."""
    if isinstance(answer, str) or not isinstance(answer, Sequence):
        return Evidence(operation, subject, str(answer))
    return Evidence(operation, subject, ", ".join(map(str, answer)) or "(nothing)")


def words(value: object) -> list[str]:
    """Return a 1setOf keyword as a list, whether or not there is one."""
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, Sequence) else []


def told(record: Mapping[str, Any], name: str, kind: Callable[[Any], T]) -> T:
    """Return an attribute that nothing goes without. Raises `ServiceFailed` if it is not told."""
    try:
        return kind(record[name])
    except (KeyError, ValueError, TypeError) as problem:
        message = _("The print server does not say what it was asked for: {name}.")
        raise ServiceFailed(message.format(name=name)) from problem


def text(value: object) -> str:
    """Return a text attribute, or the empty text for an absent or out-of-band one."""
    return value if isinstance(value, str) else ""
