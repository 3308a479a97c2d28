# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Prints what a screen reader is offered by one application: `python -m tests.app.atspi_walk PID`.

A process of its own, because AT-SPI asks synchronously and the application must be free to answer.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[attr-defined]  # noqa: E402


def find(process: int) -> Any:
    """The application with this process id."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for position in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(position)
            if child is not None and child.get_process_id() == process:
                return child
        time.sleep(0.05)
    raise SystemExit("the application is not on the accessibility bus")


def walk(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object that is on show, with its role, its name, and the names of what is inside it."""
    try:
        states = node.get_state_set()
        if depth > 1 and not states.contains(Atspi.StateType.VISIBLE):
            return
        told = {
            "role": node.get_role_name(),
            "name": node.get_name() or "",
            "description": node.get_description() or "",
            "depth": depth,
            "focused": bool(states.contains(Atspi.StateType.FOCUSED)),
        }
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return  # it went away while we looked
    below = [each for child in children if child is not None for each in walk(child, depth + 1)]
    told["inner"] = [each["name"] for each in below if each["name"]]
    yield told
    yield from below


if __name__ == "__main__":
    sys.stdout.write(json.dumps(list(walk(find(int(sys.argv[1]))))))
