# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Man pages and completion scripts: complete, valid, and as the commands are today."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from unjam.cli import manual

DATA = Path(__file__).parents[2] / "data"
AGAIN = "run python -m unjam.cli.manual man data/man (and: completions data/completions)"


@pytest.mark.parametrize(
    ("made", "place"), [(manual.pages, "man"), (manual.completions, "completions")]
)
def test_the_files_are_as_the_commands_are(made: object, place: str) -> None:
    assert callable(made)
    stored = {path.name: path.read_text() for path in (DATA / place).iterdir()}
    assert stored == made(), AGAIN


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.parametrize("name", list(manual.pages()))
def test_groff_has_nothing_to_complain_of(name: str) -> None:
    done = subprocess.run(
        [str(shutil.which("groff")), "-man", "-ww", "-z", DATA / "man" / name],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("shell", "name"), manual.COMPLETIONS.items())
def test_shells_can_read_their_scripts(shell: str, name: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    done = subprocess.run([program, "-n", DATA / "completions" / name], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
