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

from unjam.app.announce import announce

READING_MS = 1000
"""How long a message stands at least, of which it slides for the first 300 ms."""
DECIDING_MS = 5000
"""How long one stands at least that can be answered."""
LEAVING_MS = 400
"""After this the message before is out: it slides for 300 ms."""


class Toasts:
    """The messages of one window, on its overlay."""

    def __init__(self, overlay: Adw.ToastOverlay) -> None:
        self._overlay = overlay
        self._waiting: deque[Adw.Toast] = deque()
        self._shown: Adw.Toast | None = None
        self._may_go = False
        self._withdrawn: Adw.Toast | None = None

    def show(self, toast: Adw.Toast) -> None:
        """Show a message after those that wait already."""
        toast.connect("dismissed", self._on_dismissed)
        self._waiting.append(toast)
        self._next()

    def withdraw(self, toast: Adw.Toast) -> None:
        """Take a message away that is no longer so, or that was never shown."""
        if toast in self._waiting:
            self._waiting.remove(toast)
        elif toast is self._shown:
            if self._may_go:
                toast.dismiss()
            else:
                self._withdrawn = toast  # it slides in still

    def _next(self) -> None:
        if self._shown is None:
            if self._waiting:
                self._present(self._waiting.popleft())
        elif self._may_go and (following := self._following(self._shown)) is not None:
            self._waiting.remove(following)
            self._waiting.appendleft(following)
            if asks(self._shown):  # once more, after the others
                self._waiting.append(self._shown)
            self._shown.dismiss()

    def _following(self, shown: Adw.Toast) -> Adw.Toast | None:
        """What comes after `shown`: after a question no other, or the two would never rest."""
        waiting = (toast for toast in self._waiting if not (asks(shown) and asks(toast)))
        return next(waiting, None)

    def _present(self, toast: Adw.Toast) -> None:
        self._shown, self._may_go = toast, False
        self._overlay.add_toast(toast)
        announce(self._overlay, None, toast.get_title() or "")
        least = DECIDING_MS if toast.get_button_label() else READING_MS
        GLib.timeout_add(least, self._on_read, toast)

    def _on_read(self, toast: Adw.Toast) -> bool:
        if self._shown is toast:
            self._may_go = True
            if toast is self._withdrawn:
                toast.dismiss()
            else:
                self._next()
        return GLib.SOURCE_REMOVE

    def _on_dismissed(self, _toast: Adw.Toast) -> None:
        self._may_go = False
        GLib.timeout_add(LEAVING_MS, self._on_left)

    def _on_left(self) -> bool:
        self._shown = None
        self._next()
        return GLib.SOURCE_REMOVE


def asks(toast: Adw.Toast) -> bool:
    """Whether it stands until it is answered."""
    return bool(toast.get_timeout() == 0)
