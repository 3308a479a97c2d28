# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Jobs: release, hold, print again, cancel, move, authenticate, and clear away old ones."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from unjam.actions.action import Action, Registry, look, text, told
from unjam.actions.errors import ActionError, NotPermitted, PartlyApplied
from unjam.actions.model import Check, Preview
from unjam.actions.words import _, ngettext
from unjam.actions.world import World
from unjam.auth import NobodyToAsk
from unjam.cups.errors import (
    AuthenticationCancelled,
    CredentialsError,
    CupsError,
    NotFound,
    RequestError,
    ServerError,
)
from unjam.cups.model import JobState, PrinterState
from unjam.diagnosis.reading.queue_uri import queue_named_by
from unjam.diagnosis.remedies import (
    AuthenticateJob,
    CancelJob,
    HoldJob,
    MoveJob,
    PurgeJobs,
    ReleaseJob,
    Remedy,
    RestartJob,
)

ASK = "Get-Job-Attributes"
MOVING = (JobState.PENDING, JobState.PROCESSING)
FOLLOWED = 8.0
"""Seconds for which a job that prints anew is watched."""
JUDGED = 20.0
"""Seconds for a printer to refuse a password: three times, with a pause after each."""
OVER = (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)


async def _state(job_id: int, world: World) -> JobState | None:
    """Return the job's state; None for a job that is gone."""
    try:
        return told(await world.job(job_id, "job-state"), "job-state", JobState)
    except NotFound:
        return None


