# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The whole diagnosis with toys: what is told on the way, and what stands at the end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.diagnosis.toys import House, Room, room, toy_env, toy_finding

from unjam.diagnosis.declare import Unavailable, probe, rule
from unjam.diagnosis.engine import diagnose, examine
from unjam.diagnosis.env import Env
from unjam.diagnosis.events import Event, Judged
from unjam.diagnosis.model import Finding, Verdict


@probe(title="the house")
async def house(env: Env) -> House:
    return House(())


@rule("SMALL")
def small(house: House) -> Finding | None:
    return toy_finding("SMALL") if house.windows < 4 else None


@rule("BIG")
def big(house: House) -> Finding | None:
    return toy_finding("BIG") if house.windows >= 4 else None


async def test_a_finding_is_told_while_other_probes_still_look() -> None:
    release = asyncio.Event()

    @probe(title="slow")
    async def slow(env: Env) -> Room:
        await release.wait()
        return Room(room("a"))

    told: list[Judged] = []

    def watch(event: Event) -> None:
        if isinstance(event, Judged):
            told.append(event)
            release.set()

    diagnosis = await diagnose(toy_env(), probes=[slow, house], rules=[big], observer=watch)
    assert told[0].provisional
    assert [f.id for f in told[0].findings] == ["BIG"]
    assert not told[-1].provisional
    assert told[-1].findings == diagnosis.findings
    assert diagnosis.server == "toy:631"


async def test_verdicts() -> None:
    @probe(title="broken")
    async def broken(env: Env) -> Room:
        raise RuntimeError("no light")

    @probe(title="elsewhere")
    async def elsewhere(env: Env) -> Room:
        raise Unavailable("elsewhere")

    async def verdict(*probes: Any, rules: Any = (small,)) -> Verdict:
        return (await diagnose(toy_env(), probes=probes, rules=rules)).verdict

    assert await verdict(house) is Verdict.HEALTHY
    assert await verdict(house, elsewhere) is Verdict.HEALTHY
    assert await verdict(house, broken) is Verdict.INCOMPLETE
    assert await verdict(house, broken, rules=(big,)) is Verdict.PROBLEMS


async def test_cancelling_a_diagnosis_stops_it() -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    @probe(title="endless", deadline=None)
    async def endless(env: Env) -> Room:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return Room(())

    task = asyncio.create_task(diagnose(toy_env(), probes=[endless], rules=[]))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stopped.is_set()


async def test_the_facts_come_back_for_a_bundle() -> None:
    _diagnosis, facts = await examine(toy_env(), probes=[house], rules=[])
    assert facts.of(House) == [House(())]
