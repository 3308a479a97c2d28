# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Translation of what the application says.

Templates are translated by GTK through the C library, Python texts as everywhere in Unjam; both
read the catalogues that lie beside the package.
"""

from __future__ import annotations

import locale
from contextlib import suppress

from unjam import translation
from unjam.translation import DOMAIN, _, ngettext

__all__ = ["DOMAIN", "_", "ngettext", "set_up"]


def set_up() -> None:
    """Follow the user's locale; stay in English where it is unknown to this system."""
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    locale.bindtextdomain(DOMAIN, str(translation.DIRECTORY))
    locale.bind_textdomain_codeset(DOMAIN, "UTF-8")
    translation.set_up()
