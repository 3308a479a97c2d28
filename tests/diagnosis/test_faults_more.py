# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""More faults of server, queues, jobs and settings, made for real on a private server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.diagnosis.boxes import environment, examine_box, ids

from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Verdict
from unjam.diagnosis.probes.queues import LOOKED_AT
from unjam.sandbox import Queue, Sandbox, wire

Factory = Callable[..., Sandbox]
HOLD = {"job-hold-until": wire.attribute(wire.KEYWORD, "indefinite")}
STRANGER = "unjam-stranger"


def restart_with(box: Sandbox, *lines: str) -> None:
    box.scheduler.settings.extra += lines
    box.scheduler.restart()


def lpoptions(box: Sandbox, text: str) -> None:
    (box.home / ".cups" / "lpoptions").write_text(text)


@pytest.mark.parametrize("asked_for", [1, 1000])
@pytest.mark.parametrize("limit", ["MaxJobs 2", "MaxJobsPerPrinter 2", "MaxJobsPerUser 2"])
async def test_too_many_jobs(
    limit: str, asked_for: int, sandbox: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are counted, however many of them are looked at."""
    monkeypatch.setattr("unjam.diagnosis.probes.queues.MOST_ACTIVE", asked_for)
    box = sandbox(("Office",))
    restart_with(box, limit)
    box.cups.hold_new_jobs("Office")
    for _number in range(2):
        box.cups.print("Office")
    assert ids(await examine_box(box)) == ["QUEUE_HOLDS_NEW_JOBS", "TOO_MANY_JOBS"]


async def test_a_size_limit_that_nothing_passes(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    restart_with(box, "MaxRequestSize 100k")
    assert ids(await examine_box(box)) == ["JOB_TOO_LARGE"]


async def test_looking_itself_is_not_permitted(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    box.scheduler.settings.limits = (
        "<Limit CUPS-Get-Printers>\nAuthType Basic\nRequire user nobody-at-all\nOrder deny,allow\n"
        "</Limit>\n" + box.scheduler.settings.limits
    )
    box.scheduler.restart()
    diagnosis = await examine_box(box)
    assert ids(diagnosis) == ["NOT_PERMITTED"]
    assert all(skipped.foreseen for skipped in diagnosis.not_checked)


async def test_a_class_whose_member_is_gone(sandbox: Factory) -> None:
    box = sandbox(("Office", "Lab"))
    box.cups.add_class("Everywhere", "Lab")
    assert ids(await examine_box(box)) == []
    box.cups.stop("Lab")
    assert ids(await examine_box(box)) == ["CLASS_EMPTY", "QUEUE_STOPPED"]
    box.cups.delete("Lab")
    (empty,) = (await examine_box(box)).problems
    assert empty.id == "CLASS_EMPTY"
    assert "no members" in empty.explanation


async def test_a_user_who_may_not_print_there(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    denied = {"requesting-user-name-denied": wire.attribute(wire.NAME, STRANGER)}
    box.cups.modify("Office", denied)
    stranger = LiveEnv(box.server, environ=box.variables(), home=box.home, user=STRANGER)
    assert ids(await diagnose(stranger, queues=["Office"])) == ["QUEUE_USER_DENIED"]
    lpoptions(box, "Default Office\n")
    assert ids(await diagnose(stranger)) == ["QUEUE_USER_DENIED"]
    assert ids(await examine_box(box)) == []


async def test_a_quota_that_is_used_up(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    quota = {
        "job-quota-period": wire.attribute(wire.INTEGER, 86400),
        "job-k-limit": wire.attribute(wire.INTEGER, 1),
    }
    box.cups.modify("Office", quota)
    env = await environment(box)
    assert ids(await diagnose(env)) == []
    box.cups.await_job(box.cups.print("Office"))
    assert ids(await diagnose(env)) == ["QUOTA_REACHED"]


async def test_a_quota_counts_all_jobs_of_its_period(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    for _number in range(LOOKED_AT + 2):
        box.cups.await_job(box.cups.print("Office"))
    used = {"job-quota-period": 86400, "job-k-limit": LOOKED_AT + 2}
    box.cups.modify("Office", {k: wire.attribute(wire.INTEGER, v) for k, v in used.items()})
    assert ids(await examine_box(box)) == ["QUOTA_REACHED"]


async def test_twins_on_purpose_are_a_hint_at_most(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    box.cups.add(Queue("Draft", device_uri=box.printers[0].uri))
    diagnosis = await examine_box(box)
    assert ids(diagnosis) == []
    assert "DUPLICATE_QUEUES" in ids(diagnosis, hints=True)


async def test_a_device_file_that_is_gone(sandbox: Factory) -> None:
    box = sandbox((Queue("Old", device_uri="file:///dev/unjam-no-such-device", driver="raw"),))
    assert "QUEUE_URI_STALE" in ids(await examine_box(box))


async def test_paper_that_is_not_in_the_printer(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    box.printers[0].set_media(size="iso_a4_210x297mm")
    assert ids(await examine_box(box)) == ["MEDIA_MISMATCH"]


async def test_saved_options_that_the_printer_does_not_know(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    lpoptions(box, "Dest Office print-quality=99 sides=one-sided\n")
    assert ids(await examine_box(box)) == ["STALE_USER_OPTIONS"]
    lpoptions(box, "Dest Office print-quality=4 sides=one-sided media=Custom.10x20cm\n")
    assert ids(await examine_box(box)) == []


async def test_a_default_of_ones_own(sandbox: Factory) -> None:
    box = sandbox(("Office", "Lab"))
    box.cups.set_default("Office")
    lpoptions(box, "Default Lab\n")
    assert ids(await examine_box(box), hints=True) == ["DEFAULT_PRINTER_UNEXPECTED"]


async def test_a_document_that_was_lost_from_the_spool(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    job = box.cups.print("Office", options=HOLD)
    for document in box.layout.spool.glob(f"d{job:05}-*"):
        document.unlink()
    assert ids(await examine_box(box)) == ["JOB_FILES_GONE"]


async def test_a_temporary_directory_that_filters_cannot_write(sandbox: Factory) -> None:
    box = sandbox(("Office",))
    (box.layout.spool / "tmp").chmod(0o500)
    assert ids(await examine_box(box)) == ["SPOOL_PERMISSIONS"]
    (box.layout.spool / "tmp").chmod(0o1770)
    assert ids(await examine_box(box)) == []


async def test_a_setting_that_leads_nowhere(healthy_box: Sandbox, tmp_path: Path) -> None:
    environ = {"CUPS_SERVER": "print.nosuch.invalid", "UNJAM_CUPS_FILES": ""}
    diagnosis = await diagnose(await environment(healthy_box, **environ))
    assert ids(diagnosis) == ["CLIENT_SERVER_UNREACHABLE"]
    assert diagnosis.findings[0].consequences == ("SCHEDULER_NOT_RUNNING",)


async def test_a_printer_answers_in_the_print_servers_place(healthy_box: Sandbox) -> None:
    """It speaks IPP, and none of CUPS' own operations: what it does not know is not checked."""
    env = await environment(healthy_box, f"localhost:{healthy_box.printers[0].port}")
    diagnosis = await diagnose(env)
    assert ids(diagnosis) == []
    assert diagnosis.verdict is Verdict.INCOMPLETE
    assert {"QUEUE_STOPPED", "JOB_HELD"} <= {each.id for each in diagnosis.not_checked}
