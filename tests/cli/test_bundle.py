# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`doctor --bundle` at a terminal: it is shown first, and written only on a yes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest
from tests.cli.program import unjam
from tests.cli.terminal import ended, terminal
from tests.conftest import SandboxFactory

from unjam.sandbox import Sandbox


@pytest.fixture
def box(sandbox: SandboxFactory) -> Sandbox:
    return sandbox(("Office",), faults=("queue-stopped",))


@contextmanager
def offered(box: Sandbox, path: Path) -> Iterator[tuple[pexpect.spawn[str], Path]]:
    """A bundle is offered, and has gone through a pager that keeps what it showed."""
    shown = path.with_name("shown")
    pager = f"tee {shlex.quote(str(shown))}"
    with terminal("doctor", "--bundle", str(path), box=box, PAGER=pager) as child:
        child.expect("Replaced everywhere")
        child.expect(re.escape("[y/N]"))
        yield child, shown


@pytest.mark.parametrize("answer", ["y", "yes", "Y"])
def test_what_was_shown_is_what_is_written(box: Sandbox, tmp_path: Path, answer: str) -> None:
    path = tmp_path / "bundle.json"
    with offered(box, path) as (child, shown):
        assert not path.exists(), "it is shown before it is written"
        text = shown.read_text(encoding="utf-8")
        child.sendline(answer)
        status, said = ended(child)
    assert status == 1, "the queue is stopped, bundle or not"
    assert "Read it before you send it" in " ".join(said.split())
    assert path.read_text(encoding="utf-8").strip() == text.strip()
    assert path.stat().st_mode & 0o777 == 0o600
    assert unjam("doctor", "--offline", path).status == 1


@pytest.mark.parametrize("answer", ["", "n", "perhaps"])
def test_without_a_yes_nothing_is_written(box: Sandbox, tmp_path: Path, answer: str) -> None:
    path = tmp_path / "bundle.json"
    with offered(box, path) as (child, _shown):
        child.sendline(answer)
        _status, said = ended(child)
    assert "was not written" in said
    assert {each.name for each in tmp_path.iterdir()} == {"shown"}


@pytest.mark.parametrize("end", ["eof", "interrupt"])
def test_going_away_writes_nothing(box: Sandbox, tmp_path: Path, end: str) -> None:
    path = tmp_path / "bundle.json"
    with offered(box, path) as (child, _shown):
        child.sendeof() if end == "eof" else child.sendintr()
        status, _said = ended(child)
    assert status == (130 if end == "interrupt" else 3)
    assert not path.exists()
