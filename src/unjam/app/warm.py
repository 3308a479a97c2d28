# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a diagnosis and the pages need is imported while the person reads the first page.

Some two hundred modules take a third of a second: all at once that would be a window that stands
still, one by one nobody notices.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import unjam
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


def modules(part: str) -> list[str]:
    """Every module of a part that may be needed."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / part).rglob("*.py")):
        name = path.relative_to(ROOT.parent).with_suffix("")
        parts = name.parts[:-1] if name.name == "__init__" else name.parts
        found[".".join(parts)] = None
    return list(found)


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
