# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The person's language: one domain for all parts, looked up when a text is shown, never at import.

A face calls `set_up`, and from then on every part speaks the person's language; without that the
texts are in English. The catalogue is found once for each choice of languages:
`gettext.dgettext` would search the disk for every single text.
"""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from pathlib import Path

DOMAIN = "unjam"
DIRECTORY = Path(__file__).parent / "locale"
"""The catalogues lie beside the package."""

CHOOSE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that gettext follows."""


def set_up() -> None:
    """Find the catalogues from now on."""
    gettext.bindtextdomain(DOMAIN, str(DIRECTORY))


def N_(text: str) -> str:  # noqa: N802 - the customary name, which xgettext looks for
    """Mark a text for translation; it is translated later, by `_`."""
    return text


def _(text: str) -> str:
    """Translate a text; placeholders are filled in afterwards, by name."""
    return catalogue().gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate with the plural form that `number` needs."""
    return catalogue().ngettext(one, many, number)


def language() -> str:
    """Return the code of the language that texts are in, as `de`."""
    return catalogue().info().get("language", "en").replace("_", "-")


def catalogue() -> gettext.NullTranslations:
    """Return the catalogue of the languages that the environment asks for at this moment."""
    return _found(tuple(map(os.environ.get, CHOOSE)), gettext.bindtextdomain(DOMAIN))


@lru_cache(maxsize=8)
def _found(_languages: tuple[str | None, ...], directory: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, directory, fallback=True)
