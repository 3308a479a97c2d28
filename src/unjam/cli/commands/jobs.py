# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam jobs`: what waits and prints, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from unjam.cli import options
from unjam.cli.lazy import ListingGroup

if TYPE_CHECKING:
    from rich.text import Text

    from unjam.diagnosis.remedies import Remedy

EPILOG = """\b
Examples:
  unjam jobs                     what waits or prints, on all queues
  unjam jobs Office --all        all jobs of one queue, old ones too
  unjam jobs release 42          let a held job print
  unjam jobs move 42 Lab         print it elsewhere
"""
WANTED = (
    *("job-id", "job-name", "job-state", "job-state-reasons", "job-originating-user-name"),
    *("job-k-octets", "job-printer-uri", "time-at-creation", "job-printer-state-message"),
    *("job-hold-until", "job-impressions-completed"),
)


@click.group(cls=ListingGroup, epilog=EPILOG)
def command() -> None:
    """List the jobs, or change them.

    Without a verb the jobs are listed: "unjam jobs Office" is "unjam jobs list Office".
    """


@command.command("list")
@click.argument("queue", required=False, type=options.QueueName())
@click.option("-a", "--all", "every", is_flag=True, help="Jobs that are over, too.")
@click.option("--mine", is_flag=True, help="Only your own jobs.")
@click.option("--limit", type=click.IntRange(1), metavar="NUMBER", help="At most this many.")
@options.common
def list_(**choices: Any) -> None:
    """List the jobs that wait or print."""
    from unjam.cli.running import run

    seconds = choices.pop("timeout")
    run(_list(**choices, seconds=seconds))


async def _list(
    *,
    queue: str | None,
    every: bool,
    mine: bool,
    limit: int | None,
    server: str | None,
    seconds: float,
    as_json: bool,
) -> None:
    from unjam.cli.documents import print_document
    from unjam.cli.failure import unknown_queues
    from unjam.cli.session import connected
    from unjam.cups.errors import NotFound

    async with connected(server, seconds) as connection:
        name = str(connection.server)
        try:
            found = await connection.get_jobs(
                queue,
                which_jobs="all" if every else "not-completed",
                my_jobs=mine,
                limit=limit and min(limit, options.LARGEST_INTEGER),
                requested_attributes=WANTED,
            )
        except NotFound:
            known = await connection.get_printers(requested_attributes=["printer-name"])
            unknown_queues([queue or ""], {str(r["printer-name"]): r for r in known}, name)
            raise
    jobs = [job for record in found if (job := _job(record))["job-id"]]
    if as_json:
        print_document(server=name, jobs=jobs)
    else:
        _show(jobs, every=every)


def _job(record: Mapping[str, Any]) -> dict[str, Any]:
    from unjam.cli.attributes import Reader, document, number, state, text, texts
    from unjam.cups.model import JobState
    from unjam.diagnosis.reading.queue_uri import queue_named_by

    numbers = ("job-id", "job-k-octets", "time-at-creation", "job-impressions-completed")
    fields: dict[str, Reader] = {
        **dict.fromkeys(WANTED, text),
        **dict.fromkeys(numbers, number),
        "job-state": state(JobState),
        "job-state-reasons": texts,
    }
    job = document(record, fields)
    return {**job, "queue": queue_named_by(text(record, "job-printer-uri") or "")}


def _show(jobs: list[dict[str, Any]], *, every: bool) -> None:
    from unjam.cli.render import console, key, note, number, prose, row, table
    from unjam.cli.words import _

    target = console()
    if not jobs:
        prose(target, _("There are no jobs.") if every else _("No job waits or prints."))
        return
    listing = table(
        number(_("JOB")), key(_("QUEUE")), key(_("STATE")), note(_("WHO")), number(_("SIZE")),
        key(_("SINCE")), note(_("TITLE")),
    )  # fmt: skip
    for job in jobs:
        who, title = job["job-originating-user-name"] or "", job["job-name"] or ""
        size, since = _size(job["job-k-octets"]), _since(job["time-at-creation"])
        row(listing, (job["job-id"], job["queue"], _state(job), who, size, since, title))
    target.print(listing)


