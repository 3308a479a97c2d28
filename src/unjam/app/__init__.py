# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The GTK application: a window that never freezes.

Every wait is an `await` on the GLib loop. There is no thread here, no subprocess and no blocking
connection; text that a server sent is never markup.
"""

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
