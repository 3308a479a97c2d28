# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a program needs in order to start, and what cupsd says when it will not start it."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unjam.diagnosis.reading.executable import HEAD, interpreter
from unjam.diagnosis.reading.program_complaint import read_complaint


def test_this_interpreter_names_its_loader() -> None:
    head = Path(sys.executable).read_bytes()[:HEAD]
    assert Path(interpreter(head)).exists()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"#!/usr/bin/perl -w\nrest", "/usr/bin/perl"),
        (b"#! /usr/bin/env python3\n", "/usr/bin/env"),
        (b"#!\n", ""),
        (b"", ""),
        (b"\x7fELF", ""),
        (b"plain text", ""),
    ],
)
def test_scripts_and_others(head: bytes, expected: str) -> None:
    assert interpreter(head) == expected


def test_a_32_bit_big_endian_program() -> None:
    header = bytearray(52)
    header[:6] = b"\x7fELF\x01\x02"
    struct.pack_into(">I", header, 28, 52)
    struct.pack_into(">HH", header, 42, 32, 1)
    segment = bytearray(32)
    struct.pack_into(">III", segment, 0, 3, 84, 0)
    struct.pack_into(">I", segment, 16, 12)
    assert interpreter(bytes(header + segment) + b"/lib/ld.so.1\0") == "/lib/ld.so.1"


@given(st.binary(max_size=200))
def test_no_file_makes_it_fail(rest: bytes) -> None:
    assert isinstance(interpreter(b"\x7fELF" + rest), str)


def test_cupsds_word_for_a_program_on_another_machine() -> None:
    missing = read_complaint(
        'File "/usr/lib/cups/filter/x" not available: No such file or directory'
    )
    assert missing is not None and not missing.exists
    said = 'File "/usr/lib/cups/backend/x" has insecure permissions (0100777/uid=0/gid=7).'
    insecure = read_complaint(said)
    assert insecure is not None
    assert (insecure.path, insecure.mode, insecure.gid) == ("/usr/lib/cups/backend/x", 0o777, 7)
    assert read_complaint("Ready to print.") is None
