#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""GTK 4: a window that lists the server's devices as they are found, and never freezes.

    devices_gtk.py [SERVER]

PyGObject 3.50 or later runs asyncio on the GLib main loop; closing the window cancels the search.
"""

from __future__ import annotations

import asyncio
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.events import GLibEventLoopPolicy  # noqa: E402
from gi.repository import Gtk  # noqa: E402

from unjam.cups import AsyncConnection, errors  # noqa: E402


class Window(Gtk.ApplicationWindow):
    """A list that grows while the server searches."""

    def __init__(self, application: Gtk.Application, server: str | None) -> None:
        super().__init__(application=application, title="Devices", default_width=480)
        self._list = Gtk.ListBox()
        self.set_child(Gtk.ScrolledWindow(child=self._list, min_content_height=320))
        self._search = (
            asyncio.get_event_loop_policy().get_event_loop().create_task(self._find(server))
        )
        self.connect("close-request", self._leave)

    def _add(self, text: str) -> None:
        self._list.append(Gtk.Label(label=text, xalign=0, margin_start=12, margin_top=6))

    async def _find(self, server: str | None) -> None:
        try:
            async with AsyncConnection(server) as cups:
                async for device in cups.iter_devices():
                    self._add(f"{device.get('device-info', '')}  {device.device_uri}")
        except errors.CupsError as error:
            self._add(str(error))
        else:
            self._add("That is all.")

    def _leave(self, _window: Gtk.Window) -> bool:
        self._search.cancel()
        return False


def main(server: str | None) -> None:
    """Run the application."""
    asyncio.set_event_loop_policy(GLibEventLoopPolicy())
    application = Gtk.Application(application_id="io.github.unjam.Example")
    application.connect("activate", lambda app: Window(app, server).present())
    application.run()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
