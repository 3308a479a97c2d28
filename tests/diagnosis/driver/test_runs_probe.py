# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which jobs are looked up in the log, where, and what is said when it knows nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from tests.diagnosis.captured import captured
from tests.diagnosis.judged import OFFICE

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.driver import JobRun, QueueRuns
from unjam.diagnosis.facts.jobs import (
    ABORTED,
    COMPLETED,
    PENDING,
    PROCESSING,
    STOPPED,
    JobState,
    QueueJobs,
)
from unjam.diagnosis.facts.server import CupsFiles, ServerReach, ServerState
from unjam.diagnosis.live import LiveEnv
from unjam.diagnosis.model import Unknown, job_scope
from unjam.diagnosis.probes.driver_runs import job_runs, troubled

LOGS = Path(__file__).parent / "logs"
NOW = 1_000_000.0
REACH = ServerReach((), "localhost", local=True, state=ServerState.ANSWERS, clock=NOW)


def job(number: int, state: int, **values: Any) -> JobState:
    return JobState(job_scope("Office", number), number, "Office", state, **values)


def files(error_log: str) -> CupsFiles:
    rest = dict.fromkeys(
        ("cups_files_conf", "cupsd_conf", "server_root", "server_bin", "data_dir", "state_dir",
         "cache_dir", "spool", "temp", "access_log", "page_log", "keychain", "user", "group"), "/x"
    )  # fmt: skip
    return CupsFiles((), **rest, error_log=error_log, system_groups=(), standard=False)


async def look(jobs: QueueJobs, where: CupsFiles | Unknown) -> list[JobRun | QueueRuns | Unknown]:
    env = await LiveEnv.open("localhost:1")
    return await job_runs(cast(Env, env), jobs, where, REACH)


def test_only_jobs_that_were_tried_and_not_printed() -> None:
    stopped, tried, waiting = job(1, STOPPED), job(2, PENDING, started=5.0), job(3, PENDING)
    aborted, printed = job(4, ABORTED, ended=NOW - 60), job(5, COMPLETED, ended=NOW - 90)
    before = job(6, ABORTED, ended=NOW - 99)
    jobs = QueueJobs(OFFICE, (stopped, tried, waiting), (aborted, printed, before))
    assert [j.id for j in troubled(jobs, NOW)] == [1, 2, 4]
    old = QueueJobs(OFFICE, (), (replace(aborted, ended=NOW - 2 * 86400),))
    assert not troubled(old, NOW)


async def test_without_such_jobs_no_log_is_needed() -> None:
    nobody = Unknown("CupsFiles", (), "it is on another machine", foreseen=True)
    assert await look(QueueJobs(OFFICE), nobody) == [QueueRuns(OFFICE)]
    with pytest.raises(Unavailable) as caught:
        await look(QueueJobs(OFFICE, (job(1, STOPPED),)), nobody)
    assert caught.value.foreseen


async def test_the_story_is_read_from_the_file() -> None:
    jobs = QueueJobs(OFFICE, (job(1, STOPPED),))
    run, together = await look(jobs, files(str(LOGS / "loglevel-warn.log")))
    assert isinstance(run, JobRun) and isinstance(together, QueueRuns)
    assert run.culprit is not None and run.culprit.status == 3
    assert together.runs == (run,)


async def test_a_rotated_log_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "error_log").write_text("")
    (tmp_path / "error_log.1").write_text((LOGS / "loglevel-warn.log").read_text())
    jobs = QueueJobs(OFFICE, (job(1, STOPPED),))
    run, _together = await look(jobs, files(str(tmp_path / "error_log")))
    assert isinstance(run, JobRun)


async def test_a_log_that_knows_nothing_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "error_log").write_text("")
    where = files(str(tmp_path / "error_log"))
    (unknown, _rest) = await look(QueueJobs(OFFICE, (job(1, STOPPED),)), where)
    assert isinstance(unknown, Unknown) and unknown.foreseen
    printing = QueueJobs(OFFICE, (job(1, PROCESSING, started=5.0),))
    assert await look(printing, where) == [QueueRuns(OFFICE)], "it prints: nothing to explain"


REFUSED = {"MESSAGE": '[Job 1] Unable to start filter "x" - No such file.'}
BY_FIELD = {"MESSAGE": 'Unable to start filter "x" - No such file.', "PWG_JobID": "1"}
OTHERS = {"MESSAGE": "[Job 12] another's", "PWG_JobID": "12"}


@pytest.mark.parametrize("entry", [REFUSED, BY_FIELD])
@pytest.mark.parametrize("spaces", [(",", ":"), (", ", " : ")])
async def test_the_journal_is_asked_where_cupsd_logs_there(
    entry: dict[str, str], spaces: tuple[str, str]
) -> None:
    text = "\n".join(json.dumps(each, separators=spaces) for each in (OTHERS, entry))
    env = captured(programs={"journalctl": (0, text)})
    run, _rest = await job_runs(env, QueueJobs(OFFICE, (job(1, STOPPED),)), files(""), REACH)
    assert isinstance(run, JobRun) and run.source == "journal"
    assert run.culprit is not None and run.culprit.refusal == "No such file"


async def test_the_newest_of_a_long_journal_counts() -> None:
    """It tells the newest first, of which the beginning is kept; the story is told in order."""
    story = (LOGS / "loglevel-warn.log").read_text().splitlines()
    entries = [json.dumps({"MESSAGE": line.partition("] ")[2]}) for line in story]
    newest_first = "\n".join(reversed(entries)) + "\n" + '{"MESSAGE": "[Job 1] cut o'
    env = captured(programs={"journalctl --no-pager -r -o json --output-fields": (0, newest_first)})
    run, _rest = await job_runs(env, QueueJobs(OFFICE, (job(1, STOPPED),)), files(""), REACH)
    assert isinstance(run, JobRun)
    assert run.culprit is not None and run.culprit.status == 3
