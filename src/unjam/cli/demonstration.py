# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What `unjam demo` shows: this computer's own printing, or a broken one made for the purpose.

The made one is a sandbox: a private print server with a virtual printer, really broken, and gone
afterwards. There the demonstration goes the whole way, to the page that comes out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic

from rich.console import Console
from rich.text import Text

from unjam.cli.checklist import watching
from unjam.cli.doctor_view import show_diagnosis, show_finding, show_verdict
from unjam.cli.examination import Examination, Order, examine_server, open_env
from unjam.cli.mending import mend
from unjam.cli.received import look_at
from unjam.cli.render import console, prose, unicode_capable
from unjam.cli.status import Status
from unjam.cli.words import _
from unjam.cups import AsyncConnection
from unjam.cups.errors import CupsError
from unjam.cups.model import JobState
from unjam.diagnosis.events import Observer
from unjam.diagnosis.following import follow
from unjam.diagnosis.model import Diagnosis, Verdict
from unjam.sandbox import FAULTS, Sandbox

QUEUE = "Office"
FAULTY = ("device-path-wrong", "queue-stopped")
LOOK_SECONDS = 3.0
PAGE_SECONDS = 30.0


async def has_queues() -> bool:
    """Whether this computer's print server answers and has at least one queue."""
    try:
        async with AsyncConnection(timeout=LOOK_SECONDS) as connection:
            return len(await connection.get_printers(requested_attributes=["printer-name"])) > 0
    except (CupsError, ValueError):
        return False


async def diagnose_system(seconds: float) -> Status:
    """Show what is wrong with this computer's own printing; change nothing."""
    target = console()
    _heading(target, _("This computer's print server"))
    with watching() as observer:
        examination = await examine_server(None, Order(timeout=seconds), observer=observer)
    show_diagnosis(target, examination.diagnosis)
    if examination.diagnosis.problems:
        prose(target, _('"unjam doctor --fix" offers the repairs. Nothing was changed.'))
    incomplete = examination.diagnosis.verdict is Verdict.INCOMPLETE
    return Status.INCOMPLETE if incomplete else Status.OK


def show_sandbox(faults: Sequence[str], *, yes: bool, asked_for: bool) -> Status:
    """Make a broken printer, and go the whole way with it.

    It is `asked_for`, or shown for want of a print server.
    """
    from unjam.cli.running import run

    box, target = Sandbox((QUEUE,), faults=faults), console()
    lacking = _("No print server with a queue answers here")
    _heading(target, _("A print server made for the show") if asked_for else lacking)
    text = _(
        "Unjam makes a private print server with the queue {queue} and a virtual printer, really"
        " breaks it, and takes everything away again afterwards."
    )
    prose(target, text.format(queue=QUEUE))
    prose(target, _("Broken on purpose:"))
    for name in faults:
        prose(target, _bullet(target), FAULTS[name.partition("@")[0]].summary, indent=2)
    target.print()
    with box:
        return run(_Show(box, target, yes=yes).go())


class _Show:
    """The way through, in the sandbox."""

    def __init__(self, box: Sandbox, target: Console, *, yes: bool) -> None:
        self._box = box
        self._target = target
        self._yes = yes
        self._order = Order(cups_files=box.cups_files, environ=box.environment())

    async def go(self) -> Status:
        _heading(self._target, _("What the doctor finds"))
        with watching() as observer:
            examination = await self._examine(observer)
        for finding in examination.diagnosis.findings:
            show_finding(self._target, finding, self._box.server)
            self._target.print()
        show_verdict(self._target, examination.diagnosis)
        self._target.print()
        diagnosis = await self._repair(examination)
        if diagnosis.problems:
            hint = _('"unjam demo --sandbox --yes" repairs it and prints a test page.')
            prose(self._target, Text(hint, style="dim"))
            return Status.OK
        return await self._print()

    async def _examine(self, observer: Observer | None = None) -> Examination:
        return await examine_server(self._box.server, self._order, observer=observer)

    async def _repair(self, examination: Examination) -> Diagnosis:
        async def look_again() -> Diagnosis:
            return (await self._examine()).diagnosis

        _heading(self._target, _("What it does about it"))
        diagnosis, _repairs = await mend(
            examination, look_again, yes=self._yes, target=self._target
        )
        self._target.print()
        return diagnosis

    async def _print(self) -> Status:
        """Print a test page, and look what came out at the virtual printer."""
        _heading(self._target, _("A test page"))
        env, started = await open_env(self._box.server, self._order), monotonic()
        async with env.connect() as connection:
            job = await connection.print_test_page(QUEUE)
        seen = await follow(env, job, patience=PAGE_SECONDS)
        text = _("Job {job} was sent to {queue}; {seconds:.1f} s later it is {state}.")
        state, seconds = JobState(seen.state).name.lower(), monotonic() - started
        prose(self._target, text.format(job=job, queue=QUEUE, seconds=seconds, state=state))
        printer = self._box.printer_of(QUEUE)
        pages = await asyncio.to_thread(printer.await_pages, 1, timeout=PAGE_SECONDS)
        came = look_at(pages[-1])
        tick = "✓ " if unicode_capable(self._target) else ""
        text = _("It came out at the virtual printer: {size} bytes, {kind}.")
        line = text.format(size=came.size, kind=came.kind)
        prose(self._target, Text(tick + line, style="bold green"))
        return Status.OK


def _heading(target: Console, text: str) -> None:
    rule = "─" if unicode_capable(target) else "-"
    prose(target, Text(f"{rule * 2} {text}", style="bold cyan"))


def _bullet(target: Console) -> str:
    return "• " if unicode_capable(target) else "* "
