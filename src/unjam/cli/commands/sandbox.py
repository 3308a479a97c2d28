# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam sandbox`: a private print server with virtual printers, and real faults on demand."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import click

from unjam.cli import options
from unjam.cli.failure import CommandError, WrongUsageError
from unjam.cli.status import Status
from unjam.cli.words import N_, _

if TYPE_CHECKING:
    from unjam.sandbox import Sandbox

EPILOG = """\b
Examples:
  unjam sandbox                                    one queue, one printer
  unjam sandbox --queues 10                        ten of each
  unjam sandbox --fault queue-stopped --fault filter-missing@Queue2
  unjam sandbox run --fault media-empty -- unjam doctor
  unjam sandbox --list-faults                      what can be broken

Nothing of it touches this computer's own printing, and nothing of it remains.
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made; None: as it suits the rest."""

    faults: tuple[str, ...] = ()
    queues: int | None = None
    printers: int | None = None
    isolated: bool = False

    def within(self, outer: Wish) -> Wish:
        """Take from `outer` what is not said here."""
        return Wish(
            outer.faults + self.faults,
            outer.queues if self.queues is None else self.queues,
            outer.printers if self.printers is None else self.printers,
            outer.isolated or self.isolated,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names for so many queues: Office, Queue2, Queue3 and so on."""
        count = self.queues
        if count is None:
            count = max(1, sum("@" not in fault for fault in self.faults))
        return tuple("Office" if it == 1 else f"Queue{it}" for it in range(1, count + 1))


def _making(function: Any) -> Any:
    """Add the options that say what to make."""
    for option in (
        click.option(
            "--isolated",
            is_flag=True,
            help="Give it a network of its own even where no fault needs one.",
        ),
        click.option(
            "--printers",
            type=click.IntRange(0, 500),
            metavar="NUMBER",
            help="How many virtual printers, up to 500.",
        ),
        click.option(
            "--queues",
            type=click.IntRange(0, 500),
            metavar="NUMBER",
            help="How many queues, up to 500.",
        ),
        click.option(
            "--fault",
            "faults",
            type=options.FaultName(),
            multiple=True,
            metavar="NAME[@QUEUE]",
            help="Break something; may be given several times.",
        ),
    ):
        function = option(function)
    return function


@click.group(
    invoke_without_command=True,
    epilog=EPILOG,
    short_help="Try things out on a private print server.",
)
@_making
@click.option("--list-faults", is_flag=True, help="Name everything that can be broken.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.pass_context
def command(
    ctx: click.Context,
    faults: tuple[str, ...],
    queues: int | None,
    printers: int | None,
    isolated: bool,
    list_faults: bool,
    as_json: bool,
) -> int:
    """Start a private print server with virtual printers, to try things out.

    It says how to reach it and stays until Ctrl-C. Faults are real: files are removed, programs
    crash, ports refuse.
    """
    wish = Wish(faults, queues, printers, isolated)
    if list_faults:
        return _list_faults(as_json)
    if ctx.invoked_subcommand is not None:
        ctx.obj = wish
        return Status.OK
    with _opened(wish) as box:
        _introduce(box, as_json)
        _stay()
    return Status.CANCELLED


@command.command(
    short_help="Run a program against a sandbox of its own.",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@_making
@click.argument("argv", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- COMMAND...")
@click.pass_context
def run(
    ctx: click.Context,
    faults: tuple[str, ...],
    queues: int | None,
    printers: int | None,
    isolated: bool,
    argv: tuple[str, ...],
) -> int:
    """Run a program against a sandbox of its own, and pass its exit status on.

    The program takes the sandbox for this computer's print server; it runs inside the sandbox's
    network where that has one.
    """
    wish = Wish(faults, queues, printers, isolated)
    with _opened(wish.within(ctx.obj)) as box:
        return _run(box, argv)


# --- making one ---------------------------------------------------------------------------------


@contextmanager
def _opened(wish: Wish) -> Iterator[Sandbox]:
    """A sandbox for as long as the block runs; its failures in the words of the command line."""
    from unjam.sandbox import Sandbox, SandboxError

    try:
        box = Sandbox(
            wish.names, printers=wish.printers, faults=wish.faults, isolated=wish.isolated or None
        )
    except SandboxError as error:
        raise WrongUsageError(str(error)) from None
    _prompt_end_on_sigterm()
    with box:
        yield box


def _prompt_end_on_sigterm() -> None:
    """Let SIGTERM and SIGHUP end the program through its `with` blocks, as Ctrl-C does."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)


def _leave(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


def _stay() -> None:
    """Wait for Ctrl-C."""
    with suppress(KeyboardInterrupt):
        signal.pause()


def _run(box: Sandbox, argv: Sequence[str]) -> int:
    """Run a program in the foreground; its exit status, as a shell would say it."""
    if shutil.which(argv[0]) is None:
        raise CommandError(_("{program} cannot be run.").format(program=argv[0]), status=127)
    child = subprocess.Popen(box.command([*_dying_with_us(), *argv]), env=box.environment())
    while True:
        try:
            status = child.wait()
        except KeyboardInterrupt:
            continue  # the program got the signal too: it is the program's to end
        except BaseException:
            child.terminate()
            child.wait()
            raise
        return status if status >= 0 else 128 - status


def _dying_with_us() -> tuple[str, ...]:
    """Words before a program that has the kernel kill it when we are killed (util-linux)."""
    return ("setpriv", "--pdeathsig", "KILL", "--") if shutil.which("setpriv") else ()


# --- telling about it ---------------------------------------------------------------------------

WIDE = 110
"""Columns from which on a fault, its finding and a sentence stand on one line."""

WHERE = (
    (N_("server"), "server"),
    (N_("socket"), "socket"),
    (N_("files"), "cups_files"),
)


def _introduce(box: Sandbox, as_json: bool) -> None:
    """Say how to reach the sandbox."""
    from unjam.cli.documents import print_line
    from unjam.sandbox import describe

    about = describe(box)
    if as_json:
        print_line(**about)
        return
    from unjam.cli.render import console, prose

    target = console()
    prose(target, _("A private print server is running."), style="bold")
    _show_parts(about)
    _show_use(about)
    prose(target, _("It ends with Ctrl-C, and leaves nothing behind."))


def _show_parts(about: dict[str, Any]) -> None:
    """Show the addresses, the queues with their printers, and what is broken."""
    from unjam.cli.render import console, key, row, table

    target = console()
    parts = table(key(""), "")
    parts.show_header = False
    for label, name in WHERE:
        row(parts, (_(label), about[name]))
    row(parts, (_("queues"), ", ".join(about["queues"]) or "-"))
    for printer in about["printers"]:
        row(parts, (_("printer"), f"{printer['name']}  {printer['uri']}"))
    for fault in about["faults"]:
        row(parts, (_("broken"), f"{fault['name']} ({fault['queue']})"))
    target.print(parts)


def _show_use(about: dict[str, Any]) -> None:
    """Show the commands that make a shell use it."""
    from unjam.cli.render import console, prose

    target = console()
    if about["isolated"]:
        prose(target, _("It has a network of its own. Enter it, then set these:"))
        click.echo(f"  {shlex.join([*about['enter'], os.environ.get('SHELL', 'sh')])}")
    else:
        prose(target, _("In a shell that is to use it:"))
    for name, value in about["environment"].items():
        if name != "HOME":
            click.echo(f"  export {name}={shlex.quote(value)}")


def _list_faults(as_json: bool) -> int:
    """Print the table of faults."""
    from unjam.sandbox import FAULTS

    if as_json:
        from unjam.cli.documents import print_document

        facts = ("name", "finding", "summary", "needs_root", "needs_namespace")
        print_document(faults=[{k: getattr(each, k) for k in facts} for each in FAULTS.values()])
        return Status.OK
    from rich.text import Text

    from unjam.cli.render import console, key, prose, row, table

    target, faults = console(), sorted(FAULTS.values(), key=lambda fault: fault.name)
    if target.width < WIDE:
        for each in faults:
            prose(target, Text(each.name, style="bold"), f"  {each.finding}")
            prose(target, each.summary, indent=2)
        return Status.OK
    listing = table(key(_("FAULT")), key(_("FINDING")), _("WHAT IS BROKEN"))
    for each in faults:
        row(listing, (each.name, each.finding, each.summary))
    target.print(listing)
    return Status.OK
