# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam watch`: says when something breaks, and when it is well again."""

from __future__ import annotations

from pathlib import Path

import click

from unjam.cli import options

EPILOG = """\b
Examples:
  unjam watch                           this computer's print server
  unjam watch --server a --server b     two at once
  unjam watch --json | while read line; do notify "$line"; done
"""


@click.command(epilog=EPILOG)
@click.argument("queues", nargs=-1, metavar="[QUEUE]...", type=options.QueueName())
@options.servers
@options.cups_files
@click.option(
    "--interval",
    type=options.Seconds(),
    default=60.0,
    help="Look at least this often, events or not, in seconds  [default: 60].",
)
@options.timeout
@click.option("--json", "as_json", is_flag=True, help="A JSON document a line, for programs.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    queues: tuple[str, ...],
    server: tuple[str, ...],
    cups_files: Path | None,
    interval: float,
    timeout: float,
    as_json: bool,
) -> None:
    """Say when something breaks, and when it is well again.

    Follows the events of the print server, and looks at the printers at intervals, until Ctrl-C.
    It changes nothing.
    """
    from unjam.cli.examination import Order
    from unjam.cli.render import console
    from unjam.cli.running import run
    from unjam.cli.vigil import Teller, watch

    several = len(server) > 1
    cups_files = options.cups_files_of(ctx, several=several)
    order = Order(queues, cups_files, timeout)
    teller = Teller(console(), as_json=as_json, several=several)
    run(watch(server or (None,), order, interval, teller))
