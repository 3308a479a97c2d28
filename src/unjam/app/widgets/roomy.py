# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Text that is wrapped has room for a few letters at least.

GTK asks each label how narrow it can be before it shows it. Where a line may be broken within a
word, a label finds that out by breaking its text after every letter and shaping each one by itself,
which takes six times as long as laying it out. Nobody reads a text that is one letter wide: a label
that asks for a few letters from the beginning answers with a handful of lines.
"""

from __future__ import annotations

from typing import TypeVar

from gi.repository import Gtk

LETTERS = 8
"""The least width of a wrapped text, which still fits into a telephone."""
W = TypeVar("W", bound=Gtk.Widget)


def roomy(widget: W) -> W:
    """Have each wrapped label in `widget` that says nothing else ask for `LETTERS`; return it."""
    if isinstance(widget, Gtk.Label):
        if widget.get_wrap() and widget.get_width_chars() < 0:
            widget.set_width_chars(LETTERS)
        return widget
    child = widget.get_first_child()
    while child is not None:
        roomy(child)
        child = child.get_next_sibling()
    return widget
