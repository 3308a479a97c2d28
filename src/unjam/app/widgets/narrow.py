# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Whether a window is narrow, as long as something in it is on show."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gdk, Gtk

NARROW = 480
"""Pixels; a window that is narrower is one of a telephone, or one beside another."""


def tell_narrow(widget: Gtk.Widget, tell: Callable[[bool], object]) -> None:
    """Call `tell` whenever `widget` comes on show and whenever its window changes its width.

    GTK has no signal for the width of a window (its default width is another when it is
    maximized), but its surface has one.
    """

    def mapped(widget: Gtk.Widget) -> None:
        native = widget.get_native()
        if native is None or (surface := native.get_surface()) is None:
            return
        followed = surface.connect("layout", laid_out)
        laid_out(surface, surface.get_width(), surface.get_height())

        def unmapped(widget: Gtk.Widget) -> None:
            surface.disconnect(followed)
            widget.disconnect(end)

        end = widget.connect("unmap", unmapped)

    def laid_out(_surface: Gdk.Surface, width: int, _height: int) -> None:
        tell(1 < width < NARROW)  # 1 before the first layout

    widget.connect("map", mapped)
