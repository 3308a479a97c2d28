# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam doctor`: what is wrong, the proof, and on consent the repair."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from unjam.cli import options
from unjam.cli.failure import CommandError

EPILOG = """\b
Examples:
  unjam doctor                       look at this computer's print server
  unjam doctor Office --fix          look at one queue; offer each repair
  unjam doctor --fix --yes           do what is safe and can be undone
  unjam doctor --server print.lan    look at another print server
  unjam doctor --json | jq .verdict  for programs
  unjam doctor --report page.html    a page to keep or to send
  unjam doctor --servers all.txt     many print servers at once

\b
Exit status: 0 nothing wrong, 1 errors or warnings were found, 2 wrong usage,
3 the diagnosis could not be completed, 130 cancelled.
With --nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
"""
WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)
FORMATS = {
    "as_json": "json",
    "as_nagios": "nagios",
    "as_prometheus": "prometheus",
}


class UnknownError(click.ClickException):
    """What prevented a diagnosis, told to Nagios."""

    exit_code = 3

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the plug-in's line."""
        click.echo(f"UNJAM UNKNOWN - {self.format_message()}", file=file)


class DoctorCommand(click.Command):
    """As a Nagios plug-in, wrong usage is UNKNOWN and not CRITICAL."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let a usage error end with 3 there."""
        with _told(plugin="--nagios" in args):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Let what was noticed later end so, too."""
        with _told(plugin=ctx.params["as_nagios"]):
            return super().invoke(ctx)


@contextmanager
def _told(*, plugin: bool) -> Iterator[None]:
    """Tell a plug-in's caller what prevented it; others as usual."""
    try:
        yield
    except (click.UsageError, CommandError) as problem:
        if not plugin:
            raise
        if isinstance(problem, CommandError):
            raise UnknownError(problem.what) from problem
        raise UnknownError(problem.format_message()) from problem


@click.command(cls=DoctorCommand, epilog=EPILOG)
@click.argument("queues", nargs=-1, metavar="[QUEUE]...", type=options.QueueName())
@options.servers
@click.option("--servers", type=options.READABLE, help="A file of print servers, one a line.")
@options.timeout
@options.cups_files
@click.option("--fix", is_flag=True, help="Offer each repair, ask, do it, and look again.")
@click.option("--yes", is_flag=True, help="With --fix: do what is safe and can be undone.")
@click.option("-v", "--verbose", is_flag=True, help="Show everything that was not checked.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option("--nagios", "as_nagios", is_flag=True, help="Be a plug-in of Nagios and its kin.")
@click.option("--prometheus", "as_prometheus", is_flag=True, help="Print Prometheus' text format.")
@click.option(
    "-o",
    "--output",
    type=WRITABLE,
    help="Write --json, --nagios or --prometheus to FILE, in one step.",
)
@click.option(
    "--report",
    type=WRITABLE,
    help="Write a page to read, without names and secrets: FILE.html or FILE.md.",
)
@click.option("--names", is_flag=True, help="With --report: leave the names of people and hosts.")
@click.option(
    "--bundle",
    type=WRITABLE,
    help="Collect what an expert needs, without names and secrets; shown before it is written.",
)
@click.option("--offline", type=options.READABLE, metavar="BUNDLE", help="Judge a bundle again.")
@click.pass_context
def command(ctx: click.Context, /, **choices: Any) -> int:
    """Find out why printing does not work.

    Looks at the print server, its queues, their drivers and printers, the jobs that wait, and this
    computer's settings. It only looks, prints nothing and asks for no password, unless --fix is
    given and you agree.
    """
    _insist_on_sense(choices)
    formats = [name for flag, name in FORMATS.items() if choices.pop(flag)]
    several = bool(choices["servers"] or len(choices["server"]) > 1)
    choices["cups_files"] = options.cups_files_of(ctx, several=several)
    from unjam.cli.doctoring import Request, doctor
    from unjam.cli.running import run

    return run(doctor(Request(format=formats[0] if formats else None, **choices)))


def _insist_on_sense(choices: dict[str, Any]) -> None:
    """Refuse options that do not go together. Raises `click.UsageError`."""
    chosen = [name for flag, name in FORMATS.items() if choices[flag]]
    if len(chosen) > 1:
        raise click.UsageError("--json, --nagios and --prometheus exclude each other.")
    if choices["output"] and not chosen:
        raise click.UsageError("--output needs --json, --nagios or --prometheus.")
    if choices["yes"] and not (choices["fix"] or choices["bundle"]):
        raise click.UsageError("--yes needs --fix.")
    if choices["names"] and not choices["report"]:
        raise click.UsageError("--names needs --report.")
    live = ("server", "servers", "queues", "fix", "bundle")
    if choices["offline"] and any(choices[name] for name in live):
        raise click.UsageError("--offline looks at no server: leave the others out.")
