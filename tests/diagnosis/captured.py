# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""An Env whose world was written down: files, programs' answers, variables."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

from tests.diagnosis.cases import NOW

from unjam.diagnosis.env import Completed, Env, FileFacts

T = TypeVar("T")
Answer = tuple[int, str] | tuple[int, str, str]
"""How a program ends: its exit status, what it says, and perhaps what it complains of."""


class CapturedEnv:
    """Knows only what it was given; everything else does not exist."""

    server = "localhost:631"
    server_setting = None
    user = "alice"
    uid = 1000
    home = Path("/home/alice")

    def __init__(
        self,
        files: Mapping[str, str] | None = None,
        programs: Mapping[str, Answer] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.files = dict(files or {})
        self.programs = dict(programs or {})
        self.environ = dict(environ or {})

    def now(self) -> datetime:
        return datetime.fromtimestamp(NOW, UTC)

    async def is_local(self) -> bool:
        return True

    async def stat(self, path: str | Path, *, follow: bool = True) -> FileFacts | None:
        text = self.files.get(str(path))
        if text is None:
            return None
        return FileFacts(str(path), "file", 0o644, "root", "root", 0, 0, len(text), NOW)

    async def read_file(
        self, path: str | Path, *, limit: int = 1 << 20, tail: bool = False
    ) -> bytes:
        if str(path) not in self.files:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return self.files[str(path)].encode()

    async def together(self, _key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        return await work()

    async def run(self, argv: Sequence[str], **_options: object) -> Completed:
        words = " ".join(argv)
        for start, (code, *texts) in self.programs.items():
            if words.startswith(start):
                return Completed(tuple(argv), code, *(*texts, "")[:2])
        raise FileNotFoundError(2, "No such file or directory", argv[0])


def captured(
    files: Mapping[str, str] | None = None,
    programs: Mapping[str, Answer] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Env:
    return cast(Env, CapturedEnv(files, programs, environ))
