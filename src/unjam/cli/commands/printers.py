# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam printers`: the queues of a print server, and what an administrator does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from unjam.cli import options
from unjam.cli.lazy import ListingGroup

if TYPE_CHECKING:
    from rich.text import Text

    from unjam.cups import AsyncConnection
    from unjam.diagnosis.remedies import Remedy

EPILOG = """\b
Examples:
  unjam printers                      all queues and their state
  unjam printers Office               one queue
  unjam printers pause Office -r "Toner is on its way"
  unjam printers add Office ipp://printer.local/ipp/print
"""
WANTED = (
    *("printer-name", "printer-state", "printer-state-message", "printer-state-reasons"),
    *("printer-is-accepting-jobs", "printer-make-and-model", "printer-location", "printer-info"),
    *(
        "device-uri",
        "queued-job-count",
        "printer-is-shared",
        "printer-type",
        "printer-uri-supported",
    ),
)


@click.group(cls=ListingGroup, epilog=EPILOG)
def command() -> None:
    """List the queues, or change them.

    Without a verb the queues are listed: "unjam printers Office" is "unjam printers list Office".
    """


@command.command("list")
@click.argument("queues", nargs=-1, metavar="[QUEUE]...", type=options.QueueName())
@options.common
def list_(queues: tuple[str, ...], server: str | None, timeout: float, as_json: bool) -> None:
    """List the queues and their state."""
    from unjam.cli.running import run

    run(_list(queues, server, timeout, as_json=as_json))


async def _list(
    queues: tuple[str, ...], server: str | None, seconds: float, *, as_json: bool
) -> None:
    from unjam.cli.attributes import text
    from unjam.cli.documents import print_document
    from unjam.cli.session import connected

    async with connected(server, seconds) as connection:
        found = await connection.get_printers(requested_attributes=WANTED)
        default = await connection.get_default(requested_attributes=["printer-name"])
        name = connection.server
        chosen = await _chosen(connection, list(found), queues)
    own = None if default is None else text(default, "printer-name")
    printers = [_printer(record) for record in chosen]
    if as_json:
        print_document(server=str(name), default=own or None, printers=printers)
    else:
        _show(printers, own or "", str(name))


async def _chosen(
    connection: AsyncConnection, found: list[Mapping[str, Any]], queues: tuple[str, ...]
) -> list[Mapping[str, Any]]:
    """Take those that are wanted; what is closed to this person is not listed, but answers."""
    from contextlib import suppress

    from unjam.cli.attributes import text
    from unjam.cli.failure import unknown_queues
    from unjam.cups.errors import NotFound

    known = {name: record for record in found if (name := text(record, "printer-name"))}
    listed = tuple(known)
    for queue in {*queues} - known.keys():
        with suppress(NotFound):
            told = await connection.get_printer_attributes(queue, requested_attributes=WANTED)
            known[queue] = {**told, "printer-name": queue}
    unknown_queues([it for it in queues if it not in known], listed, str(connection.server))
    return [known[queue] for queue in queues or known]


def _printer(record: Mapping[str, Any]) -> dict[str, Any]:
    from unjam.cli.attributes import Reader, document, flag, number, state, text, texts
    from unjam.cups.model import PrinterState

    strings = "printer-name printer-info printer-location printer-make-and-model device-uri"
    fields: dict[str, Reader] = {
        **dict.fromkeys((*strings.split(), "printer-state-message"), text),
        "printer-state": state(PrinterState),
        "printer-state-reasons": texts,
        "printer-is-accepting-jobs": flag,
        "printer-is-shared": flag,
        "queued-job-count": number,
    }
    return document(record, fields)


def _show(printers: list[dict[str, Any]], default: str, server: str) -> None:
    from unjam.cli.render import console, key, note, number, prose, row, table
    from unjam.cli.words import _

    target = console()
    if not printers:
        prose(target, _("{server} has no queues.").format(server=server))
        prose(target, _('"unjam devices" looks for printers that could have one.'))
        return
    places = [printer["printer-location"] or "" for printer in printers]
    place = [note(_("PLACE"))] if any(places) else []
    listing = table(
        key(""), key(_("QUEUE")), _("STATE"), number(_("JOBS")), note(_("MODEL")), *place
    )
    for printer, where in zip(printers, places, strict=True):
        name, jobs = printer["printer-name"], printer["queued-job-count"]
        cells = ("*" if name == default else "", name, _state(printer))
        more = ("" if jobs is None else jobs, printer["printer-make-and-model"] or "")
        row(listing, (*cells, *more, where)[: len(listing.columns)])
    target.print(listing)
    if default:
        prose(target, _("* the default printer"), style="dim")


