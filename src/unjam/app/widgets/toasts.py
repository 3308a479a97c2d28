# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Short messages, one at a time: each stands long enough to be read, the newest does not wait long.

libadwaita 1.2 lets one message slide in over another more slowly than it lets one slide out, and
uses what it has freed if a message is dismissed in between. So the next one begins when the one
before is out, and none is dismissed while it slides in.
"""

from __future__ import annotations

from collections import deque

from gi.repository import Adw, GLib

READING_MS = 1000
"""How long a message stands at least, of which it slides for the first 300 ms."""
LEAVING_MS = 400
"""After this the message before is out: it slides for 300 ms."""


class Toasts:
    """The messages of one window, on its overlay."""

    def __init__(self, overlay: Adw.ToastOverlay) -> None:
        self._overlay = overlay
        self._waiting: deque[Adw.Toast] = deque()
        self._shown: Adw.Toast | None = None
        self._may_go = False

    def show(self, toast: Adw.Toast) -> None:
        """Show a message after those that wait already."""
        toast.connect("dismissed", self._on_dismissed)
        self._waiting.append(toast)
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        if self._shown is None:
            self._present(self._waiting.popleft())
        elif self._may_go:
            if self._shown.get_timeout() == 0:  # it asks for something: once more, after the others
                self._waiting.append(self._shown)
            self._shown.dismiss()

    def _present(self, toast: Adw.Toast) -> None:
        self._shown, self._may_go = toast, False
        self._overlay.add_toast(toast)
        GLib.timeout_add(READING_MS, self._on_read, toast)

    def _on_read(self, toast: Adw.Toast) -> bool:
        if self._shown is toast:
            self._may_go = True
            self._next()
        return GLib.SOURCE_REMOVE

    def _on_dismissed(self, _toast: Adw.Toast) -> None:
        self._may_go = False
        GLib.timeout_add(LEAVING_MS, self._on_left)

    def _on_left(self) -> bool:
        self._shown = None
        self._next()
        return GLib.SOURCE_REMOVE
