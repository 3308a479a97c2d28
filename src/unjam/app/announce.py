# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Telling somebody who does not see the window what has just happened in it.

GTK announces from 4.14 on. Before, a screen reader says what it comes to: what has just happened is
the description of the control that gets the focus at that moment.
"""

from __future__ import annotations

from gi.repository import Gtk

AT_EASE = 1
"""GtkAccessibleAnnouncementPriority (4.14): when nothing else is being said."""


def announce(page: Gtk.Widget, control: Gtk.Widget | None, text: str) -> None:
    """Have `text` said: at once where that is possible, and with `control` where that is next."""
    if control is not None:
        control.update_property([Gtk.AccessibleProperty.DESCRIPTION], [text])
    speak = getattr(page, "announce", None)
    if speak is not None:
        speak(text, AT_EASE)
