# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What an executable needs in order to start: its ELF loader or its script interpreter.

ELF: the PT_INTERP segment (System V ABI, chapter 5). Nothing is run; a file that is neither gives
nothing.
"""

from __future__ import annotations

import struct

PT_INTERP = 3
HEAD = 64 * 1024
"""Bytes of a program that are enough: the segment stands right behind the headers."""


def interpreter(head: bytes) -> str:
    """Return the path of the program that the kernel starts this one with, or nothing."""
    if head.startswith(b"#!"):
        words = head[2:256].split(b"\n", 1)[0].split()
        return words[0].decode("utf-8", "replace") if words else ""
    if head.startswith(b"\x7fELF"):
        try:
            return _loader(head)
        except (struct.error, IndexError):
            return ""
    return ""


def _loader(head: bytes) -> str:
    wide, order = head[4] == 2, "<" if head[5] == 1 else ">"
    (table,) = struct.unpack_from(order + ("Q" if wide else "I"), head, 32 if wide else 28)
    size, count = struct.unpack_from(order + "HH", head, 54 if wide else 42)
    for start in range(table, table + size * count, size):
        (kind,) = struct.unpack_from(order + "I", head, start)
        if kind == PT_INTERP:
            layout = ("QQ", 8, 32) if wide else ("II", 4, 16)
            (offset,) = struct.unpack_from(order + layout[0][0], head, start + layout[1])
            (length,) = struct.unpack_from(order + layout[0][0], head, start + layout[2])
            return head[offset : offset + length].rstrip(b"\0").decode("utf-8", "replace")
    return ""
