# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Translation of what the command line says: looked up when it is shown, never at import."""

from __future__ import annotations

import gettext
from pathlib import Path

import unjam

DOMAIN = "unjam"


def set_up() -> None:
    """Find the catalogues that lie beside the package."""
    gettext.bindtextdomain(DOMAIN, str(Path(unjam.__file__).parent / "locale"))


def _(text: str) -> str:
    """Translate `text`; placeholders are filled in afterwards, by name."""
    return gettext.dgettext(DOMAIN, text)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate with the plural form that `number` needs."""
    return gettext.dngettext(DOMAIN, one, many, number)


def N_(text: str) -> str:  # noqa: N802 - the name that xgettext looks for
    """Mark `text` for translation; it is translated when it is shown."""
    return text