def _state(printer: Mapping[str, Any]) -> Text:
    from rich.text import Text

    from unjam.cli.render import one_line
    from unjam.cli.words import _

    words = {
        "idle": (_("idle"), ""),
        "processing": (_("printing"), "cyan"),
        "stopped": (_("stopped"), "bold red"),
    }
    word, style = words.get(printer["printer-state"], ("?", ""))
    text = Text(word, style=style)
    if printer["printer-is-accepting-jobs"] is False:
        text.append(_(", rejects jobs"), style="bold red")
    if "hold-new-jobs" in (printer["printer-state-reasons"] or ()):
        text.append(_(", holds jobs"), style="yellow")
    message = printer["printer-state-message"]
    if word != _("idle") and message:
        text.append(f" ({one_line(message)})", style="dim")
    return text


def _verb(name: str, about: str, make: Callable[[str, str], Remedy], *, reason: bool) -> None:
    """Add a verb that takes queues, and a reason where others get to see one."""

    @options.timeout
    @options.server
    @click.argument("queues", nargs=-1, required=True, metavar="QUEUE...", type=options.QueueName())
    def verb(queues: tuple[str, ...], server: str | None, timeout: float, reason: str = "") -> None:
        from unjam.cli.running import run
        from unjam.cli.session import carry_out

        run(carry_out(server, timeout, [make(queue, reason) for queue in queues]))

    if reason:
        text = "A reason that others get to see."
        verb = click.option("-r", "--reason", default="", help=text)(verb)
    command.command(name, help=about)(verb)


def _remedy(name: str) -> Callable[[str, str], Remedy]:
    """Make the remedy of this class, imported only when it is needed."""

    def make(queue: str, reason: str) -> Remedy:
        from unjam.diagnosis import remedies

        kind: Callable[..., Remedy] = getattr(remedies, name)
        return kind(queue, reason) if reason else kind(queue)

    return make


_verb("pause", "Stop queues: jobs wait.", _remedy("PauseQueue"), reason=True)
_verb("resume", "Let stopped queues print again.", _remedy("ResumeQueue"), reason=False)
_verb("reject", "Let queues reject new jobs.", _remedy("RejectJobs"), reason=True)
_verb("accept", "Let queues accept new jobs again.", _remedy("AcceptJobs"), reason=False)
_verb("hold-new", "Hold new jobs back.", _remedy("HoldNewJobs"), reason=True)
_verb("release-new", "Release new jobs.", _remedy("ReleaseHeldNewJobs"), reason=False)
_verb("remove", "Remove queues; jobs in them are lost.", _remedy("DeleteQueue"), reason=False)


@command.command("default")
@click.argument("queue", type=options.QueueName())
@click.option("--mine", is_flag=True, help="Only for yourself, not for the whole server.")
@options.server
@options.timeout
def default_(queue: str, mine: bool, server: str | None, timeout: float) -> None:
    """Make a queue the default printer."""
    from unjam.cli.running import run
    from unjam.cli.session import carry_out
    from unjam.diagnosis.remedies import SetDefault

    if mine:
        run(_own_default(queue, server, timeout))
    else:
        run(carry_out(server, timeout, [SetDefault(queue)]))


async def _own_default(queue: str, server: str | None, seconds: float) -> None:
    """No server looks at the name that a person's own file has: a wrong one is refused here."""
    from unjam.cli.session import carry_out, connected
    from unjam.diagnosis.remedies import SetUserDefault

    async with connected(server, seconds) as connection:
        found = await connection.get_printers(requested_attributes=["printer-name"])
        await _chosen(connection, list(found), (queue,))
    await carry_out(server, seconds, [SetUserDefault(queue)])


@command.command("add")
@click.argument("queue", type=options.QueueName())
@click.argument("uri")
@click.option(
    "--model",
    default="everywhere",
    metavar="MODEL",
    help="The driver: the name of a printer description (PPD)  "
    "[default: everywhere, which does without a driver].",
)
@click.option("--info", default="", help="A description for people.")
@click.option("--location", default="", help="Where the printer stands.")
@options.server
@options.timeout
def add(
    queue: str,
    uri: str,
    model: str,
    info: str,
    location: str,
    server: str | None,
    timeout: float,
) -> None:
    """Make a queue for the printer at URI."""
    from unjam.cli.running import run
    from unjam.cli.session import carry_out
    from unjam.diagnosis.remedies import CreateQueue

    remedy = CreateQueue(queue, uri, model, info, location)
    run(carry_out(server, timeout, [remedy]))


@command.command("test", short_help="Print a test page and follow it.")
@click.argument("queue", type=options.QueueName())
@options.cups_files
@click.option(
    "--debug-log",
    is_flag=True,
    help="Let the print server log in detail meanwhile, and then as before.",
)
@options.server
@options.timeout
def test(**choices: Any) -> int:
    """Print a test page, follow it, and find out why if it does not come out."""
    from unjam.cli.running import run
    from unjam.cli.testpage import TestPage, print_and_follow

    return run(print_and_follow(TestPage(**choices)))
