# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How rules are applied, and how a cause hides its own symptoms and nobody else's."""

from __future__ import annotations

from dataclasses import replace

from tests.diagnosis.toys import Guest, House, Lamp, Room, room, toy_finding

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import known, missing
from unjam.diagnosis.facts import Facts
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Finding, Severity, Skipped, Unknown


@rule("DARK")
def dark(it: Room) -> Finding | None:
    return toy_finding("DARK", it.scope, Severity.WARNING) if it.dark else None


@rule("LAMP_BROKEN", supersedes=("DARK",))
def lamp_broken(it: Lamp) -> Finding | None:
    return toy_finding("LAMP_BROKEN", it.scope) if it.broken else None


@rule("NO_POWER", supersedes=("LAMP_BROKEN",))
def no_power(house: House) -> Finding | None:
    return toy_finding("NO_POWER") if house.windows == 0 else None


RULES = (dark, lamp_broken, no_power)


def test_a_rule_speaks_about_every_scope_that_has_its_fact() -> None:
    facts = Facts([Room(room("a"), dark=True), Room(room("b")), Room(room("c"), dark=True)])
    findings, skipped = judge(facts, RULES)
    assert [(f.id, f.subject.name) for f in findings] == [("DARK", "a"), ("DARK", "c")]
    assert not skipped


def test_a_cause_swallows_its_symptom_in_its_own_scope_only() -> None:
    facts = Facts([Room(room("a"), dark=True), Room(room("b"), dark=True)])
    facts.add(Lamp(room("a"), broken=True))
    findings, _ = judge(facts, RULES)
    assert [(f.id, f.subject.name, f.consequences) for f in findings] == [
        ("LAMP_BROKEN", "a", ("DARK",)),
        ("DARK", "b", ()),
    ]


def test_a_hint_hides_no_error() -> None:
    @rule("LAMP_BROKEN", supersedes=("DARK",))
    def lamp_dim(it: Lamp) -> Finding | None:
        return toy_finding("LAMP_BROKEN", it.scope, Severity.INFO) if it.broken else None

    @rule("DARK")
    def pitch_dark(it: Room) -> Finding | None:
        return toy_finding("DARK", it.scope) if it.dark else None

    facts = Facts([Room(room("a"), dark=True), Lamp(room("a"), broken=True)])
    assert [f.id for f in judge(facts, (lamp_dim, pitch_dark)).findings] == ["DARK", "LAMP_BROKEN"]
    assert [f.id for f in judge(facts, (lamp_dim, dark)).findings] == ["LAMP_BROKEN"]


def test_an_outer_cause_explains_through_any_number_of_steps() -> None:
    facts = Facts([House((), windows=0), Room(room("a"), dark=True), Lamp(room("a"), broken=True)])
    findings, _ = judge(facts, RULES)
    assert [(f.id, f.consequences) for f in findings] == [("NO_POWER", ("LAMP_BROKEN", "DARK"))]


def test_two_independent_faults_are_both_found_gravest_first() -> None:
    facts = Facts([Room(room("a"), dark=True), Lamp(room("b"), broken=True)])
    assert [f.id for f in judge(facts, RULES).findings] == ["LAMP_BROKEN", "DARK"]


def test_what_could_not_be_looked_at_is_said_once_and_never_passes_for_fine() -> None:
    facts = Facts([Unknown("Room", (), "the door is locked", foreseen=True)])
    facts.add(Unknown("Room", room("a"), "the door is locked"))
    findings, skipped = judge(facts, RULES)
    assert not findings
    assert skipped == (Skipped("DARK", (), "the door is locked", foreseen=True),)


def test_needed_facts_that_are_absent_make_a_rule_inapplicable_and_unknown_ones_skip_it() -> None:
    @rule("UNINVITED")
    def uninvited(it: Room, guest: Guest) -> Finding | None:
        return toy_finding("UNINVITED", it.scope)

    facts = Facts([Room(room("a"))])
    assert judge(facts, [uninvited]) == ((), ())
    facts.add(Unknown("Guest", (), "nobody looked"))
    assert [s.reason for s in judge(facts, [uninvited]).skipped] == ["nobody looked"]
    facts.add(Guest(()))
    assert [f.id for f in judge(facts, [uninvited]).findings] == ["UNINVITED"]


