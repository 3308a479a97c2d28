# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Runs the example for GTK on a display of its own: what its window shows, and that it has ended.

    python -m tests.cups.gtk_example SERVER

A line on standard input closes the window, as a person would.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.app.display import Display

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "devices_gtk.py"


def main(server: str) -> None:
    Display().start()
    example = runpy.run_path(str(EXAMPLE), run_name="devices_gtk")
    from gi.repository import GLib, Gtk

    def lines() -> Iterator[str]:
        for window in Gtk.Window.list_toplevels():
            yield from (widget.get_label() for widget in walk(window, Gtk.Label))

    def look() -> bool:
        for line in list(lines())[len(said) :]:
            said.append(line)
            print(line, flush=True)  # noqa: T201
        return bool(GLib.SOURCE_CONTINUE)

    def close(*_: object) -> bool:
        for window in Gtk.Window.list_toplevels():
            if isinstance(window, Gtk.Window):
                window.close()
        return bool(GLib.SOURCE_REMOVE)

    said: list[str] = []
    GLib.timeout_add(20, look)
    GLib.unix_fd_add_full(GLib.PRIORITY_DEFAULT, sys.stdin.fileno(), GLib.IOCondition.IN, close)
    example["main"](server)
    print("ended", flush=True)  # noqa: T201 - a status says nothing: GDK exits with its display


def walk(widget: Any, kind: type) -> Iterator[Any]:
    """The widgets of this kind below a widget, in order."""
    child = widget.get_first_child()
    while child is not None:
        if isinstance(child, kind):
            yield child
        yield from walk(child, kind)
        child = child.get_next_sibling()


if __name__ == "__main__":
    main(sys.argv[1])
