# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Standard streams that the caller has closed (`unjam … >&-`) lead to nowhere.

Without that the next socket would get the number of the missing one, and whatever is written to
standard error would be sent to a print server.
"""

from __future__ import annotations

import os
import sys

STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def set_up() -> None:
    """Open what is closed. To be called before anything else is opened."""
    for number, (name, mode) in enumerate(STREAMS):
        if not _is_open(number):
            lowest_free = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(lowest_free, True)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
