# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Translation: one domain, looked up when a text is shown and never at import.

Templates are translated by GTK through the C library, Python texts through `gettext`; both read
the catalogues that lie beside the package.
"""

from __future__ import annotations

import gettext
import locale
from contextlib import suppress
from functools import cache
from pathlib import Path

import unjam

DOMAIN = "unjam"
LOCALE_DIR = Path(unjam.__file__).parent / "locale"


def set_up() -> None:
    """Follow the user's locale; stay in English where it is unknown to this system."""
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    locale.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    locale.bind_textdomain_codeset(DOMAIN, "UTF-8")
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    catalogue.cache_clear()


@cache
def catalogue() -> gettext.NullTranslations:
    """The user's catalogue, found once: `gettext.dgettext` looks at the disk on every call."""
    return gettext.translation(DOMAIN, str(LOCALE_DIR), fallback=True)


def _(text: str) -> str:
    """Translate `text`; placeholders are filled in afterwards, by name."""
    return catalogue().gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate with the plural form that `number` needs."""
    return catalogue().ngettext(one, many, number)
