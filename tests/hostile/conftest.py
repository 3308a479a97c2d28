# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The canned server of the benchmarks, for tests that need a fast and correct partner."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parent.parent.parent


class CannedFactory(Protocol):
    """Starts canned servers whose one printer has a given name; returns their ports."""

    def __call__(self, name: str, *options: str) -> int: ...


@pytest.fixture(scope="session")
def canned_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler")
    target = tmp_path_factory.mktemp("canned") / "canned"
    source = ROOT / "benchmarks" / "c" / "canned.c"
    subprocess.run([compiler, "-O2", "-o", str(target), str(source), "-lpthread"], check=True)
    return target


@pytest.fixture
def canned(canned_program: Path, tmp_path: Path) -> Iterator[CannedFactory]:
    with ExitStack() as stack:

        def start(name: str, *options: str) -> int:
            reply = tmp_path / f"{name}.ipp"
            reply.write_bytes(printer_reply(name))
            arguments = [*options, f"b={reply}", f"4002={reply}"]
            return stack.enter_context(running([str(canned_program), *arguments]))

        yield start


@contextmanager
def running(command: list[str]) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def attribute(tag: int, name: bytes, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def reply_of(*parts: bytes, status: int = 0, request_id: int = 1) -> bytes:
    """An IPP reply with these parts behind the opening group."""
    head = struct.pack(">BBHI", 2, 0, status, request_id)
    charset = attribute(0x47, b"attributes-charset", b"utf-8")
    language = attribute(0x48, b"attributes-natural-language", b"en")
    return head + b"\x01" + charset + language + b"".join(parts) + b"\x03"


def printer_reply(name: str) -> bytes:
    printer = attribute(0x42, b"printer-name", name.encode())
    return reply_of(b"\x04", printer, attribute(0x23, b"printer-state", b"\0\0\0\3"))
