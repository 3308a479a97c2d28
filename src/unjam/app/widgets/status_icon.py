# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""An icon for a level: shape, colour and spoken word together, never colour alone."""

from __future__ import annotations

from gi.repository import Gtk, GObject

from unjam.app.status import ICONS, Level, level_word


class StatusIcon(Gtk.Image):
    """Shows one `Level`; a busy one is still told apart by its shape."""

    __gtype_name__ = "UnjamStatusIcon"

    def __init__(self, level: Level = Level.UNKNOWN, **properties: object) -> None:
        self._level = level
        super().__init__(accessible_role=Gtk.AccessibleRole.IMG, **properties)
        self.add_css_class("status")
        self.level = level

    @GObject.Property(type=str)
    def level(self) -> str:
        """The level shown."""
        return self._level

    @level.setter  # type: ignore[no-redef]
    def level(self, value: str | None) -> None:
        self.remove_css_class(f"status-{self._level}")
        self._level = Level(value) if value else Level.UNKNOWN
        self.add_css_class(f"status-{self._level}")
        self.set_from_icon_name(ICONS[self._level])
        word = level_word(self._level)
        self.set_tooltip_text(word)
        self.update_property([Gtk.AccessibleProperty.LABEL], [word])
