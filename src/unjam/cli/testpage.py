# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A test page: sent, followed, and asked about; and where it did not come out, why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from rich.text import Text

from unjam.actions import World
from unjam.actions.lease import debug_logging
from unjam.auth import Asker, AsyncAuthenticator, TerminalPrompt, purpose
from unjam.cli import asking
from unjam.cli.checklist import watching
from unjam.cli.doctor_view import show_diagnosis
from unjam.cli.examination import Order, open_env
from unjam.cli.loans import settle_loans
from unjam.cli.render import console, prose, shell
from unjam.cli.status import Status
from unjam.cli.words import _
from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.facts.jobs import CANCELED, COMPLETED, JobState, PrintedPage, Seen
from unjam.diagnosis.following import ask_whether_it_came_out, follow, printed_page
from unjam.diagnosis.live import LiveEnv


@dataclass(frozen=True, slots=True)
class TestPage:
    """What was asked for: a page on one queue, within so many seconds."""

    queue: str
    server: str | None
    cups_files: Path | None
    timeout: float
    debug_log: bool

    __test__ = False  # no test case, whatever pytest makes of the name

    @property
    def order(self) -> Order:
        """What the doctor looks at if it goes wrong."""
        return Order((self.queue,), self.cups_files, self.timeout)


async def print_and_follow(page: TestPage) -> int:
    """Print it, follow it, ask; diagnose where it did not come out. Returns the status."""
    await settle_loans()
    env = await open_env(page.server, page.order)
    asker = Asker(TerminalPrompt()) if asking.somebody() else None
    authenticator = AsyncAuthenticator(env.server, asker)
    async with env.connect() as connection:
        world = World(connection, authenticator, asking.values, env.environ)
        async with _detailed_log(world, wanted=page.debug_log):
            with purpose(_("Print a test page on {queue}").format(queue=page.queue)):
                job = await authenticator.call(lambda to: to.print_test_page(page.queue))
            seen = await _followed(env, page, job)
    if seen.seen is Seen.RIGHT or (seen.seen is Seen.UNKNOWN and seen.state == COMPLETED):
        return Status.OK
    with watching() as observer:
        diagnosis = await diagnose(
            env, queues=[page.queue], observer=observer, deadline=page.timeout, known=[seen]
        )
    show_diagnosis(console(), diagnosis, live=False)
    if any(remedy.automatic for finding in diagnosis.findings for remedy in finding.remedies):
        prose(console(), _("To have the repairs offered: {command}").format(command=_fix(page)))
    if seen.state < CANCELED:
        text = _('The test page still waits; "unjam jobs cancel {job}" takes it back.')
        prose(console(), text.format(job=job))
    return Status.PROBLEMS


def _fix(page: TestPage) -> str:
    where = ("--server", page.server) if page.server else ()
    return shell(("unjam", "doctor", page.queue, *where, "--fix"))


@asynccontextmanager
async def _detailed_log(world: World, *, wanted: bool) -> AsyncIterator[None]:
    """Have the server log everything in the block, if wanted; it is given back at its end."""
    if not wanted:
        yield
        return
    async with debug_logging(world) as loan:
        if loan is not None:
            prose(console(), _("The server logs in detail until the page is through."))
        yield


async def _followed(env: LiveEnv, page: TestPage, job: int) -> PrintedPage:
    """Follow the job to its end, and ask the person, if there is one."""
    target, started = console(), monotonic()
    text = _("The test page is job {job} of {queue}.").format(job=job, queue=page.queue)
    prose(target, text)
    state = await follow(env, job, patience=page.timeout)
    if state.state != COMPLETED:
        prose(target, Text(_not_printed(state), style="yellow"))
        return printed_page(state, Seen.UNKNOWN)
    text = _("It was printed after {seconds:.1f} s, says the print server.")
    prose(target, Text(text.format(seconds=monotonic() - started), style="green"))
    if not asking.somebody():
        return printed_page(state, Seen.UNKNOWN)
    return await ask_whether_it_came_out(asking.TerminalQuestions(), state)


def _not_printed(state: JobState) -> str:
    """Say that it waits, or why it does not."""
    why = f" ({state.message})" if state.message else ""
    return _("It was not printed.{why} Looking for the reason…").format(why=why)
