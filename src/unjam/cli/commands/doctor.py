# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam doctor`: what is wrong, the proof, and on consent the repair."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unjam.cli import complete, options
from unjam.cli.status import Status

if TYPE_CHECKING:
    from unjam.cli.examination import Examination, Order
    from unjam.cli.mending import Repair
    from unjam.diagnosis.model import Diagnosis

EPILOG = """\b
Examples:
  unjam doctor                       look at this computer's print server
  unjam doctor Office --fix          look at one queue; offer each repair
  unjam doctor --fix --yes           do what is safe and can be undone
  unjam doctor --server print.lan    look at another print server
  unjam doctor --json | jq .verdict  for programs

\b
Exit status: 0 nothing wrong, 1 errors or warnings were found, 2 wrong usage,
3 the diagnosis could not be completed, 130 cancelled.
"""


@click.command(epilog=EPILOG)
@click.argument("queues", nargs=-1, metavar="[QUEUE]...", shell_complete=complete.queues)
@options.common
@click.option(
    "--cups-files",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    envvar="UNJAM_CUPS_FILES",
    help="The server's cups-files.conf, if it is not the system's.",
)
@click.option("--fix", is_flag=True, help="Offer each repair, ask, do it, and look again.")
@click.option("--yes", is_flag=True, help="With --fix: do what is safe and can be undone.")
@click.option("-v", "--verbose", is_flag=True, help="Show everything that was not checked.")
def command(**choices: Any) -> int:  # noqa: ANN401
    """Find out why printing does not work.

    Looks at the print server, its queues, their drivers and printers, the jobs that wait, and this
    computer's settings. It only looks, prints nothing and asks for no password, unless --fix is
    given and you agree.
    """
    if choices["yes"] and not choices["fix"]:
        raise click.UsageError("--yes needs --fix.")
    from unjam.cli.running import run

    return run(_doctor(choices))


async def _doctor(choices: dict[str, Any]) -> int:
    from unjam.cli.checklist import watching
    from unjam.cli.examination import Order, examine_server

    order = Order(tuple(choices["queues"]), choices["cups_files"], choices["timeout"])
    with watching() as observer:
        examination = await examine_server(choices["server"], order, observer=observer)
    diagnosis, repairs = examination.diagnosis, None
    if not choices["as_json"]:
        _show(diagnosis, verbose=choices["verbose"])
    if choices["fix"]:
        diagnosis, repairs = await _mend(examination, order, choices)
    if choices["as_json"]:
        print_json(diagnosis, repairs)
    return status_of(diagnosis)


def _show(diagnosis: Diagnosis, *, verbose: bool) -> None:
    from unjam.cli.doctor_view import show_diagnosis
    from unjam.cli.render import console

    show_diagnosis(console(), diagnosis, verbose=verbose)


async def _mend(
    examination: Examination, order: Order, choices: dict[str, Any]
) -> tuple[Diagnosis, list[Repair]]:
    """Repair, on consent. The text goes to standard error where JSON goes to standard output."""
    from unjam.cli.examination import examine_server
    from unjam.cli.mending import mend
    from unjam.cli.render import console, errors

    async def look_again() -> Diagnosis:
        return (await examine_server(choices["server"], order)).diagnosis

    target = errors() if choices["as_json"] else console()
    return await mend(examination, look_again, yes=choices["yes"], target=target)


def print_json(diagnosis: Diagnosis, repairs: list[Repair] | None) -> None:
    """Print version 1 of the contract."""
    from unjam.cli.contract import document, repair

    found = document(diagnosis)
    if repairs is not None:
        found["repairs"] = [repair(each) for each in repairs]
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def status_of(*diagnoses: Diagnosis) -> Status:
    """Return the worst of them: problems, then incompleteness."""
    from unjam.diagnosis.model import Verdict

    verdicts = {diagnosis.verdict for diagnosis in diagnoses}
    if Verdict.PROBLEMS in verdicts:
        return Status.PROBLEMS
    return Status.INCOMPLETE if Verdict.INCOMPLETE in verdicts else Status.OK
