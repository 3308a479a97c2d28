# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A list model that is updated in place, so that selection and scroll position survive.

A refresh is compared with what is shown, by key: what stayed is updated, what went is removed,
what came is inserted where it belongs. Long lists are worked through in slices; between two the
window draws.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from time import monotonic
from typing import Generic, TypeVar

from gi.repository import Gio, GObject

from unjam.app.tasks import breathe

V = TypeVar("V")
SLICE = 25
"""Changes in one step: a list on show makes a cell for each, up to some two hundred."""
MANY = 500
"""Items that are let go in one step."""
MOMENT = 0.003
"""Seconds of steps between two breaths."""


class Item(GObject.Object, Generic[V]):
    """One frozen value in a list model; `shown` names the properties that are derived from it."""

    shown: tuple[str, ...] = ()

    def __init__(self, value: V) -> None:
        super().__init__()
        self.value = value

    def update(self, value: V) -> None:
        """Take a newer value; whatever is bound follows."""
        if value == self.value:
            return
        self.value = value
        self.refresh()

    def refresh(self) -> None:
        """Have everything that is bound look again."""
        with self.freeze_notify():  # type: ignore[no-untyped-call]
            for name in self.shown:
                self.notify(name)


I = TypeVar("I", bound=Item)  # type: ignore[type-arg]  # noqa: E741 - item


class KeyedStore(Generic[V, I]):
    """Values of one kind in a `Gio.ListStore` of items, identified by `key`.

    The store alone changes its model. It keeps the same items in a list of its own, for asking the
    model for each of a thousand would take longer than a frame.
    """

    def __init__(self, item: Callable[[V], I], key: Callable[[V], Hashable]) -> None:
        self._make = item
        self._key = key
        self._items: dict[Hashable, I] = {}
        self._line: list[I] = []
        self.model = Gio.ListStore()

    def __len__(self) -> int:
        return len(self._line)

    def get(self, key: Hashable) -> I | None:
        """The item with this key, if it is in the list."""
        return self._items.get(key)

    def items(self) -> list[I]:
        """The items, in the order in which they came."""
        return list(self._items.values())

    def values(self) -> list[V]:
        """What the list holds, in its order."""
        return [item.value for item in self._line]

    def put(self, value: V) -> I:
        """Update the item with the value's key, or append a new one."""
        if (item := self._items.get(self._key(value))) is not None:
            item.update(value)
            return item
        item = self._items[self._key(value)] = self._make(value)
        self._splice(len(self._line), 0, [item])
        return item

    def drop(self, key: Hashable) -> None:
        """Remove the item with this key, if it is in the list."""
        if (item := self._items.pop(key, None)) is not None:
            self._splice(self._line.index(item), 1, [])

    def clear(self) -> None:
        """Empty the list."""
        self._items.clear()
        self._splice(0, len(self._line), [])

    def clear_some(self) -> bool:
        """Take some items from the end; False once there is none. Ten thousand at once are felt."""
        start = max(len(self._line) - MANY, 0)
        for item in self._line[start:]:
            del self._items[self._key(item.value)]
        self._splice(start, len(self._line) - start, [])
        return start > 0

    def replace(self, values: Sequence[V]) -> None:
        """Make the list say `values`, at once."""
        for _ in self._steps(values):
            pass

    async def follow(self, values: Sequence[V]) -> None:
        """Make the list say `values`, in slices. Only one caller at a time."""
        end = monotonic() + MOMENT
        for _ in self._steps(values):
            if monotonic() > end:
                await breathe()
                end = monotonic() + MOMENT

    def _splice(self, position: int, removed: int, added: list[I]) -> None:
        if removed or added:
            self._line[position : position + removed] = added
            self.model.splice(position, removed, added)

    def _steps(self, values: Sequence[V]) -> Iterator[None]:
        wanted = {self._key(value): value for value in values}
        yield from self._remove(wanted.keys())
        yield from self._settle(wanted)

    def _remove(self, wanted: AbstractSet[Hashable]) -> Iterator[None]:
        """Remove what is not wanted, from the end, a run at a time."""
        end = position = len(self)
        while position > 0:
            position -= 1
            key = self._key(self._line[position].value)
            if key in wanted:
                self._splice(position + 1, end - position - 1, [])
                end = position
            else:
                del self._items[key]
            if position % SLICE == 0:
                self._splice(position, end - position, [])
                end = position
                yield

    def _settle(self, wanted: dict[Hashable, V]) -> Iterator[None]:
        """Update what is there, insert what is new, move what stands elsewhere."""
        new: list[I] = []
        position = 0
        for number, (key, value) in enumerate(wanted.items(), start=1):
            item = self._items.get(key)
            if item is None:
                item = self._items[key] = self._make(value)
                new.append(item)
            else:
                position = self._insert(position, new)
                item.update(value)
                self._place(position, item)
                position += 1
            if number % SLICE == 0:
                position = self._insert(position, new)
                yield
        self._insert(position, new)

    def _insert(self, position: int, new: list[I]) -> int:
        position = min(position, len(self))  # something may have been dropped between two steps
        self._splice(position, 0, new)
        position += len(new)
        new.clear()
        return position

    def _place(self, position: int, item: I) -> None:
        """Have an item of the list stand at this position."""
        if self._line[position : position + 1] == [item]:
            return
        self._splice(self._line.index(item), 1, [])
        self._splice(min(position, len(self)), 0, [item])
