# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a diagnosis and the pages need is there before the person has read the first page.

Some two hundred modules take a third of a second to import: all at once that would be a window that
stands still, one by one nobody notices. Signs are drawn from their files when they are first shown:
a page with some new ones would falter on its way in.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from gi.repository import Gio, Gtk

import unjam
from unjam.app.status import ICONS
from unjam.app.tasks import breathe

ROOT = Path(unjam.__file__).parent
PARTS = (
    "cups",
    "operations",
    "auth",
    "diagnosis/facts",
    "diagnosis/reading",
    "diagnosis/messages",
    "diagnosis/live",
    "diagnosis/probes",
    "diagnosis/rules",
    "diagnosis",
    "actions",
    "app/widgets",
    "app/pages",
)
"""In the order in which they build upon each other."""
SIGN_SIZES = (16, 20, 36)
"""Pixels of a sign in a line, on a card and at the head of a page."""
BUTTON_SIGNS = (
    "edit-copy-symbolic",
    "go-next-symbolic",
    "go-previous-symbolic",
    "list-add-symbolic",
    "media-playback-start-symbolic",
    "pan-down-symbolic",
    "pan-end-symbolic",
    "process-stop-symbolic",
    "view-more-symbolic",
)
"""Signs that are shown at the size of a line alone."""


def modules(part: str) -> list[str]:
    """Every module of a part that may be needed."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / part).rglob("*.py")):
        name = path.relative_to(ROOT.parent).with_suffix("")
        parts = name.parts[:-1] if name.name == "__init__" else name.parts
        found[".".join(parts)] = None
    return list(found)


def signs() -> Iterator[tuple[str, int]]:
    """The signs that pages show, and in which size."""
    yield from ((name, size) for name in ICONS.values() for size in SIGN_SIZES)
    yield from ((name, SIGN_SIZES[0]) for name in BUTTON_SIGNS)


async def load_signs(widget: Gtk.Widget) -> None:
    """Have GTK draw the signs from their files, on a thread of its own, as `widget` would."""
    theme = Gtk.IconTheme.get_for_display(widget.get_display())
    for name, size in signs():
        theme.lookup_by_gicon(
            Gio.ThemedIcon.new_with_default_fallbacks(name),
            size,
            widget.get_scale_factor(),
            widget.get_direction(),
            Gtk.IconLookupFlags.PRELOAD,
        )
        await breathe()


async def warm_up() -> None:
    """Import everything, one module between two breaths of the window."""
    for part in PARTS:
        await breathe()
        for name in modules(part):
            if name not in sys.modules:
                import_module(name)
                await breathe()
    from unjam.diagnosis.catalogue import all_probes, all_rules

    all_probes()
    await breathe()
    all_rules()