def test_optional_facts_are_none_when_absent_or_unknown() -> None:
    @rule("ALONE")
    def alone(it: Room, guest: Guest | None) -> Finding | None:
        return toy_finding("ALONE", it.scope) if guest is None else None

    facts = Facts([Room(room("a"))])
    assert judge(facts, [alone]).findings
    facts.add(Unknown("Guest", (), "nobody looked"))
    assert judge(facts, [alone]).findings
    facts.add(Guest(()))
    assert not judge(facts, [alone]).findings


def test_a_rule_that_finds_nothing_may_say_that_it_lacked_evidence() -> None:
    @rule("UNINVITED")
    def uninvited(it: Room, guest: Guest | Unknown | None) -> Verdict:
        return toy_finding("UNINVITED", it.scope) if known(guest) else missing(guest)

    facts = Facts([Room(room("a"))])
    assert judge(facts, [uninvited]) == ((), ())
    facts.add(Unknown("Guest", (), "nobody looked", foreseen=True))
    findings, skipped = judge(facts, [uninvited])
    assert (findings, skipped) == (
        (), (Skipped("UNINVITED", room("a"), "nobody looked", foreseen=True),)
    )  # fmt: skip
    facts.add(Guest(()))
    assert judge(facts, [uninvited]).findings


def test_all_facts_of_a_kind_are_taken_once_they_are_there() -> None:
    @rule("FULL")
    def full(house: House, rooms: tuple[Room, ...]) -> Finding | None:
        return toy_finding("FULL") if len(rooms) >= house.windows else None

    facts = Facts([House((), windows=2), Room(room("a"))])
    assert not judge(facts, [full]).findings
    facts.add(Room(room("b")))
    assert judge(facts, [full]).findings
    assert not judge(facts, [full], lambda kind: kind is not Room).findings


def test_the_same_finding_about_the_same_thing_appears_once() -> None:
    @rule("SAME")
    def same(it: Room) -> Finding | None:
        return toy_finding("SAME")

    assert len(judge(Facts([Room(room("a")), Room(room("b"))]), [same]).findings) == 1


def test_a_rule_that_breaks_is_not_checked_and_the_others_are() -> None:
    @rule("BUG")
    def bug(it: Room) -> Finding | None:
        raise ZeroDivisionError("oops")

    findings, skipped = judge(Facts([Room(room("a"), dark=True)]), [bug, dark])
    assert [f.id for f in findings] == ["DARK"]
    assert [(s.id, s.foreseen) for s in skipped] == [("BUG", False)]
    assert "oops" in skipped[0].reason


def test_provisionally_nothing_is_said_that_a_missing_fact_could_still_undo() -> None:
    @rule("ALONE")
    def alone(it: Room, guest: Guest | None) -> Finding | None:
        return toy_finding("ALONE", it.scope) if guest is None else None

    facts = Facts([Room(room("a"))])
    assert not judge(facts, [alone], lambda kind: kind is not Guest).findings
    assert judge(facts, [alone], lambda kind: True).findings


def test_one_finding_from_several_scopes_explains_the_symptoms_of_each() -> None:
    @rule("LAMP_BROKEN", supersedes=("DARK",))
    def of_the_house(it: Lamp) -> Finding | None:
        return toy_finding("LAMP_BROKEN") if it.broken else None

    rooms = [Room(room(name), dark=True) for name in "ab"]
    lamps = [Lamp(room(name), broken=True) for name in "ab"]
    findings, _ = judge(Facts([*rooms, *lamps]), (dark, of_the_house))
    assert [(f.id, f.consequences) for f in findings] == [("LAMP_BROKEN", ("DARK",))]


def test_what_one_rule_found_is_not_called_unchecked_for_another() -> None:
    @rule("DARK")
    def seen_from_outside(it: Guest) -> Finding | None:
        return toy_finding("DARK", it.scope)

    facts = Facts([Room(room("a"), dark=True), Unknown("Guest", room("a"), "asleep")])
    findings, skipped = judge(facts, (dark, seen_from_outside))
    assert [f.id for f in findings] == ["DARK"]
    assert not skipped


@rule("DARK")
def painted_black(it: Room) -> Finding | None:
    return replace(toy_finding("DARK", it.scope), own_cause=True) if it.dark else None


def test_what_proves_its_own_cause_is_nobodys_symptom() -> None:
    facts = Facts([Room(room("a"), dark=True), Lamp(room("a"), broken=True)])
    findings, _ = judge(facts, (painted_black, lamp_broken))
    assert [(f.id, f.consequences) for f in findings] == [("DARK", ()), ("LAMP_BROKEN", ())]
