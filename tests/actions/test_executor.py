# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The executor: what was begun is never hidden, and what is refused is never begun."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

import pytest
from tests.actions.fakes import paper_world

from unjam.actions import Executor, Outcome
from unjam.actions.errors import ActionError, LowersSecurity, NotAutomatic, OutcomeUnknown
from unjam.cups.errors import (
    AuthenticationCancelled,
    Cancelled,
    ConnectionLost,
    CupsError,
    DeadlineExceeded,
    NotFound,
    NotPossible,
)
from unjam.diagnosis.remedies import (
    CancelJob,
    DeleteQueue,
    Instruction,
    PauseQueue,
    PurgeJobs,
    Remedy,
    RepointQueue,
    RestorePermissions,
    ResumeQueue,
)

STATE = {"printer-state": 3, "printer-state-message": "Toner"}
STOPPED = {**STATE, "printer-state": 5}


async def test_an_applied_remedy_returns_its_undo_and_stands_in_the_journal() -> None:
    paper = paper_world(get_printer_attributes=STOPPED)
    executor = Executor(paper.world)
    applied = await executor.apply(ResumeQueue("Office"))
    paper.connection.answers["get_printer_attributes"] = STATE
    assert applied.undo == PauseQueue("Office", "Toner")
    assert (await executor.verify(ResumeQueue("Office"))).holds
    assert [entry.outcome for entry in executor.journal] == [Outcome.APPLIED]
    undone = await executor.undo(applied)
    assert undone.undo == ResumeQueue("Office")
    names = [name for name, _args, _kwargs in paper.connection.asked]
    assert names.index("resume_printer") < names.index("pause_printer")


async def test_an_instruction_is_not_carried_out() -> None:
    executor = Executor(paper_world().world)
    with pytest.raises(NotAutomatic):
        await executor.apply(Instruction("Close the cover."))
    assert executor.journal == []


async def test_what_lowers_security_is_refused_before_anything_is_asked() -> None:
    paper = paper_world()
    executor = Executor(paper.world)
    with pytest.raises(LowersSecurity):
        await executor.apply(RestorePermissions("/var/spool/cups", 0o777, "root", "lp"))
    assert paper.connection.asked == []


async def test_no_undo_says_so() -> None:
    executor = Executor(paper_world().world)
    applied = await executor.apply(CancelJob(7))
    with pytest.raises(ActionError, match="undone"):
        await executor.undo(applied)


async def test_a_change_that_is_cancelled_has_an_unknown_outcome() -> None:
    asked = asyncio.Event()

    async def hang(_queue: str) -> None:
        asked.set()
        await asyncio.Event().wait()

    paper = paper_world(get_printer_attributes=STATE, resume_printer=hang)
    executor = Executor(paper.world)
    task = asyncio.create_task(executor.apply(ResumeQueue("Office")))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [entry.remedy for entry in executor.unsettled] == [ResumeQueue("Office")]


async def test_a_cancel_before_the_change_was_sent_changed_nothing() -> None:
    asked = asyncio.Event()

    async def hang(_queue: str, **_more: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    executor = Executor(paper_world(get_printer_attributes=hang).world)
    task = asyncio.create_task(executor.apply(ResumeQueue("Office")))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert executor.unsettled == []


async def test_a_change_without_an_answer_has_an_unknown_outcome() -> None:
    late = DeadlineExceeded("Resume-Printer", None, "no answer within 5 s")
    paper = paper_world(get_printer_attributes=STATE, resume_printer=late)
    executor = Executor(paper.world)
    with pytest.raises(OutcomeUnknown, match="no answer within 5 s"):
        await executor.apply(ResumeQueue("Office"))
    assert len(executor.unsettled) == 1


async def test_a_look_without_an_answer_is_what_it_is() -> None:
    late = DeadlineExceeded("Get-Printer-Attributes", None, "no answer within 5 s")
    executor = Executor(paper_world(get_printer_attributes=late).world)
    with pytest.raises(DeadlineExceeded):
        await executor.apply(ResumeQueue("Office"))
    assert executor.unsettled == []


async def test_a_service_that_says_nothing_is_told_as_such() -> None:
    executor = Executor(
        paper_world(get_job_attributes=TimeoutError(), get_printer_attributes=TimeoutError()).world
    )
    with pytest.raises(ActionError, match="no answer"):
        await executor.verify(CancelJob(7))
    with pytest.raises(ActionError, match="no answer"):
        await executor.apply(ResumeQueue("Office"))
    assert executor.unsettled == []


async def test_a_print_server_that_says_nothing_is_told_as_such() -> None:
    late = DeadlineExceeded("Get-Job-Attributes", None, "no answer within 5 s")
    executor = Executor(paper_world(get_job_attributes=late).world)
    with pytest.raises(DeadlineExceeded):
        await executor.verify(CancelJob(7))


@pytest.mark.parametrize("remedy", [RepointQueue("Office", "ipp://p/"), DeleteQueue("Office")])
async def test_an_address_without_its_password_is_no_undo(remedy: Remedy) -> None:
    """CUPS never tells the password that an address of a Windows printer has."""
    seen = {"device-uri": "smb://fileserver/Laser", "printer-type": 0, "printer-state": 3}
    paper = paper_world(get_printer_attributes=seen, get_ppd=b"*PPD-Adobe")
    assert (await Executor(paper.world).apply(remedy)).undo is None


async def test_a_partial_purge_says_how_much_of_it_was_done() -> None:
    def cancel(job_id: int, *, purge: bool) -> Exception | None:
        assert purge
        return NotFound("Cancel-Job", 0x406, "gone") if job_id == 1 else _refusal(job_id)

    def _refusal(job_id: int) -> Exception | None:
        return NotPossible("Cancel-Job", 0x404, "busy") if job_id == 2 else None

    executor = Executor(paper_world(cancel_job=cancel).world)
    with pytest.raises(ActionError, match=r"2 of 3 documents were removed.*busy"):
        await executor.apply(PurgeJobs((1, 2, 3)))
    assert [entry.outcome for entry in executor.journal] == [Outcome.FAILED]


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (AuthenticationCancelled("Cancel-Job", None, "declined"), Outcome.FAILED),
        (ConnectionLost("Cancel-Job", None, "gone"), Outcome.UNKNOWN),
        (Cancelled("Cancel-Job", None, "cancelled"), Outcome.UNKNOWN),
    ],
    ids=["declined", "lost", "cancelled"],
)
async def test_what_concerns_all_jobs_ends_a_purge(end: CupsError, outcome: Outcome) -> None:
    """Nobody is asked again for each job after a no, and a cancel is one."""

    def cancel(job_id: int, *, purge: bool) -> Exception | None:
        assert purge
        return end if job_id == 2 else None

    paper = paper_world(cancel_job=cancel)
    executor = Executor(paper.world)
    with pytest.raises((ActionError, CupsError)):
        await executor.apply(PurgeJobs((1, 2, 3)))
    assert [args for _name, args, _kwargs in paper.connection.asked] == [(1,), (2,)]
    assert [entry.outcome for entry in executor.journal] == [outcome]


@dataclass(frozen=True, slots=True)
class Unheard(Remedy):
    """A remedy that nobody has an action for."""

    id: ClassVar[str] = "unheard"


async def test_an_unknown_remedy_is_refused() -> None:
    with pytest.raises(NotAutomatic):
        await Executor(paper_world().world).apply(Unheard())
