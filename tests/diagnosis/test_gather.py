# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How probes run: side by side, as soon as they can, bounded, and stopped when nobody waits."""

from __future__ import annotations

import asyncio
from graphlib import CycleError
from typing import Any

import pytest
from tests.diagnosis.toys import Guest, House, Lamp, Room, room, toy_env

from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.events import Event, Outcome, ProbeFinished, ProbeStarted
from unjam.diagnosis.facts import Facts, Wanted
from unjam.diagnosis.gather import gather
from unjam.diagnosis.model import Scope, Unknown
from unjam.diagnosis.plan import AnyProbe, Plan
from unjam.diagnosis.questions import Question, Questions


@probe(title="the house")
async def house(env: Env) -> House:
    return House((), windows=2)


@probe(title="the rooms")
async def rooms(env: Env, house: House) -> list[Room]:
    return [Room(room(f"r{number}")) for number in range(house.windows)]


@probe(title="a lamp")
async def lamp(env: Env, it: Room, house: House) -> Lamp:
    return Lamp(it.scope, broken=house.windows == 2)


async def collect(*probes: AnyProbe, **options: Any) -> Facts:
    return await gather(toy_env(), Wanted(()), probes, **options)


def whys(facts: Facts) -> dict[str, str]:
    return {item.fact: item.why for item in facts.unknown}


async def test_facts_flow_along_the_annotations_whatever_the_order_of_declaration() -> None:
    facts = await collect(lamp, rooms, house)
    assert set(facts.of(Lamp)) == {Lamp(room(r), broken=True) for r in ("r0", "r1")}
    assert not facts.unknown


async def test_probes_run_side_by_side() -> None:
    meeting = asyncio.Barrier(2)

    @probe(title="one")
    async def one(env: Env) -> House:
        await meeting.wait()
        return House(())

    @probe(title="two")
    async def two(env: Env) -> Guest:
        await meeting.wait()
        return Guest(())

    assert not (await collect(one, two)).unknown


async def test_a_slow_probe_holds_up_only_what_needs_it() -> None:
    release, seen = asyncio.Event(), []

    @probe(title="slow room", produces=(Guest,))
    async def slow(env: Env, it: Room) -> Guest:
        if it.scope == room("r0"):
            await release.wait()
        return Guest(it.scope)

    @probe(title="after")
    async def after(env: Env, it: Guest) -> Lamp:
        seen.append(it.scope)
        release.set()
        return Lamp(it.scope)

    await collect(house, rooms, slow, after)
    assert seen == [room("r1"), room("r0")]


async def test_an_exception_becomes_unknown_and_so_does_what_needed_it() -> None:
    @probe(title="the house")
    async def burnt(env: Env) -> House:
        raise RuntimeError("it burnt down")

    facts = await collect(burnt, rooms, lamp)
    assert set(whys(facts)) == {"House", "Room", "Lamp"}
    assert all("it burnt down" in why for why in whys(facts).values())
    assert not any(item.foreseen for item in facts.unknown)


async def test_what_circumstances_forbid_is_foreseen_all_along() -> None:
    @probe(title="the house")
    async def far(env: Env) -> House:
        raise Unavailable("it stands elsewhere")

    facts = await collect(far, rooms, lamp)
    assert {(item.fact, item.why, item.foreseen) for item in facts.unknown} == {
        (kind, "it stands elsewhere", True) for kind in ("House", "Room", "Lamp")
    }


async def test_a_file_that_may_not_be_read_is_foreseen() -> None:
    @probe(title="the house")
    async def locked(env: Env) -> House:
        raise PermissionError(13, "Permission denied", "/house")

    (unknown,) = (await collect(locked)).unknown
    assert unknown.foreseen
    assert unknown.why.endswith(" /house: Permission denied")


async def test_a_probe_has_its_own_deadline() -> None:
    @probe(title="the house", deadline=0.01)
    async def endless(env: Env) -> House:
        await asyncio.Event().wait()
        return House(())

    (unknown,) = (await collect(endless)).unknown
    assert "0.01 seconds" in unknown.why
    assert not unknown.foreseen


async def test_a_timeout_inside_a_probe_is_not_mistaken_for_its_deadline() -> None:
    @probe(title="the house")
    async def late(env: Env) -> House:
        raise TimeoutError("the bus was late")

    assert "the bus was late" in whys(await collect(late))["House"]


