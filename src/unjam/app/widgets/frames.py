# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting for the window to draw: what comes piece by piece, no frame has to carry at once."""

from __future__ import annotations

import asyncio

from gi.repository import GLib, Gtk


async def next_frame(widget: Gtk.Widget) -> None:
    """Return when the window begins its next frame; not before `widget` is in a window."""
    begun = asyncio.get_running_loop().create_future()

    def begin(*_args: object) -> bool:
        if not begun.done():
            begun.set_result(None)
        return GLib.SOURCE_REMOVE

    tick = widget.add_tick_callback(begin)
    try:
        await begun
    except asyncio.CancelledError:
        widget.remove_tick_callback(tick)
        raise
