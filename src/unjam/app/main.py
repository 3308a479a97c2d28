# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The entry: asyncio on the GLib loop, and the application on it."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence

from gi.events import GLibEventLoopPolicy  # type: ignore[import-untyped]

from unjam.app import i18n


def main(argv: Sequence[str] | None = None) -> int:
    """Run the application until its last window closes; return its exit status."""
    i18n.set_up()
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    from gi.repository import Gdk, GLib, Gtk

    if not Gtk.init_check() or Gdk.Display.get_default() is None:
        print(i18n._("There is no display. Use the command: unjam doctor"), file=sys.stderr)  # noqa: T201
        return 1
    GLib.set_application_name(i18n._("Unjam"))
    asyncio.set_event_loop_policy(GLibEventLoopPolicy())
    from unjam.app.application import Application

    return Application().run(list(argv if argv is not None else sys.argv))
