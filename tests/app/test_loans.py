# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Detailed logging that a killed session left behind: put back at the start, or offered to be."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from tests.actions.test_lease import BORROWER, conf, level
from tests.app.driver import Driver
from tests.app.test_password import dialog
from tests.conftest import SandboxFactory
from tests.programs import running

from unjam.actions.lease import Loan, lease_directory
from unjam.sandbox import hostile_acts
from unjam.sandbox.hostile import HostileServer

pytestmark = pytest.mark.gtk


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where this test's loans are written down."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return lease_directory(os.environ, Path.home())


def test_what_a_killed_session_left_is_put_back_and_said(
    driver: Driver, sandbox: SandboxFactory, notes: Path
) -> None:
    box = sandbox(("Office",))
    conf(box).write_text(conf(box).read_text().replace("LogLevel debug", "LogLevel warn"))
    with running([sys.executable, "-c", BORROWER, str(box.socket)]) as borrower:
        assert borrower.stdout
        assert borrower.stdout.readline() == "borrowed\n"
        borrower.kill()
    assert level(box) == "debug"
    assert list(notes.iterdir())

    async def way() -> None:
        window = driver.open_box(box)
        said = f"The log level of {box.socket} is again what it was"
        await driver.until(lambda: any(said in t for t in driver.texts(window)), said, 40)
        assert level(box) == "warn"
        assert not list(notes.iterdir())

    driver.run(way())


def test_nobody_is_asked_for_a_password_before_they_want_it(driver: Driver, notes: Path) -> None:
    async def way(server: HostileServer) -> None:
        notes.mkdir(parents=True)
        note = notes / "one.json"
        note.write_text(json.dumps(asdict(Loan(server.address, "warn"))))
        window = driver.open("/nowhere/at/all")
        said = f"The log of {server.address} is still written in detail"
        await driver.until(lambda: any(said in t for t in driver.texts(window)), said, 40)
        prompts = driver.application.prompts
        assert prompts.dialog is None
        driver.press("Put Back", within=window)
        question = await dialog(driver)
        assert "log" in str(question.get_heading())
        question.response("cancel")
        await driver.until(lambda: any(said in t for t in driver.texts(window)), said)
        assert note.exists()

    with HostileServer(hostile_acts.challenge_forever()) as server:
        driver.run(way(server))
        driver.finish()


def test_a_server_that_is_away_is_left_for_another_start(driver: Driver, notes: Path) -> None:
    notes.mkdir(parents=True)
    note = notes / "one.json"
    note.write_text(json.dumps(asdict(Loan("/nowhere/at/all", "warn"))))

    async def way() -> None:
        window = driver.open("/nowhere/at/all")
        settling = [t for t in asyncio.all_tasks() if t.get_name() == "settle loans"]
        await asyncio.wait(settling, timeout=30)
        assert not any("log" in text for text in driver.texts(window))
        assert note.exists()

    driver.run(way())