def _state(job: Mapping[str, Any]) -> Text:
    from rich.text import Text

    from unjam.cli.words import _

    words = {
        "pending": (_("waits"), ""),
        "held": (_("held"), "yellow"),
        "processing": (_("prints"), "cyan"),
        "stopped": (_("stopped"), "bold red"),
        "canceled": (_("cancelled"), "dim"),
        "aborted": (_("aborted"), "bold red"),
        "completed": (_("done"), "dim"),
    }
    word, style = words.get(job["job-state"], ("?", ""))
    text = Text(word, style=style)
    if "cups-held-for-authentication" in (job["job-state-reasons"] or ()):
        text.append(_(", wants a password"), style="yellow")
    return text


def _size(octets: object) -> str:
    if not isinstance(octets, int):
        return ""
    return f"{octets} kB" if octets < 10_000 else f"{octets / 1024:.0f} MB"


def _since(seconds: object) -> str:
    """Give the time of today, or the day."""
    from datetime import datetime

    if not isinstance(seconds, int) or seconds <= 0:
        return ""
    then, now = datetime.fromtimestamp(seconds).astimezone(), datetime.now().astimezone()
    return f"{then:%H:%M}" if then.date() == now.date() else f"{then:%Y-%m-%d}"


def _verb(name: str, about: str, remedy: str) -> None:
    """Add a verb that takes job numbers."""

    @options.timeout
    @options.server
    @click.argument("jobs", nargs=-1, required=True, type=options.JobNumber(), metavar="JOB...")
    def verb(jobs: tuple[int, ...], server: str | None, timeout: float) -> None:
        _do(server, timeout, [_remedy(remedy)(job) for job in jobs])

    command.command(name, help=about)(verb)


def _insist_on_consent() -> None:
    """Ask. Raises `WrongUsageError` where nobody is there, `click.Abort` for a no."""
    from unjam.cli import asking
    from unjam.cli.failure import WrongUsageError
    from unjam.cli.words import _

    if not asking.somebody():
        hint = _("With --yes they are removed without a question.")
        raise WrongUsageError(_("There is nobody to ask whether all finished jobs may go."), hint)
    click.confirm(_("Remove all finished jobs and their documents?"), abort=True, err=True)


def _remedy(name: str) -> Callable[..., Remedy]:
    from unjam.diagnosis import remedies

    made: Callable[..., Remedy] = getattr(remedies, name)
    return made


def _do(server: str | None, timeout: float, remedies: list[Remedy]) -> None:
    from unjam.cli.running import run
    from unjam.cli.session import carry_out

    run(carry_out(server, timeout, remedies))


_verb("cancel", "Cancel jobs: what is not printed yet is lost.", "CancelJob")
_verb("hold", "Hold jobs until they are released.", "HoldJob")
_verb("release", "Let held jobs print.", "ReleaseJob")
_verb("reprint", "Print jobs again whose documents are still there.", "RestartJob")


@command.command("move")
@click.argument("job", type=options.JobNumber())
@click.argument("queue", type=options.QueueName())
@options.server
@options.timeout
def move(job: int, queue: str, server: str | None, timeout: float) -> None:
    """Print a waiting job on another queue."""
    _do(server, timeout, [_remedy("MoveJob")(job, queue)])


@command.command("authenticate", short_help="Give a job the password for its printer.")
@click.argument("job", type=options.JobNumber())
@options.server
@options.timeout
def authenticate(job: int, server: str | None, timeout: float) -> None:
    """Give a job the password that its printer wants (you are asked for it)."""
    _do(server, timeout, [_remedy("AuthenticateJob")(job)])


@command.command("purge", short_help="Remove jobs and their documents.")
@click.argument("jobs", nargs=-1, type=options.JobNumber(), metavar="[JOB]...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.server
@options.timeout
def purge(jobs: tuple[int, ...], yes: bool, server: str | None, timeout: float) -> None:
    """Remove jobs and their documents; without numbers all jobs that are over."""
    if not yes and not jobs:
        _insist_on_consent()
    _do(server, timeout, [_remedy("PurgeJobs")(jobs)])
