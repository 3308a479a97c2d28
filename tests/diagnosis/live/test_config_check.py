# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`cupsd -t` on a copy: what it says, and that the copy costs nobody's loop and does not stay."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from pathlib import Path

import pytest
from tests.conditions import SOON

from unjam.diagnosis.live import LiveEnv


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the copies are made."""
    place = tmp_path / "copies"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def configured(tmp_path: Path, cups_files: str = "") -> LiveEnv:
    """A print server with this cups-files.conf."""
    (tmp_path / "cups-files.conf").write_text(cups_files)
    (tmp_path / "cupsd.conf").write_text("Listen localhost:631\n")
    return LiveEnv("localhost", cups_files=tmp_path / "cups-files.conf")


async def test_errors_are_told_of_the_file_itself(tmp_path: Path, copies: Path) -> None:
    env = configured(tmp_path, "\nSystemGroup unjam-no-such-group\n")
    checked = await env.check_configuration(await env.cups_files())
    assert checked is not None
    assert f"line 2 of {tmp_path}/cups-files.conf" in checked.stderr
    assert not list(copies.iterdir())


async def test_a_slow_disk_holds_up_no_loop(
    tmp_path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = configured(tmp_path)
    files, begun, go_on = await env.cups_files(), threading.Event(), threading.Event()
    make = tempfile.mkdtemp

    def slowly(prefix: str) -> str:
        begun.set()
        assert go_on.wait(SOON), "the loop turns meanwhile"
        return make(prefix=prefix)

    monkeypatch.setattr(tempfile, "mkdtemp", slowly)
    task = asyncio.create_task(env.check_configuration(files))
    assert await asyncio.to_thread(begun.wait, SOON)
    task.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not list(copies.iterdir())
