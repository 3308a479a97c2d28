# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""An icon for a level: shape, colour and spoken word together, never colour alone."""

from __future__ import annotations

from gi.repository import GObject, Gtk

from unjam.app.status import ICONS, Level, level_word


class StatusIcon(Gtk.Image):
    """Shows one `Level`; a busy one is still told apart by its shape."""

    __gtype_name__ = "UnjamStatusIcon"
    level = GObject.Property(type=str, default=Level.UNKNOWN)

    def __init__(self, level: Level = Level.UNKNOWN) -> None:
        super().__init__(accessible_role=Gtk.AccessibleRole.IMG)
        self._shown: Level | None = None
        self.add_css_class("status")
        self.level = level
        self._show()
        self.connect("notify::level", lambda *_: self._show())

    def show_level(self, level: Level, icon: str = "") -> None:
        """Show `level`, with a picture of what it is about in place of its own where given."""
        self.level = level
        self.set_from_icon_name(icon or ICONS[level])

    def _show(self) -> None:
        level = Level(self.level or Level.UNKNOWN)
        if level is self._shown:
            return
        if self._shown is not None:
            self.remove_css_class(f"status-{self._shown}")
        self._shown = level
        self.add_css_class(f"status-{self._shown}")
        self.set_from_icon_name(ICONS[self._shown])
        self.update_property([Gtk.AccessibleProperty.LABEL], [level_word(self._shown)])
