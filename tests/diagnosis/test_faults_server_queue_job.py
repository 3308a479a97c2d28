# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of the scheduler, of queues, jobs and settings, injected for real and found exactly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

import pytest
from tests.diagnosis.boxes import environment, examine_box, ids

from unjam.diagnosis.deadline import ends_at, patience
from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.events import Event, ProbeStarted
from unjam.diagnosis.model import Diagnosis, Verdict
from unjam.sandbox import FAULTS, Sandbox

CURES: dict[str, Callable[[Sandbox], object]] = {
    "queue-stopped": lambda box: box.cups.resume("Office"),
    "queue-stopped-by-failure": lambda box: box.cups.resume("Office"),
    "queue-rejecting": lambda box: box.cups.accept("Office"),
    "job-held": lambda box: box.cups.release(1),
    "job-held-for-auth": lambda box: box.cups.cancel(1),
    "job-aborted": lambda box: box.cups.await_job(box.cups.print("Office")),
    "default-missing": lambda box: (box.home / ".cups/lpoptions").unlink(),
}
NAMES = (*CURES, "queue-holds-new-jobs", "scheduler-stopped", "scheduler-killed")
NAMES = (*NAMES, "scheduler-frozen", "default-missing-in-environment")


@pytest.mark.parametrize("name", NAMES)
async def test_the_fault_is_found_and_nothing_else(
    name: str, sandbox: Callable[..., Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "scheduler-frozen":  # only there nobody answers, however long one waits
        monkeypatch.setattr("unjam.diagnosis.probes.server.PATIENCE", 1.0)
    box = sandbox(("Office", "Lab"))
    box.inject(name, queue="Office")
    diagnosis = await examine_box(box)
    assert ids(diagnosis) == [FAULTS[name].finding]
    assert diagnosis.verdict is Verdict.PROBLEMS
    assert all(f.evidence and f.summary and f.explanation for f in diagnosis.findings)
    if cure := CURES.get(name):
        cure(box)
        box.repair_world(name, queue="Office")
        assert ids(await examine_box(box)) == []


async def test_ten_healthy_queues_are_healthy(sandbox: Callable[..., Sandbox]) -> None:
    diagnosis = await examine_box(sandbox(10))
    assert (ids(diagnosis, hints=True), diagnosis.verdict) == ([], Verdict.HEALTHY)


async def test_over_the_socket_it_is_the_same(healthy_box: Sandbox) -> None:
    env = await environment(healthy_box, str(healthy_box.socket))
    assert (await diagnose(env)).verdict is Verdict.HEALTHY


async def test_only_the_queues_that_were_asked_for(sandbox: Callable[..., Sandbox]) -> None:
    box = sandbox(("Office", "Lab"))
    box.cups.stop("Office")
    assert ids(await examine_box(box, queues=["Lab"])) == []
    assert ids(await examine_box(box, queues=["Office"])) == ["QUEUE_STOPPED"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nonsense 3\n", "Nonsense"),
        ("LogLevel loud\n", "loud"),
        ("<Location /x>\n  Order allow,deny\n", "end-of-file"),
        ("DefaultPolicy nosuch\n", "nosuch"),
    ],
)
async def test_a_configuration_that_cupsd_cannot_read(
    text: str, words: str, sandbox: Callable[..., Sandbox]
) -> None:
    box = sandbox(("Office",))
    conf = box.cups_files.parent / "cupsd.conf"
    conf.write_text(conf.read_text() + text)
    diagnosis = await examine_box(box)
    assert ids(diagnosis) == ["SCHEDULER_CONFIG_ERROR"]
    assert words in diagnosis.findings[0].evidence[0].answer


async def test_looking_changes_nothing(sandbox: Callable[..., Sandbox]) -> None:
    box = sandbox(("Office",))

    def state() -> dict[str, tuple[int, int]]:
        root = box.cups_files.parent
        return {str(p): (p.stat().st_mode, p.stat().st_mtime_ns) for p in root.rglob("*")}

    before = state()
    await examine_box(box)
    assert state() == before


async def test_when_the_scheduler_is_gone_the_rest_is_not_checked_and_that_is_foreseen(
    sandbox: Callable[..., Sandbox],
) -> None:
    box = sandbox(("Office",))
    box.scheduler.stop()
    diagnosis = await examine_box(box)
    skipped = {s.id: s for s in diagnosis.not_checked}
    assert {"QUEUE_STOPPED", "JOB_HELD", "DEVICE_REFUSES"} <= set(skipped)
    assert all(s.foreseen for s in skipped.values())


async def test_a_hung_scheduler_is_left_at_the_deadline_and_at_a_cancel(
    sandbox: Callable[..., Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever patience a probe has with a server that never answers."""
    box = sandbox(("Office",))
    box.scheduler.freeze()
    monkeypatch.setattr("unjam.diagnosis.probes.server.patience", lambda _most: 3600.0)
    looking = asyncio.Event()

    def observer(event: Event) -> None:
        if isinstance(event, ProbeStarted) and event.name == "server_reach":
            looking.set()

    task = asyncio.create_task(examine_box(box, observer=observer, deadline=None))
    await looking.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    diagnosis: Diagnosis = await examine_box(box, deadline=0.5)
    assert diagnosis.verdict is Verdict.INCOMPLETE
    box.scheduler.thaw()


async def test_a_probe_waits_for_no_more_than_its_share_of_the_time_that_is_left() -> None:
    assert patience(6.0) == 6.0
    restore = ends_at.set(monotonic() + 2.0)
    assert 1.0 <= patience(6.0) <= 1.4
    assert patience(0.5) == 0.5
    ends_at.reset(restore)
