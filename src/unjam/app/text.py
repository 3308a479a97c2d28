# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Server text is text: the few places that take only markup get it escaped."""

from __future__ import annotations

from gi.repository import GLib


def plain(text: str) -> str:
    """`text` as it stands, for a property that is read as Pango markup."""
    return GLib.markup_escape_text(text)
