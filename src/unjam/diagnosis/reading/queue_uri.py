# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which queue an address at a print server means: ipp://HOST/printers/NAME, or /classes/NAME.

cupsd encodes the name as RFC 3986 wants it (httpAssembleURI): one beyond ASCII is told apart from
itself elsewhere unless that is undone.
"""

from __future__ import annotations

from urllib.parse import unquote


def queue_named_by(uri: str) -> str:
    """Return the queue's name; nothing for no address."""
    return unquote(uri.rpartition("/")[2])
