# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A page followed to its end, and what a person's answer makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from tests.diagnosis.boxes import environment, ids
from tests.diagnosis.cases import found, job, queue, reach

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.engine import diagnose
from unjam.diagnosis.facts.jobs import COMPLETED, HELD, PENDING, JobState, PrintedPage, Seen
from unjam.diagnosis.following import PATIENCE, ask_whether_it_came_out, follow, printed_page
from unjam.diagnosis.questions import Nobody, Question
from unjam.diagnosis.remedies import UseDriverless
from unjam.diagnosis.rules.job_progress import job_completed_unprinted, page_printed_wrong
from unjam.sandbox import Sandbox


class Somebody:
    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked: list[Question] = []

    async def ask(self, question: Question) -> str | None:
        self.asked.append(question)
        return self.answer


def page(seen: Seen) -> PrintedPage:
    return printed_page(job(), seen)


async def test_the_person_is_asked_with_three_answers() -> None:
    somebody = Somebody("nothing")
    assert (await ask_whether_it_came_out(somebody, job())).seen is Seen.NOTHING
    assert [choice.id for choice in somebody.asked[0].choices] == ["right", "wrong", "nothing"]
    assert (await ask_whether_it_came_out(Somebody(None), job())).seen is Seen.UNKNOWN
    with pytest.raises(Unavailable):
        await ask_whether_it_came_out(Nobody(), job())


def test_completed_but_nothing_came_out_is_a_finding_not_a_goodbye() -> None:
    finding = found(job_completed_unprinted, job(), page(Seen.NOTHING), queue(), reach())
    assert finding
    assert "nothing came out" in finding.explanation
    assert not found(job_completed_unprinted, job(), page(Seen.RIGHT), queue(), reach())
    assert not found(job_completed_unprinted, job(), page(Seen.UNKNOWN), queue(), reach())


def test_something_else_came_out() -> None:
    finding = found(page_printed_wrong, page(Seen.WRONG), queue())
    assert finding
    assert UseDriverless("Office") in finding.remedies
    assert not found(page_printed_wrong, page(Seen.RIGHT), queue())


async def test_a_page_is_followed_to_its_end_and_judged(sandbox: Callable[..., Sandbox]) -> None:
    box = sandbox(("Office",))
    env = await environment(box)
    async with env.connect() as connection:
        number = await connection.print_test_page("Office")
    told: list[JobState] = []
    end = await follow(env, number, watch=told.append)
    assert end.state == COMPLETED
    assert told[-1] == end
    assert ids(await diagnose(env, known=[printed_page(end, Seen.RIGHT)])) == []
    diagnosis = await diagnose(env, known=[printed_page(end, Seen.NOTHING)])
    assert ids(diagnosis) == ["JOB_COMPLETED_UNPRINTED"]


async def test_a_page_that_stands_still_is_not_waited_for(
    sandbox: Callable[..., Sandbox],
) -> None:
    box = sandbox(("Office",))
    box.cups.hold_new_jobs("Office")
    number = box.cups.print("Office")
    assert (await follow(await environment(box), number)).state == HELD


async def test_a_page_behind_a_stopped_queue_is_not_waited_for(
    sandbox: Callable[..., Sandbox],
) -> None:
    box = sandbox(("Office",), faults=("queue-stopped",))
    number = box.cups.print("Office")
    async with asyncio.timeout(PATIENCE / 2):
        assert (await follow(await environment(box), number)).state == PENDING


async def test_patience_ends(sandbox: Callable[..., Sandbox]) -> None:
    box = sandbox(("Office",))
    box.printers[0].freeze()
    number = box.cups.print("Office")
    end = await follow(await environment(box), number, patience=0.5)
    assert end.active
    box.printers[0].thaw()
