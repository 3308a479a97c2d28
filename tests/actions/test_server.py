# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Every remedy that a print server carries out, on a real one: applied, seen, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.conftest import SandboxFactory

from unjam.actions import Executor, Outcome, World
from unjam.actions.errors import NotPermitted, NotPossibleHere, Overtaken, ServiceFailed
from unjam.cups import AsyncConnection
from unjam.cups.errors import AuthenticationCancelled
from unjam.diagnosis.remedies import (
    AcceptJobs,
    AuthenticateJob,
    CancelJob,
    CreateQueue,
    DeleteQueue,
    HoldJob,
    HoldNewJobs,
    MoveJob,
    PauseQueue,
    PurgeJobs,
    RejectJobs,
    ReleaseHeldNewJobs,
    ReleaseJob,
    Remedy,
    RepointQueue,
    RestartJob,
    ResumeQueue,
    SetDefault,
    SetErrorPolicy,
    SetQueueDefault,
    ShareQueue,
    UseDriverless,
)
from unjam.sandbox import Queue, Sandbox


@asynccontextmanager
async def executor(box: Sandbox) -> AsyncIterator[Executor]:
    async with AsyncConnection(box.server) as connection:
        yield Executor(World(connection, environ=box.environment()))


SWITCHES: list[tuple[Remedy, Remedy]] = [
    (PauseQueue("Office", "Toner"), ResumeQueue("Office")),
    (RejectJobs("Office", "Moving"), AcceptJobs("Office")),
    (HoldNewJobs("Office"), ReleaseHeldNewJobs("Office")),
    (ShareQueue("Office"), ShareQueue("Office", shared=False)),
    (SetErrorPolicy("Office", "retry-job"), SetErrorPolicy("Office", "stop-printer")),
    (SetDefault("Lab"), SetDefault("Office")),
]


@pytest.mark.parametrize(
    "remedy",
    [
        ResumeQueue("Office"),
        AcceptJobs("Office"),
        ReleaseHeldNewJobs("Office"),
        ShareQueue("Office"),
    ],
    ids=lambda remedy: remedy.id,
)
async def test_what_was_so_already_has_no_undo(sandbox: SandboxFactory, remedy: Remedy) -> None:
    """Nobody stopped, closed or hid this queue, so taking it back must not do that either."""
    async with executor(sandbox()) as doer:
        if isinstance(remedy, ShareQueue):
            await doer.apply(remedy)
        assert (await doer.verify(remedy)).holds
        applied = await doer.apply(remedy)
        assert applied.undo is None
        assert (await doer.verify(remedy)).holds


async def test_a_job_that_was_held_already_is_not_released_by_the_undo(
    sandbox: SandboxFactory,
) -> None:
    box = sandbox(faults=("queue-stopped",))
    job = box.cups.print("Office")
    async with executor(box) as doer:
        await doer.apply(HoldJob(job, "weekend"))
        applied = await doer.apply(HoldJob(job))
        assert applied.undo == HoldJob(job, "weekend")


@pytest.mark.parametrize(("one", "other"), SWITCHES, ids=lambda remedy: remedy.id)
async def test_there_and_back(sandbox: SandboxFactory, one: Remedy, other: Remedy) -> None:
    box = sandbox(("Office", "Lab"))
    async with executor(box) as doer:
        if isinstance(other, SetDefault | ShareQueue):
            await doer.apply(other)
        applied = await doer.apply(one)
        assert (await doer.verify(one)).holds
        assert not (await doer.verify(other)).holds
        assert applied.undo == other
        undone = await doer.undo(applied)
        assert (await doer.verify(other)).holds
        assert undone.undo == one


async def test_a_queue_default_and_back(sandbox: SandboxFactory) -> None:
    box = sandbox()
    async with executor(box) as doer:
        remedy = SetQueueDefault("Office", "media-default", "iso_a4_210x297mm")
        applied = await doer.apply(remedy)
        assert (await doer.verify(remedy)).holds
        assert applied.undo is not None
        await doer.undo(applied)
        assert (await doer.verify(applied.undo)).holds


