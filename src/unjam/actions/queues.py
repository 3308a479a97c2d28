# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The switches of a queue: stopped or not, accepting or not, holding new jobs or not.

Each is switched by one IPP operation, seen in one attribute, and undone by its opposite with the
message that was there, unless it stood so before.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from unjam.actions.action import Action, Registry, look, text, told, words
from unjam.actions.model import Check, Preview
from unjam.actions.words import N_, _
from unjam.actions.world import World
from unjam.cups import AsyncConnection
from unjam.cups.model import PrinterState
from unjam.diagnosis.remedies import (
    AcceptJobs,
    HoldNewJobs,
    PauseQueue,
    RejectJobs,
    ReleaseHeldNewJobs,
    Remedy,
    ResumeQueue,
)

ASK = "Get-Printer-Attributes"
MESSAGE = "printer-state-message"

Positive = ResumeQueue | AcceptJobs | ReleaseHeldNewJobs
Negative = PauseQueue | RejectJobs | HoldNewJobs
OnOff = Positive | Negative


async def stopped(queue: str, world: World) -> tuple[bool, str]:
    """Whether the queue is stopped, and what it says."""
    seen = await world.queue(queue, "printer-state", MESSAGE)
    state = told(seen, "printer-state", PrinterState)
    message = text(seen.get(MESSAGE))
    answer = state.name.lower() + (f" ({message})" if message else "")
    return state is PrinterState.STOPPED, f"printer-state: {answer}"


async def rejecting(queue: str, world: World) -> tuple[bool, str]:
    """Whether the queue rejects new jobs, and what it says."""
    seen = await world.queue(queue, "printer-is-accepting-jobs")
    accepting = told(seen, "printer-is-accepting-jobs", bool)
    return not accepting, f"printer-is-accepting-jobs: {str(accepting).lower()}"


async def holding(queue: str, world: World) -> tuple[bool, str]:
    """Whether the queue holds new jobs back, and what it says."""
    seen = await world.queue(queue, "printer-state-reasons")
    reasons = words(seen.get("printer-state-reasons"))
    return "hold-new-jobs" in reasons, f"printer-state-reasons: {', '.join(reasons)}"


Operation = Callable[[AsyncConnection, str, str | None], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Switch(Action[OnOff]):
    """One direction of one switch. `state` tells whether the queue is in its bad position."""

    summary: str
    done: str
    sentence: str
    command: tuple[str, ...]
    operation: Operation
    state: Callable[[str, World], Awaitable[tuple[bool, str]]]
    undo: Callable[[str, str], Remedy]
    bad: bool = False

    def preview(self, remedy: OnOff) -> Preview:
        message = getattr(remedy, "message", "")
        reason = ("-r", message) if message else ()
        sentences = (_(self.sentence),) if self.sentence else ()
        command = (*self.command, *reason, remedy.queue)
        said = Preview(_(self.summary), _(self.done), sentences, command)
        return said.about(queue=remedy.queue)

    async def apply(self, remedy: OnOff, world: World) -> Remedy | None:
        was_bad, _answer = await self.state(remedy.queue, world)
        before = text((await world.queue(remedy.queue, MESSAGE)).get(MESSAGE))
        message = getattr(remedy, "message", "") or None
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: self.operation(to, remedy.queue, message))
        return self.undo(remedy.queue, before) if was_bad is not self.bad else None

    async def check(self, remedy: OnOff, world: World) -> Check:
        bad, answer = await self.state(remedy.queue, world)
        return Check(bad is self.bad, (look(ASK, remedy.queue, answer),))


ACTIONS: Registry = {
    ResumeQueue: Switch(
        N_("Resume the printer {queue}"),
        N_("Printer {queue} resumed"),
        N_("Waiting documents start to print."),
        ("cupsenable",),
        lambda to, queue, _message: to.resume_printer(queue),
        stopped,
        PauseQueue,
    ),
    PauseQueue: Switch(
        N_("Stop the printer {queue}"),
        N_("Printer {queue} stopped"),
        N_("Documents wait until it is resumed."),
        ("cupsdisable",),
        lambda to, queue, message: to.pause_printer(queue, message=message),
        stopped,
        lambda queue, _message: ResumeQueue(queue),
        bad=True,
    ),
    AcceptJobs: Switch(
        N_("Let the printer {queue} take new documents"),
        N_("Printer {queue} takes new documents"),
        "",
        ("cupsaccept",),
        lambda to, queue, _message: to.accept_jobs(queue),
        rejecting,
        RejectJobs,
    ),
    RejectJobs: Switch(
        N_("Let the printer {queue} refuse new documents"),
        N_("Printer {queue} refuses new documents"),
        N_("The documents that it has already still print."),
        ("cupsreject",),
        lambda to, queue, message: to.reject_jobs(queue, message=message),
        rejecting,
        lambda queue, _message: AcceptJobs(queue),
        bad=True,
    ),
    ReleaseHeldNewJobs: Switch(
        N_("Release the documents that the printer {queue} holds back"),
        N_("Documents released that the printer {queue} held back"),
        N_("They print, and new documents are no longer held."),
        ("cupsenable", "--release"),
        lambda to, queue, _message: to.release_held_new_jobs(queue),
        holding,
        HoldNewJobs,
    ),
    HoldNewJobs: Switch(
        N_("Hold back new documents for the printer {queue}"),
        N_("New documents for the printer {queue} held back"),
        "",
        ("cupsdisable", "--hold"),
        lambda to, queue, message: to.hold_new_jobs(queue, message=message),
        holding,
        lambda queue, _message: ReleaseHeldNewJobs(queue),
        bad=True,
    ),
}
