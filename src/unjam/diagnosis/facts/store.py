# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""All that is known, by kind and scope.

The law: one kind has one answer in one scope. A fact beats an `Unknown`; the newer fact beats the
older one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.model import Scope, Unknown

F = TypeVar("F", bound=Fact)


class Facts:
    """Facts and `Unknown`s, looked up by the fact's class and from a scope outwards."""

    def __init__(self, items: Iterable[Fact | Unknown] = ()) -> None:
        self._by_kind: dict[str, dict[Scope, Fact | Unknown]] = {}
        for item in items:
            self.add(item)

    def add(self, item: Fact | Unknown) -> None:
        """Take in one more; an `Unknown` never displaces a fact."""
        kind = item.fact if isinstance(item, Unknown) else type(item).__name__
        known = self._by_kind.setdefault(kind, {})
        if isinstance(item, Unknown) and isinstance(known.get(item.scope), Fact):
            return
        known[item.scope] = item

    def get(self, kind: type[F], scope: Scope = ()) -> F | Unknown | None:
        """Return what stands in exactly this scope, or None."""
        return cast("F | Unknown | None", self._by_kind.get(kind.__name__, {}).get(scope))

    def find(self, kind: type[F], scope: Scope = ()) -> F | Unknown | None:
        """Return what stands in this scope or in the nearest one around it, or None."""
        known = self._by_kind.get(kind.__name__)
        if not known:
            return None
        for length in range(len(scope), -1, -1):
            found = known.get(scope[:length])
            if found is not None:
                return cast("F | Unknown", found)
        return None

    def of(self, kind: type[F]) -> list[F]:
        """All facts of this kind, in the order in which they came."""
        known = self._by_kind.get(kind.__name__, {}).values()
        return [cast("F", item) for item in known if isinstance(item, Fact)]

    def scopes(self, kind: type[Fact]) -> list[Scope]:
        """Where this kind is known, or known to be unknown."""
        return list(self._by_kind.get(kind.__name__, {}))

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What could not be had."""
        return tuple(item for item in self if isinstance(item, Unknown))

    def __iter__(self) -> Iterator[Fact | Unknown]:
        for known in self._by_kind.values():
            yield from known.values()

    def __len__(self) -> int:
        return sum(map(len, self._by_kind.values()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and set(self) == set(other)

    __hash__ = None  # type: ignore[assignment]  # it can change
