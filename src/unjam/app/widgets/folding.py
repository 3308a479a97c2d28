# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Groups of checks fold to one line once they are done and well; those with trouble stay open.

The list belongs to whoever is at work in it: while the keyboard is in it, or it is scrolled,
nothing folds, and a group that was folded once is the person's from then on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from gi.repository import Gtk

from unjam.app.store.checks import GroupItem
from unjam.app.tasks import Tasks

REST = 0.8
"""Seconds that a group is well before it folds: further checks may follow from what was found."""


class Folding:
    """Folds the groups of `tree`, which `view` shows, as they are done."""

    def __init__(self, view: Gtk.ListView, tree: Gtk.TreeListModel, tasks: Tasks) -> None:
        self._view = view
        self._tree = tree
        self._tasks = tasks
        self._folded: set[str] = set()

    def forget(self) -> None:
        """Begin again: the groups are new."""
        self._folded.clear()

    def look(self) -> None:
        """Something is known that was not: fold soon what is well, open what no longer is."""
        if not self._tree.get_autoexpand():
            return  # all are folded from the beginning
        for row, group in self._groups():
            name = f"fold {group.value}"
            if not group.is_well:
                self._tasks.stop(name)
                if group.value in self._folded and not group.running:
                    row.set_expanded(True)
            elif group.value not in self._folded and not self._tasks.running(name):
                self._tasks.restart(self._fold_soon(row, group), name=name)

    async def _fold_soon(self, row: Gtk.TreeListRow, group: GroupItem) -> None:
        await asyncio.sleep(REST)
        if not self._in_use():
            self._folded.add(group.value)
            row.set_expanded(False)

    def _in_use(self) -> bool:
        root = self._view.get_root()
        focus = root.get_focus() if root is not None else None
        way = self._view.get_vadjustment()
        scrolled = way is not None and way.get_value() > 0
        return scrolled or (focus is not None and focus.is_ancestor(self._view))

    def _groups(self) -> Iterator[tuple[Gtk.TreeListRow, GroupItem]]:
        position = 0
        while (row := self._tree.get_child_row(position)) is not None:
            if isinstance(group := row.get_item(), GroupItem):
                yield row, group
            position += 1
