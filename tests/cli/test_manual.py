# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Man pages and completion scripts: complete, valid, and as the commands are today."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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


IN_BASH = """
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_unjam_completion unjam
printf "%s\\n" "${COMPREPLY[@]}"
"""
IN_FISH = "source $argv[1]; complete -C (string join ' ' -- $argv[2..])"
TYPED = [
    (("unjam", "doct"), "doctor"),
    (("unjam", "printers", "paus"), "pause"),
    (("unjam", "doctor", "--servers"), "--servers"),
    (("unjam", "sandbox", "--fault", "queue-rej"), "queue-rejecting"),
]


def in_shell(shell: str, *argv: str | Path) -> list[str]:
    """Run a program of the shell's, with our own `unjam` on the path."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    place = Path(sys.executable).parent
    if not (place / "unjam").exists():
        pytest.skip("unjam is not installed beside this Python")
    env = {**os.environ, "PATH": f"{place}:{os.environ['PATH']}"}
    done = subprocess.run([program, *argv], capture_output=True, text=True, env=env, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(("words", "offered"), TYPED)
def test_bash_completes(words: tuple[str, ...], offered: str) -> None:
    script = DATA / "completions" / manual.COMPLETIONS["bash"]
    assert in_shell("bash", "-c", IN_BASH, "bash", script, *words) == [offered]


@pytest.mark.parametrize(("words", "offered"), TYPED)
def test_fish_completes_and_explains(words: tuple[str, ...], offered: str) -> None:
    script = DATA / "completions" / manual.COMPLETIONS["fish"]
    (line,) = in_shell("fish", "--no-config", "-c", IN_FISH, script, *words)
    value, _tab, explanation = line.partition("\t")
    assert value == offered
    assert explanation.endswith(".") or "queue" in explanation
