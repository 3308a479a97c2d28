# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One look for many: begun once, shared, forgotten, and stopped with the last who waits."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from unjam.diagnosis.live import LiveEnv, files
from unjam.diagnosis.live.together import Together


class Work:
    def __init__(self, answer: object = "seen") -> None:
        self.begun = self.stopped = 0
        self.answer = answer
        self.go = asyncio.Event()

    async def __call__(self) -> object:
        self.begun += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def test_many_share_one_look_and_the_next_looks_anew() -> None:
    together, work = Together(), Work()
    looks = [asyncio.create_task(together.look("key", work)) for _ in range(5)]
    await asyncio.sleep(0)
    work.go.set()
    assert await asyncio.gather(*looks) == ["seen"] * 5
    assert work.begun == 1
    assert await together.look("key", work) == "seen"
    assert work.begun == 2


async def test_an_error_reaches_everybody() -> None:
    together, work = Together(), Work(OSError("gone"))
    work.go.set()
    looks = [together.look("key", work) for _ in range(3)]
    results = await asyncio.gather(*looks, return_exceptions=True)
    assert [type(result) for result in results] == [OSError] * 3
    assert work.begun == 1


async def test_one_who_leaves_takes_nothing_from_the_others() -> None:
    together, work = Together(), Work()
    first = asyncio.create_task(together.look("key", work))
    second = asyncio.create_task(together.look("key", work))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.go.set()
    assert await second == "seen"
    assert not work.stopped


async def test_with_the_last_one_the_work_stops() -> None:
    together, work = Together(), Work()
    looks = [asyncio.create_task(together.look("key", work)) for _ in range(2)]
    await asyncio.sleep(0)
    for look in looks:
        look.cancel()
    await asyncio.gather(*looks, return_exceptions=True)
    await asyncio.sleep(0)
    assert work.stopped == 1


async def test_several_environments_look_at_their_machine_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    really = files.read_file

    def read_file(path: Path, *how: Any) -> bytes:
        read.append(path)
        return really(path, *how)

    monkeypatch.setattr(files, "read_file", read_file)
    path = tmp_path / "file"
    path.write_text("words")
    machine = Together()
    envs = [LiveEnv("localhost", machine=machine) for _ in range(20)]
    assert await asyncio.gather(*(env.read_file(path) for env in envs)) == [b"words"] * 20
    assert read == [path]
    path.write_text("other words")
    assert await envs[0].read_file(path) == b"other words", "nothing is remembered"
