# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The frame: help that fits, a quick start, completion, statuses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from tests.cli.program import environment, unjam

from unjam.cli.frame import cli
from unjam.sandbox import Sandbox


def commands(
    command: click.Command = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands and subcommands, with the words that name them."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*path, name))


ALL = list(commands())


@pytest.mark.parametrize("path", [path for path, _command in ALL], ids=" ".join)
def test_help_fits_a_terminal_and_says_something(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [*path, "--help"], prog_name="unjam")
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    assert "Usage: unjam" in result.output


@pytest.mark.parametrize(("path", "command"), ALL, ids=lambda case: str(case)[:30])
def test_every_command_and_option_is_explained(
    path: tuple[str, ...], command: click.Command
) -> None:
    assert command.help, path
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, (path, parameter.name)


def test_main_commands_have_examples() -> None:
    for path, command in ALL:
        if len(path) < 2 and path != ("completion",):
            assert "Examples:" in (command.epilog or ""), path


def test_version() -> None:
    ran = unjam("--version")
    assert ran.status == 0
    assert ran.out.startswith("unjam ")


def test_start_up_imports_neither_the_binding_nor_the_drawing_of_tables() -> None:
    code = "import sys; from unjam.cli.main import main; main(['--version']); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    loaded = set(out.split())
    assert not loaded & {"rich", "asyncio", "unjam.cups", "unjam.diagnosis", "dbus_fast"}


WRONG = [
    ("nosuch",),
    ("doctor", "--nosuch"),
    ("doctor", "--yes"),
    ("doctor", "--timeout", "0"),
    ("doctor", "--timeout", "nan"),
    ("doctor", "--timeout", "x"),
    ("jobs", "cancel", "x"),
    ("jobs", "cancel"),
    ("printers", "pause"),
    ("completion", "tcsh"),
]


@pytest.mark.parametrize("args", WRONG, ids=" ".join)
def test_wrong_usage_is_status_2(args: tuple[str, ...]) -> None:
    ran = unjam(*args)
    assert (ran.status, ran.out) == (2, "")
    assert "Error:" in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    ran = unjam("completion", shell)
    assert ran.status == 0
    assert "_UNJAM_COMPLETE" in ran.out


def completed(box: Sandbox | None, *typed: str) -> list[str]:
    """What bash is told for the last word typed."""
    words = " ".join(["unjam", *typed])
    variables = {
        "_UNJAM_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(typed)),
    }
    code = "import sys; from unjam.cli.main import main; sys.exit(main([]))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(box) | variables,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_queue_names_are_completed(healthy_box: Sandbox) -> None:
    assert completed(healthy_box, "doctor", "Of") == ["Office"]
    assert completed(healthy_box, "printers", "pause", "La") == ["Lab"]
    assert set(completed(healthy_box, "jobs", "")) >= {"Office", "Lab", "cancel", "list"}
    assert completed(healthy_box, "do") == ["doctor"]


def test_completion_without_a_server_is_silent() -> None:
    assert completed(None, "doctor", "--server", "/nonexistent", "Of") == []


@pytest.mark.parametrize("path", [p for p, c in ALL if isinstance(c, click.Group)], ids=" ".join)
def test_what_a_verb_does_is_said_in_whole(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [*path, "--help"], prog_name="unjam")
    _usage, *lines = result.output.splitlines()
    assert [line for line in lines if line.endswith("...")] == []


def test_options_take_what_people_have_a_name_for() -> None:
    taken = {
        (*path, parameter.name, parameter.make_metavar(click.Context(command)))
        for path, command in ALL
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.is_flag
    }
    assert [it for it in taken if it[-1].startswith(("INTEGER", "FLOAT"))] == []