async def _followed(job_id: int, world: World, seconds: float) -> JobState | None:
    """Return the job's state once it stands still, or as it is after some seconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while True:
        state = await _state(job_id, world)
        if state not in MOVING or loop.time() > end:
            return state
        await asyncio.sleep(0.2)


async def _gets_on(job_id: int, state: JobState | None, world: World) -> bool:
    """Whether a job is printed, or waits while its queue prints something else."""
    if state is not JobState.PENDING:
        return state in (JobState.PROCESSING, JobState.COMPLETED)
    uri = text((await world.job(job_id, "job-printer-uri")).get("job-printer-uri"))
    queue = await world.queue(queue_named_by(uri), "printer-state")
    return queue.get("printer-state") == PrinterState.PROCESSING


def _seen(job_id: int, state: JobState | None, *, holds: bool) -> Check:
    answer = "gone" if state is None else state.name.lower()
    return Check(holds, (look(ASK, f"job-state of job {job_id}", answer),))


def _lp(job_id: int, *options: str) -> tuple[str, ...]:
    return ("lp", "-i", str(job_id), *options)


def _held_as(job_id: int, seen: Mapping[str, Any]) -> HoldJob:
    """Return what holds a job until when it was held."""
    until = text(seen.get("job-hold-until"))
    return HoldJob(job_id, until if until not in ("", "no-hold") else "indefinite")


class Release(Action[ReleaseJob]):
    """Release-Job; undone by holding it again, until when it was."""

    def preview(self, remedy: ReleaseJob) -> Preview:
        summary, done = _("Release document {job}"), _("Document {job} released")
        command = _lp(remedy.job_id, "-H", "resume")
        return Preview(summary, done, (_("It prints now."),), command).about(job=remedy.job_id)

    async def apply(self, remedy: ReleaseJob, world: World) -> Remedy:
        seen = await world.job(remedy.job_id, "job-hold-until")
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: to.release_job(remedy.job_id))
        return _held_as(remedy.job_id, seen)

    async def check(self, remedy: ReleaseJob, world: World) -> Check:
        state = await _state(remedy.job_id, world)
        return _seen(remedy.job_id, state, holds=state is not JobState.HELD)


class Hold(Action[HoldJob]):
    """Hold-Job; undone by releasing it, or by holding it until when it was held before."""

    def preview(self, remedy: HoldJob) -> Preview:
        summary, done = _("Hold document {job}"), _("Document {job} held")
        until = "hold" if remedy.until == "indefinite" else remedy.until
        command = _lp(remedy.job_id, "-H", until)
        return Preview(summary, done, (), command).about(job=remedy.job_id)

    async def apply(self, remedy: HoldJob, world: World) -> Remedy:
        seen = await world.job(remedy.job_id, "job-state", "job-hold-until")
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: to.hold_job(remedy.job_id, until=remedy.until))
        held = seen.get("job-state") == JobState.HELD
        return _held_as(remedy.job_id, seen) if held else ReleaseJob(remedy.job_id)

    async def check(self, remedy: HoldJob, world: World) -> Check:
        state = await _state(remedy.job_id, world)
        return _seen(remedy.job_id, state, holds=state is JobState.HELD)


class Restart(Action[RestartJob]):
    """Restart-Job: it needs the document, which CUPS keeps for a while only."""

    def preview(self, remedy: RestartJob) -> Preview:
        summary, done = _("Print document {job} again"), _("Document {job} sent again")
        sentences = (_("It is printed from its first page."),)
        command = _lp(remedy.job_id, "-H", "restart")
        return Preview(summary, done, sentences, command).about(job=remedy.job_id)

    async def apply(self, remedy: RestartJob, world: World) -> None:
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: to.restart_job(remedy.job_id))

    async def check(self, remedy: RestartJob, world: World) -> Check:
        state = await _followed(remedy.job_id, world, FOLLOWED)
        return _seen(remedy.job_id, state, holds=await _gets_on(remedy.job_id, state, world))


class Cancel(Action[CancelJob]):
    """Cancel-Job: what is not printed yet is lost."""

    def preview(self, remedy: CancelJob) -> Preview:
        summary, done = _("Cancel document {job}"), _("Document {job} cancelled")
        sentences = (_("What is not printed yet is lost."),)
        command = ("cancel", str(remedy.job_id))
        return Preview(summary, done, sentences, command).about(job=remedy.job_id)

    async def apply(self, remedy: CancelJob, world: World) -> None:
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: to.cancel_job(remedy.job_id))

    async def check(self, remedy: CancelJob, world: World) -> Check:
        state = await _state(remedy.job_id, world)
        return _seen(remedy.job_id, state, holds=state is None or state in OVER)


class Move(Action[MoveJob]):
    """CUPS-Move-Job; undone by moving it back while it waits."""

    def preview(self, remedy: MoveJob) -> Preview:
        said = Preview(
            _("Move document {job} to the printer {queue}"),
            _("Document {job} moved to the printer {queue}"),
            (),
            ("lpmove", str(remedy.job_id), remedy.queue),
        )
        return said.about(job=remedy.job_id, queue=remedy.queue)

    async def apply(self, remedy: MoveJob, world: World) -> Remedy | None:
        before = await self._queue(remedy.job_id, world)
        purpose = self.preview(remedy).summary
        await world.change(purpose, lambda to: to.move_job(remedy.job_id, remedy.queue))
        return MoveJob(remedy.job_id, before, remedy.queue) if before else None

    async def check(self, remedy: MoveJob, world: World) -> Check:
        queue = await self._queue(remedy.job_id, world)
        evidence = look(ASK, f"job-printer-uri of job {remedy.job_id}", queue)
        return Check(queue == remedy.queue, (evidence,))

    @staticmethod
    async def _queue(job_id: int, world: World) -> str:
        uri = text((await world.job(job_id, "job-printer-uri")).get("job-printer-uri"))
        return queue_named_by(uri)


class Authenticate(Action[AuthenticateJob]):
    """CUPS-Authenticate-Job, with what the person types for the printer (not for the server)."""

    def preview(self, remedy: AuthenticateJob) -> Preview:
        said = Preview(
            _("Give document {job} the password that its printer wants"),
            _("Document {job} given the password that its printer wants"),
            (_("You are asked for it now; it goes to the print server, for this document only."),),
        )
        return said.about(job=remedy.job_id)

    async def apply(self, remedy: AuthenticateJob, world: World) -> None:
        purpose = self.preview(remedy).summary
        values = await self._ask(remedy, purpose, world)
        await world.change(purpose, lambda to: to.authenticate_job(remedy.job_id, values))

    @staticmethod
    async def _ask(remedy: AuthenticateJob, purpose: str, world: World) -> Sequence[str]:
        nobody = _("There is nobody to ask for the printer's password.")
        if world.question is None:
            raise NotPermitted(nobody)
        try:
            values = await world.question(purpose, remedy.fields)
        except NobodyToAsk as problem:
            raise NotPermitted(nobody) from problem
        if values is None:
            message = _("No password was given, so the document still waits.")
            raise AuthenticationCancelled(purpose, None, message)
        return values

    async def check(self, remedy: AuthenticateJob, world: World) -> Check:
        """A wrong password shows when the printer has seen it: the job is held anew."""
        state = await _followed(remedy.job_id, world, JUDGED)
        return _seen(remedy.job_id, state, holds=await _gets_on(remedy.job_id, state, world))


class Purge(Action[PurgeJobs]):
    """Cancel-Job with purge-job, for each; one that fails does not keep the others.

    A no of the person's, and what befalls the connection, is meant for all of them.
    """

    def preview(self, remedy: PurgeJobs) -> Preview:
        number = len(remedy.job_ids)
        if not number:
            return Preview(
                _("Remove all finished documents and their records"),
                _("All finished documents and their records removed"),
                (
                    _("They cannot be printed again."),
                    _("This removes everybody's, on all printers; documents that wait stay."),
                ),
            )
        summary = ngettext(
            "Remove {n} document and its record", "Remove {n} documents and their records", number
        )
        done = ngettext(
            "{n} document and its record removed", "{n} documents and their records removed", number
        )
        command = ("cancel", "-x", *map(str, remedy.job_ids))
        return Preview(summary, done, (_("They cannot be printed again."),), command).about(
            n=number
        )

    async def apply(self, remedy: PurgeJobs, world: World) -> None:
        job_ids = await self._jobs(remedy, world)
        purpose, removed = self.preview(remedy).summary, 0
        failures: list[CupsError] = []
        for job_id in job_ids:
            try:
                await self._purge(job_id, purpose, world)
            except NotFound:
                pass  # somebody else was quicker
            except AuthenticationCancelled as problem:
                failures.append(problem)
                break
            except (CredentialsError, RequestError, ServerError) as problem:
                failures.append(problem)
                continue
            removed += 1
        if failures:
            raise self._partly(removed, len(job_ids), failures[-1])

    @staticmethod
    async def _jobs(remedy: PurgeJobs, world: World) -> Sequence[int]:
        if remedy.job_ids:
            return remedy.job_ids
        wanted = ["job-id", "job-state"]
        found = await world.connection.get_jobs(which_jobs="completed", requested_attributes=wanted)
        return [told(job, "job-id", int) for job in found]

    @staticmethod
    async def _purge(job_id: int, purpose: str, world: World) -> None:
        await world.change(purpose, lambda to: to.cancel_job(job_id, purge=True))

    @staticmethod
    def _partly(removed: int, number: int, problem: CupsError) -> ActionError | CupsError:
        if not removed:
            return problem
        message = _("{done} of {all} documents were removed; the others were not: {why}")
        return PartlyApplied(message.format(done=removed, all=number, why=problem.message))

    async def check(self, remedy: PurgeJobs, world: World) -> Check:
        left = [n for n in await self._jobs(remedy, world) if await _state(n, world) is not None]
        evidence = look(ASK, "jobs that should be gone", left)
        return Check(not left, (evidence,))


ACTIONS: Registry = {
    ReleaseJob: Release(),
    HoldJob: Hold(),
    RestartJob: Restart(),
    CancelJob: Cancel(),
    MoveJob: Move(),
    AuthenticateJob: Authenticate(),
    PurgeJobs: Purge(),
}
