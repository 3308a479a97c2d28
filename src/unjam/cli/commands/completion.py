# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam completion SHELL`: the script that teaches a shell to complete unjam's words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

EPILOG = """\b
Load it now, or from the shell's start-up file:
  bash   source <(unjam completion bash)         ~/.bashrc
  zsh    source <(unjam completion zsh)          ~/.zshrc
  fish   unjam completion fish | source          ~/.config/fish/config.fish
"""


@click.command(epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    Commands, options, queue names and job numbers are completed; for names the print server is
    asked, and never for longer than a second.
    """
    click.echo(script(ctx.find_root().command, shell))


def script(cli: click.Command, shell: str) -> str:
    """Return the script for one shell; fish shows explanations past their first comma, too."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(shell)
    complete = kind(cli, {}, "unjam", "_UNJAM_COMPLETE")
    made = complete.source_template % complete.source_vars()
    return made.replace('(string split "," ', '(string split --max 1 "," ')
