# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam demo`: the doctor at work, on this computer's printing or on a broken one made for it."""

from __future__ import annotations

import click

from unjam.cli import options

EPILOG = """\b
Examples:
  unjam demo                  this computer's printing, or else a sandbox
  unjam demo --sandbox        the broken sandbox in any case
  unjam demo --sandbox --yes  repair it without asking
"""


@click.command(epilog=EPILOG)
@click.option("--sandbox", is_flag=True, help="Show it on a print server made for the purpose.")
@click.option("--yes", is_flag=True, help="In the sandbox: repair without asking.")
@click.option(
    "--fault",
    "faults",
    type=options.FaultName(),
    multiple=True,
    metavar="FAULT",
    help="In the sandbox: break this.",
)
@options.timeout
def command(sandbox: bool, yes: bool, faults: tuple[str, ...], timeout: float) -> int:
    """Show the doctor at work.

    Where a print server with a queue answers, its diagnosis is shown and nothing is changed.
    Otherwise unjam makes a private print server with a virtual printer, breaks it, finds out what
    is wrong, repairs it with your consent, prints a test page and shows what came out.
    """
    from unjam.cli.demonstration import FAULTY, diagnose_system, has_queues, show_sandbox
    from unjam.cli.running import run

    asked_for = sandbox or bool(faults)
    if not asked_for and run(has_queues()):
        return run(diagnose_system(timeout))
    return show_sandbox(faults or FAULTY, yes=yes, asked_for=asked_for)
