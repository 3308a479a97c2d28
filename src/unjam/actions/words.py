# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Translation of what a remedy says of itself: looked up when it is shown, never at import."""

from __future__ import annotations

from gettext import dgettext, dngettext

DOMAIN = "unjam"


def _(text: str) -> str:
    """Translate `text`; placeholders are filled in afterwards, by name."""
    return dgettext(DOMAIN, text)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate with the plural form that `number` needs."""
    return dngettext(DOMAIN, one, many, number)


def N_(text: str) -> str:  # noqa: N802 - the name that xgettext looks for
    """Mark `text` for translation; it is translated when it is shown."""
    return text
