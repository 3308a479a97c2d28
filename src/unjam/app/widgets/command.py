# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A command that a person can run by hand, to read and to copy."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from gi.repository import Gtk, Pango

from unjam.app.i18n import _


class CommandLine(Gtk.Grid):
    """Shows one command, quoted for a shell; a grid for the reason that `CheckRow` gives."""

    __gtype_name__ = "UnjamCommandLine"

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__(column_spacing=6, css_classes=["command"])
        text = shlex.join(command)
        label = Gtk.Label(
            label=text,
            selectable=True,
            wrap=True,
            wrap_mode=Pango.WrapMode.WORD_CHAR,
            xalign=0,
            hexpand=True,
        )
        copy = Gtk.Button(
            icon_name="edit-copy-symbolic",
            tooltip_text=_("Copy"),
            valign=Gtk.Align.CENTER,
            css_classes=["flat"],
        )
        copy.connect("clicked", lambda button: button.get_clipboard().set(text))
        self.attach(label, 0, 0, 1, 1)
        self.attach(copy, 1, 0, 1, 1)
