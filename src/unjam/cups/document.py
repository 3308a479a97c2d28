# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is to be printed: a path, bytes, a file object or an iterator, read as it is sent."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from unjam.cups.worker import wait_for

BLOCK: Final = 65536

DocumentSource = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
    | Iterable[bytes] | AsyncIterable[bytes]
)  # fmt: skip
"""A path, the bytes themselves, an open binary file, or an (asynchronous) iterable of bytes."""

Progress = Callable[[int, int | None], None]


@dataclass(slots=True)
class Document:
    """A document to send, and whom to tell how far it is.

    `replayable`: it can be read a second time from the start, should the server ask for a password
    when a part has gone out already.
    """

    source: DocumentSource
    progress: Progress | None = None

    @property
    def replayable(self) -> bool:
        """Whether `blocks` can be called again."""
        return isinstance(self.source, str | os.PathLike | bytes | bytearray | memoryview)

    def length(self) -> int | None:
        """The document's length in bytes, where that is known before reading it."""
        if isinstance(self.source, bytes | bytearray | memoryview):
            return memoryview(self.source).nbytes
        if isinstance(self.source, str | os.PathLike):
            path = Path(self.source)
            return path.stat().st_size if path.is_file() else None
        return None

    def blocks(self) -> Iterator[bytes]:
        """The document, block by block; what its source raises goes through unchanged."""
        source = self.source
        if isinstance(source, bytes | bytearray | memoryview):
            view = memoryview(source).cast("B")
            for start in range(0, len(view), BLOCK):
                yield bytes(view[start : start + BLOCK])
        elif isinstance(source, str | os.PathLike):
            with Path(source).open("rb") as file:
                yield from _read(file)
        elif hasattr(source, "read"):
            yield from _read(cast("BinaryIO", source))
        elif isinstance(source, Iterable):
            yield from source
        else:
            iterator = aiter(source)
            while (block := wait_for(anext(iterator, None))) is not None:
                yield block


def _read(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block