async def test_when_the_time_is_over_the_rest_is_unknown_and_stopped() -> None:
    stopped = asyncio.Event()

    @probe(title="the house", deadline=None)
    async def endless(env: Env) -> House:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return House(())

    @probe(title="guest")
    async def guest(env: Env) -> Guest:
        return Guest(())

    facts = await collect(endless, guest, rooms, lamp, deadline=0.05)
    assert stopped.is_set()
    assert facts.of(Guest)
    assert set(whys(facts)) == {"House", "Room", "Lamp"}


async def test_cancelling_stops_every_probe() -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    @probe(title="the house", deadline=None)
    async def endless(env: Env) -> House:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return House(())

    task = asyncio.create_task(collect(endless))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stopped.is_set()


async def test_a_probe_that_will_not_be_cancelled_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("unjam.diagnosis.gather.GRACE", 0.01)
    release = asyncio.Event()

    @probe(title="the house", deadline=None)
    async def stubborn(env: Env) -> House:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue
        return House(())

    assert not (await collect(stubborn, deadline=0.01)).of(House), "and here it still runs"
    release.set()
    await asyncio.sleep(0)


async def test_an_optional_fact_is_waited_for_and_then_done_without() -> None:
    release = asyncio.Event()

    @probe(title="guest")
    async def guest(env: Env) -> Guest | None:
        await release.wait()
        return None

    @probe(title="lamp")
    async def welcome(env: Env, house: House, guest: Guest | None) -> Lamp:
        return Lamp((), broken=guest is None)

    @probe(title="bell", produces=(Room,))
    async def bell(env: Env, house: House) -> None:
        release.set()

    assert (await collect(house, guest, welcome, bell)).of(Lamp) == [Lamp((), broken=True)]


async def test_who_asks_for_unknown_is_told_why() -> None:
    @probe(title="guest")
    async def guest(env: Env) -> Guest:
        raise Unavailable("away")

    @probe(title="house")
    async def told(env: Env, guest: Guest | Unknown) -> House:
        assert isinstance(guest, Unknown)
        return House((), windows=len(guest.why))

    assert (await collect(guest, told)).of(House) == [House((), windows=4)]


async def test_returning_what_was_not_declared_is_an_error_of_the_probe() -> None:
    @probe(title="house", produces=(House,))
    async def liar(env: Env) -> Guest:
        return Guest(())

    assert "does not produce" in whys(await collect(liar))["House"]


async def test_events_tell_what_is_being_looked_at() -> None:
    events: list[Event] = []

    @probe(title="nobody", produces=(Guest,))
    async def nobody(env: Env) -> None:
        return None

    await collect(house, nobody, observer=events.append)
    started = [(e.name, e.title) for e in events if isinstance(e, ProbeStarted)]
    finished = {e.name: e.outcome for e in events if isinstance(e, ProbeFinished)}
    assert started == [("house", "the house"), ("nobody", "nobody")]
    assert finished == {"house": Outcome.FOUND, "nobody": Outcome.NOTHING}


async def test_without_a_person_a_question_is_skipped_visibly() -> None:
    @probe(title="guest", deadline=None)
    async def ask(env: Env, questions: Questions) -> Guest:
        return Guest((), await questions.ask(Question("name", (), "Your name?")) or "")

    (unknown,) = (await collect(ask)).unknown
    assert unknown.foreseen
    assert "Your name?" in unknown.why

    class Alice:
        async def ask(self, question: Question) -> str | None:
            return "Alice"

    assert (await collect(ask, questions=Alice())).of(Guest) == [Guest((), "Alice")]


def test_probes_that_wait_for_each_other_are_refused() -> None:
    @probe(title="egg")
    async def egg(env: Env, hen: House) -> Guest:
        return Guest(())

    @probe(title="hen")
    async def hen(env: Env, egg: Guest) -> House:
        return House(())

    with pytest.raises(CycleError):
        Plan([egg, hen])


async def test_a_thousand_rooms_are_each_looked_at_once() -> None:
    @probe(title="the house")
    async def hotel(env: Env) -> House:
        return House((), windows=1000)

    looked: list[Scope] = []

    @probe(title="a lamp")
    async def each(env: Env, it: Room) -> Lamp:
        looked.append(it.scope)
        return Lamp(it.scope)

    facts = await collect(hotel, rooms, each)
    assert len(facts.of(Lamp)) == len(set(looked)) == len(looked) == 1000
