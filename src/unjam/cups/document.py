# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is to be printed: a path, bytes, a file object or an iterator, read as it is sent."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from contextlib import contextmanager
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
    """A document to send, and whom to tell how far it is."""

    source: DocumentSource
    progress: Progress | None = None
    _begun: bool = False

    @property
    def replayable(self) -> bool:
        """Whether `reading` brings the whole document once more."""
        again = isinstance(self.source, str | os.PathLike | bytes | bytearray | memoryview)
        return again or not self._begun

    @contextmanager
    def reading(self) -> Iterator[tuple[int | None, Iterator[bytes]]]:
        """The document's length in bytes, where that is known before reading it, and its blocks.

        What the source raises goes through unchanged. `OSError` for a file that ends too soon.
        """
        source = self.source
        if isinstance(source, str | os.PathLike):
            with Path(source).open("rb") as file:
                status = os.fstat(file.fileno())
                size = status.st_size if stat.S_ISREG(status.st_mode) else None
                yield size, _read(file) if size is None else _exactly(file, size)
        elif isinstance(source, bytes | bytearray | memoryview):
            view = memoryview(source).cast("B")
            yield len(view), _cut(view)
        else:
            yield None, self._drawn(source)

    def tell(self, total: int | None, sent: int) -> None:
        """Tell how far it is, whoever wants to know."""
        if self.progress is not None:
            self.progress(sent, total)

    def _drawn(self, source: BinaryIO | Iterable[bytes] | AsyncIterable[bytes]) -> Iterator[bytes]:
        """The blocks of what can be read but once."""
        self._begun = True
        if hasattr(source, "read"):
            yield from _read(cast("BinaryIO", source))
        elif isinstance(source, Iterable):
            yield from source
        else:
            iterator = aiter(source)
            while (block := wait_for(anext(iterator, None))) is not None:
                yield block


def _cut(view: memoryview) -> Iterator[bytes]:
    for start in range(0, len(view), BLOCK):
        yield bytes(view[start : start + BLOCK])


def _read(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _exactly(file: BinaryIO, size: int) -> Iterator[bytes]:
    """As much as was promised, of a file that others may write to."""
    left = size
    while left:
        block = file.read(min(left, BLOCK))
        if not block:
            raise OSError(f"{file.name} became shorter while it was sent")
        left -= len(block)
        yield block
