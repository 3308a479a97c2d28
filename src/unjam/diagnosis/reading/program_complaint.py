# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What cupsd itself says of a program that it will not run, in a queue's printer-state-message.

The wording is that of cupsdLogFCMessage and _cupsFileCheck (cups/file.c), in English. It is all
that can be known of the programs of a print server on another machine.
"""

from __future__ import annotations

import re

from unjam.diagnosis.facts.driver import ProgramFile

_MISSING = re.compile(r'File "([^"]+)" not available: No such file or directory')
_INSECURE = re.compile(r'File "([^"]+)" has insecure permissions \(0?(\d+)/uid=(\d+)/gid=(\d+)\)')


def read_complaint(message: str) -> ProgramFile | None:
    """Return the program that cupsd complains about, or None."""
    if match := _MISSING.search(message):
        return ProgramFile(match.group(1), exists=False)
    if match := _INSECURE.search(message):
        path, mode, uid, gid = match.groups()
        bits = int(mode, 8) & 0o7777
        return ProgramFile(path, exists=True, mode=bits, uid=int(uid), gid=int(gid))
    return None