async def test_a_queue_is_repointed_and_back(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"))
    async with executor(box) as doer:
        remedy = RepointQueue("Office", box.printers[1].uri)
        applied = await doer.apply(remedy)
        assert (await doer.verify(remedy)).holds
        await doer.undo(applied)
        assert (await doer.verify(RepointQueue("Office", box.printers[0].uri))).holds


async def test_an_address_with_a_password_has_no_undo(sandbox: SandboxFactory) -> None:
    box = sandbox()
    async with executor(box) as doer:
        secret = RepointQueue("Office", "ipp://me:secret@127.0.0.1:1/ipp/print")
        await doer.apply(secret)
        assert (await doer.verify(secret)).holds
        applied = await doer.apply(RepointQueue("Office", box.printers[0].uri))
        assert applied.undo is None or "secret" not in str(applied.undo)


async def test_driverless_and_the_old_driver_back(sandbox: SandboxFactory) -> None:
    box = sandbox((Queue("Office", driver="ready"),), printers=1)
    async with executor(box) as doer:
        before = await doer.world.connection.get_ppd("Office")
        applied = await doer.apply(UseDriverless("Office", box.printers[0].uri))
        assert (await doer.verify(applied.remedy)).holds
        assert await doer.world.connection.get_ppd("Office") != before
        await doer.undo(applied)
        assert applied.undo is not None
        assert (await doer.verify(applied.undo)).holds


async def test_a_printer_that_says_nothing_changes_no_driver(
    sandbox: SandboxFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The former driver is driverless, too: it must not be taken for the new one."""
    monkeypatch.setattr("unjam.actions.drivers.PPD_SECONDS", 1.0)
    box = sandbox((Queue("Office", driver="ready"),), printers=2)
    box.printers[1].stop()
    async with executor(box) as doer:
        before = await doer.world.connection.get_ppd("Office")
        uri = box.printers[0].uri
        with pytest.raises(ServiceFailed, match="keeps its driver"):
            await doer.apply(UseDriverless("Office", box.printers[1].uri))
        assert await doer.world.connection.get_ppd("Office") == before
        assert (await doer.verify(RepointQueue("Office", uri))).holds


async def test_driverless_is_what_the_scheduler_goes_by(sandbox: SandboxFactory) -> None:
    """The former driver took a format that nothing makes; cupsd must not stay with that."""
    box = sandbox(("Office",), faults=("format-unsupported",))
    async with executor(box) as doer:
        applied = await doer.apply(UseDriverless("Office"))
        assert (await doer.verify(applied.remedy)).holds
        box.cups.await_job(box.cups.print("Office", format="application/pdf"))
        assert len(box.printers[0].await_pages()) == 1


async def test_driverless_needs_an_ipp_address(sandbox: SandboxFactory) -> None:
    box = sandbox((Queue("Raw", device_uri="file:///dev/null", driver="raw"),), printers=0)
    async with executor(box) as doer:
        with pytest.raises(NotPossibleHere):
            await doer.apply(UseDriverless("Raw"))


async def test_a_queue_is_made_once_and_unmade(sandbox: SandboxFactory) -> None:
    box = sandbox()
    async with executor(box) as doer:
        remedy = CreateQueue("New", box.printers[0].uri, info="A new one")
        applied = await doer.apply(remedy)
        assert (await doer.verify(remedy)).holds
        with pytest.raises(Overtaken):
            await doer.apply(remedy)
        await doer.undo(applied)
        assert (await doer.verify(DeleteQueue("New"))).holds


CHANGES_BY_ITSELF = {
    "printer-id", "printer-uuid", "printer-up-time", "printer-state-change-time",
    "printer-config-change-time", "printer-config-change-date-time", "printer-current-time",
    "printer-state-change-date-time", "printer-state-message", "printer-state-reasons",
    "marker-change-time",
}  # fmt: skip


RULES = {
    "requesting-user-name-allowed": ["alice", "@hr"],
    "job-quota-period": 3600,
    "job-k-limit": 5,
    "job-page-limit": 7,
    "job-sheets-default": ["classified", "none"],
}


async def test_a_removed_queue_comes_back_as_it_was(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped",))
    async with executor(box) as doer:
        ask = doer.world.connection.get_printer_attributes
        await doer.apply(SetQueueDefault("Office", "number-up-default", "4"))
        await doer.apply(SetQueueDefault("Office", "InputSlot-default", "Manual"))
        await doer.apply(SetDefault("Office"))
        await doer.world.connection.add_modify_printer(
            "Office", error_policy="retry-job", attributes=RULES
        )
        before, driver = await ask("Office"), await doer.world.connection.get_ppd("Office")
        applied = await doer.apply(DeleteQueue("Office"))
        assert (await doer.verify(applied.remedy)).holds
        await doer.undo(applied)
        assert applied.undo is not None
        assert (await doer.verify(applied.undo)).holds
        after = await ask("Office")
        changed = {name for name in before if before[name] != after.get(name)}
        assert changed <= CHANGES_BY_ITSELF
        assert await doer.world.connection.get_ppd("Office") == driver
        default = await doer.world.connection.get_default()
        assert default is not None
        assert default["printer-name"] == "Office"


async def test_a_removed_queue_without_a_driver_comes_back(sandbox: SandboxFactory) -> None:
    box = sandbox((Queue("Raw", device_uri="file:///dev/null", driver="raw"),), printers=0)
    async with executor(box) as doer:
        applied = await doer.apply(DeleteQueue("Raw"))
        await doer.undo(applied)
        assert applied.undo is not None
        assert (await doer.verify(applied.undo)).holds


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("print-quality-default", "5"),
        ("number-up-default", "2"),
        ("orientation-requested-default", "4"),
        ("InputSlot-default", "Manual"),
        ("media-default", "iso_a4_210x297mm"),
    ],
)
async def test_a_default_is_set_and_taken_back(
    sandbox: SandboxFactory, name: str, value: str
) -> None:
    box = sandbox()
    async with executor(box) as doer:
        ask = doer.world.connection.get_printer_attributes
        before = (await ask("Office")).get(name)
        remedy = SetQueueDefault("Office", name, value)
        applied = await doer.apply(remedy)
        assert (await doer.verify(remedy)).holds
        await doer.undo(applied)
        assert (await ask("Office")).get(name) == before


async def test_a_job_there_and_back(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office", "Lab"), faults=("queue-stopped@Office", "queue-stopped@Lab"))
    job = box.cups.print("Office")
    async with executor(box) as doer:
        held = await doer.apply(HoldJob(job))
        assert (await doer.verify(HoldJob(job))).holds
        await doer.undo(held)
        assert (await doer.verify(ReleaseJob(job))).holds
        moved = await doer.apply(MoveJob(job, "Lab"))
        assert (await doer.verify(MoveJob(job, "Lab"))).holds
        await doer.undo(moved)
        assert (await doer.verify(MoveJob(job, "Office"))).holds
        await doer.apply(CancelJob(job))
        assert (await doer.verify(CancelJob(job))).holds
        await doer.apply(PurgeJobs())
        assert (await doer.verify(PurgeJobs((job,)))).holds


async def test_a_release_remembers_until_when_it_was_held(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped",))
    job = box.cups.print("Office")
    async with executor(box) as doer:
        await doer.apply(HoldJob(job, "weekend"))
        released = await doer.apply(ReleaseJob(job))
        assert released.undo == HoldJob(job, "weekend")


async def test_a_failed_job_is_printed_again(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("queue-stopped-by-failure",))
    job = 1
    async with executor(box) as doer:
        await doer.apply(ResumeQueue("Office"))
        box.cups.await_job(job)
        assert len(box.printers[0].await_pages()) == 1
        assert (await doer.verify(ResumeQueue("Office"))).holds


async def test_a_finished_job_is_printed_once_more(sandbox: SandboxFactory) -> None:
    box = sandbox()
    keep_documents(box)
    job = box.cups.print("Office")
    box.cups.await_job(job)
    async with executor(box) as doer:
        applied = await doer.apply(RestartJob(job))
        assert (await doer.verify(applied.remedy)).holds
        assert len(box.printers[0].await_pages(2)) == 2


async def test_a_job_that_waits_for_ever_is_not_printed_again(
    sandbox: SandboxFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unjam.actions.jobs.FOLLOWED", 0.5)
    box = sandbox()
    keep_documents(box)
    job = box.cups.print("Office")
    box.cups.await_job(job)
    box.cups.stop("Office")
    async with executor(box) as doer:
        applied = await doer.apply(RestartJob(job))
        assert not (await doer.verify(applied.remedy)).holds


def keep_documents(box: Sandbox) -> None:
    """Let jobs keep their documents after they were printed."""
    box.scheduler.settings.extra.append("PreserveJobFiles Yes")
    box.scheduler.restart()


async def test_a_password_for_a_printer_is_asked_of_a_person(sandbox: SandboxFactory) -> None:
    box = sandbox(faults=("job-held-for-auth",))
    asked: list[tuple[str, tuple[str, ...]]] = []

    async def answer(why: str, names: object) -> tuple[str, str]:
        assert isinstance(names, tuple)
        asked.append((why, names))
        return "guest", "secret"

    async with executor(box) as doer:
        with pytest.raises(NotPermitted):
            await doer.apply(AuthenticateJob(1, "Office"))
        doer.world.question = answer
        box.printers[0].authenticate = False  # it takes any password now
        box.printers[0].restart()
        applied = await doer.apply(AuthenticateJob(1, "Office"))
        assert [names for _why, names in asked] == [("username", "password")]
        assert "secret" not in str(doer.journal)
        assert (await doer.verify(applied.remedy)).holds
        assert len(box.printers[0].await_pages()) == 1


async def test_a_wrong_password_for_a_printer_is_no_success(
    sandbox: SandboxFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unjam.actions.jobs.JUDGED", 120.0)
    box = sandbox(faults=("job-held-for-auth",))

    async def answer(_why: str, _names: object) -> tuple[str, str]:
        return "guest", "wrong"

    async with executor(box) as doer:
        doer.world.question = answer
        applied = await doer.apply(AuthenticateJob(1, "Office"))
        assert not (await doer.verify(applied.remedy)).holds


async def test_who_declines_a_password_is_not_told_of_missing_rights(
    sandbox: SandboxFactory,
) -> None:
    box = sandbox(faults=("job-held-for-auth",))

    async def decline(_why: str, _names: object) -> None:
        return None

    async with executor(box) as doer:
        doer.world.question = decline
        with pytest.raises(AuthenticationCancelled, match="still waits"):
            await doer.apply(AuthenticateJob(1, "Office"))
        assert doer.unsettled == []
        assert [entry.outcome for entry in doer.journal] == [Outcome.FAILED]


async def test_nobody_prints_a_job_again_that_is_gone(sandbox: SandboxFactory) -> None:
    from unjam.cups.errors import NotFound

    async with executor(sandbox()) as doer:
        with pytest.raises(NotFound):
            await doer.apply(RestartJob(4711))
