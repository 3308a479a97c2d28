# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A switch that shows what the server says, and asks for a change instead of making one."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gtk


class Toggle:
    """Wraps a `Gtk.Switch`: it moves when the server has done it, and not before."""

    def __init__(self, switch: Gtk.Switch, label: str, ask: Callable[[bool], object]) -> None:
        self._switch = switch
        self._ask = ask
        self._said = switch.get_state()
        """What the server said last."""
        self._wanted = False
        self._under_way = 0
        """Changes that were asked for and are not settled; the last is to `_wanted`."""
        self._moving = False
        """Whether it was pressed and moves still: only at the end of that GTK tells of a change."""
        switch.update_property([Gtk.AccessibleProperty.LABEL], [label])
        self._handler = switch.connect("state-set", self._on_set)
        switch.connect("activate", self._on_pressed)

    def show(self, *, on: bool, possible: bool = True) -> None:
        """Show what the server says; what it said before it does what was asked is not shown."""
        self._said = on
        self._switch.set_sensitive(possible)
        if not (self._under_way or self._moving):  # to set it ends a movement, and its press
            self._catch_up()

    def settle(self) -> None:
        """What was asked for has been done, or has not: `show` counts again."""
        self._under_way = max(self._under_way - 1, 0)  # taking it back elsewhere settles, too

    def _catch_up(self) -> None:
        if not self._said == self._switch.get_active() == self._switch.get_state():
            with self._switch.handler_block(self._handler):
                self._switch.set_active(self._said)
                self._switch.set_state(self._said)

    def _on_pressed(self, switch: Gtk.Switch) -> None:
        self._moving = bool(switch.get_settings().get_property("gtk-enable-animations"))

    def _on_set(self, _switch: Gtk.Switch, wanted: bool) -> bool:  # noqa: FBT001 - GTK's signature
        self._moving = False
        if wanted != (self._wanted if self._under_way else self._said):
            self._wanted = wanted
            self._under_way += 1
            self._ask(wanted)
        return True
