# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a PPD says of the programs that it needs. Its grammar is left to CUPS' own tools.

CUPS PPD extensions, `cupsFilter`, `cupsFilter2` and `cupsPreFilter`; read as add_printer_filter in
the scheduler (printers.c) reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FILTER = re.compile(r'^\*cups(?:Pre)?Filter(2?)\s*:\s*"([^"]*)"', re.MULTILINE)
_MAXSIZE = re.compile(r"^maxsize\([^)]*\)\s*")
_INPUT_SLOT = re.compile(r"^\*DefaultInputSlot\s*:\s*(\S+)", re.MULTILINE)
_NICKNAME = re.compile(r'^\*NickName\s*:\s*"([^"]*)"', re.MULTILINE)

_OPEN = re.compile(r"^\*(?:JCL)?OpenUI", re.MULTILINE)
_CLOSE = re.compile(r"^\*(?:JCL)?CloseUI", re.MULTILINE)

NO_PROGRAM = "-"
"""The program of a filter line that names none: the data goes to the backend as it is."""


def filter_programs(ppd: str) -> tuple[str, ...]:
    """List the programs named, in order, each once. Bare names live in ServerBin/filter."""
    return tuple(dict.fromkeys(p for p in _programs(ppd) if p and p != NO_PROGRAM))


def is_balanced(ppd: str) -> bool:
    """Whether every option that is opened is closed as well: a PPD that was cut off is not."""
    return len(_OPEN.findall(ppd)) == len(_CLOSE.findall(ppd))


def nickname(ppd: str) -> str:
    """Return the driver's name as people see it, or nothing."""
    match = _NICKNAME.search(ppd)
    return match.group(1) if match else ""


def input_slot(ppd: str) -> str:
    """Return the source that the driver takes paper from by default, or nothing."""
    match = _INPUT_SLOT.search(ppd)
    return match.group(1) if match else ""


def _programs(ppd: str) -> Iterator[str]:
    for match in _FILTER.finditer(ppd):
        types = 2 if match.group(1) else 1
        fields = match.group(2).split(None, types + 1)
        if len(fields) == types + 2:
            yield _MAXSIZE.sub("", fields[-1]).strip()
