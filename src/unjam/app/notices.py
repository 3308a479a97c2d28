# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A printer that begins to need attention is announced, and no longer once it is well.

What was so when the window opened is on the screen already; and nobody is told what they look at.
"""

from __future__ import annotations

from typing import Protocol

from gi.repository import Gio, GLib

from unjam.app import status
from unjam.app.i18n import _
from unjam.app.store.live import Live
from unjam.app.store.values import Printer


class Announcer(Protocol):
    """Shows notifications: the application."""

    def send_notification(self, id: str | None, notification: Gio.Notification) -> None:
        """Show one, in place of an earlier one of that id."""

    def withdraw_notification(self, id: str) -> None:
        """Take one away."""


class Watcher(Protocol):
    """Whoever may be looking already: the window."""

    def is_active(self) -> bool:
        """Whether the person is looking at it."""


class Notices:
    """Follows the printers of one server."""

    def __init__(self, live: Live, announcer: Announcer, watcher: Watcher, server: str) -> None:
        """`server` tells apart what several servers have under one name; empty: the usual one."""
        self._live = live
        self._server = server
        self._announcer = announcer
        self._watcher = watcher
        self._ill: set[str] | None = None
        live.connect("refreshed", self._on_refreshed)

    def _on_refreshed(self, _live: Live) -> None:
        printers = {p.name: p for p in self._live.printers.values()}
        ill = {name for name, p in printers.items() if status.needs_attention(p)}
        before, self._ill = self._ill, ill
        if before is None:
            return
        for name in before - ill:
            self._announcer.withdraw_notification(notice_id(self._server, name))
        if not self._watcher.is_active():
            for name in ill - before:
                self._announcer.send_notification(
                    notice_id(self._server, name), notice(self._server, printers[name])
                )


def notice_id(server: str, name: str) -> str:
    """One notice for each printer of each server."""
    return f"printer-{name}@{server}"


def notice(server: str, printer: Printer) -> Gio.Notification:
    """What is said, and where it leads."""
    title = _("{printer} needs attention").format(printer=printer.info or printer.name)
    found = Gio.Notification.new(title)
    found.set_body(status.printer_words(printer))
    found.set_category("device.error")
    found.set_priority(Gio.NotificationPriority.HIGH)
    target = GLib.Variant("(ss)", (server, printer.name))
    found.set_default_action_and_target("app.printer", target)
    found.add_button_with_target(_("Find Out Why"), "app.diagnose", target)
    return found
