# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The list model follows any change of values in place; tasks end with their owner."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from gi.repository import GObject
from hypothesis import given
from hypothesis import strategies as st
from tests.app.driver import GtkLoop

from unjam.app.consultation import Consultation
from unjam.app.pages.add import device_uri, queue_name
from unjam.app.status import Level, headline, printer_level, printer_words
from unjam.app.store.keyed import MANY, Item, KeyedStore
from unjam.app.store.values import Device, Printer, device, job, printer
from unjam.app.tasks import Tasks, breathe
from unjam.app.words import symptoms
from unjam.diagnosis.catalogue import all_rules
from unjam.diagnosis.events import Outcome, ProbeFinished, ProbeStarted

pytestmark = pytest.mark.gtk


@dataclass(frozen=True)
class Thing:
    key: int
    text: str


class ThingItem(Item[Thing]):
    __gtype_name__ = "TestThingItem"
    shown = ("text",)

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def text(self) -> str:
        return self.value.text


things = st.dictionaries(st.integers(0, 40), st.text(max_size=3)).flatmap(
    lambda found: st.permutations([Thing(k, v) for k, v in found.items()])
)


def test_a_long_list_is_let_go_in_parts() -> None:
    store: KeyedStore[Thing, ThingItem] = KeyedStore(ThingItem, lambda thing: thing.key)
    store.replace([Thing(number, "") for number in range(MANY + 1)])
    assert store.clear_some()
    assert store.values() == [Thing(0, "")]
    assert [item.value for item in store.items()] == [Thing(0, "")]
    assert not store.clear_some()
    assert len(store) == store.model.get_n_items() == 0
    assert not store.clear_some()


@given(st.lists(things, min_size=2, max_size=5))
def test_a_list_says_what_it_is_told_and_keeps_its_items(states: list[list[Thing]]) -> None:
    store: KeyedStore[Thing, ThingItem] = KeyedStore(ThingItem, lambda thing: thing.key)
    for state in states:
        before = {item.value.key: item for item in store.items()}
        store.replace(state)
        assert store.values() == state
        kept = {thing.key for thing in state} & before.keys()
        assert all(store.get(key) is before[key] for key in kept)


def test_a_refresh_without_a_change_tells_nobody() -> None:
    store: KeyedStore[Thing, ThingItem] = KeyedStore(ThingItem, lambda thing: thing.key)
    state = [Thing(n, str(n)) for n in range(500)]
    store.replace(state)
    changes: list[object] = []
    store.model.connect("items-changed", lambda *args: changes.append(args))
    store.get(7).connect("notify", lambda *args: changes.append(args))  # type: ignore[union-attr]
    store.replace(state)
    assert changes == []
    store.replace([*state[:7], Thing(7, "new"), *state[8:]])
    assert len(changes) == 1


def test_tasks_end_with_their_owner_and_report_once(gtk: GtkLoop) -> None:
    reported: list[BaseException] = []
    stopped: list[str] = []

    async def fail() -> None:
        raise ValueError("once")

    async def wait() -> None:
        await asyncio.sleep(60)

    async def way() -> None:
        root = Tasks(reported.append)
        owner = root.child()
        owner.start(fail(), name="fails")
        first = owner.restart(wait(), name="wait", stopped=lambda: stopped.append("first"))
        second = owner.restart(wait(), name="wait", stopped=lambda: stopped.append("second"))
        await breathe()
        assert first.cancelled()
        assert owner.running("wait")
        owner.stop("wait")
        assert stopped == ["second"]
        third = owner.restart(wait(), name="wait", stopped=lambda: stopped.append("third"))
        root.close()
        await root.drained()
        assert second.cancelled()
        assert third.cancelled()
        assert stopped == ["second"]
        assert [str(error) for error in reported] == ["once"]

    gtk.run(way())


def test_what_a_server_leaves_out_is_empty_and_never_an_error() -> None:
    assert printer({}).name == ""
    assert job({}).created is None
    assert job({"job-printer-uri": "ipp://localhost/printers/B%C3%BCro"}).queue == "Büro"
    assert device({"device-uri": "ipp://x/ipp/print"}).driverless
    assert not device({"device-uri": "socket://x"}).driverless


@pytest.mark.parametrize(
    ("found", "level", "text"),
    [
        (Printer("a"), Level.OK, "Ready"),
        (Printer("a", state=4), Level.BUSY, "Printing"),
        (Printer("a", state=5, reasons=("media-jam-error",)), Level.ERROR, "Stopped · Paper jam"),
        (Printer("a", accepting=False), Level.WARNING, "Takes no new documents"),
        (
            Printer("a", reasons=("toner-low-warning", "spool-area-full-report")),
            Level.WARNING,
            "Toner is running low",
        ),
        (Printer("a", reasons=("media-empty",)), Level.ERROR, "Out of paper"),
        (Printer("a", reasons=("cups-waiting-for-job-completed",)), Level.OK, "Ready"),
    ],
)
def test_states_in_words(found: Printer, level: Level, text: str) -> None:
    assert (printer_level(found), printer_words(found)) == (level, text)


def test_every_symptom_that_a_rule_explains_has_words() -> None:
    explained = {name for rule in all_rules() for name in rule.supersedes}
    assert explained
    assert explained - symptoms().keys() == set()


def test_low_toner_is_no_reason_to_worry() -> None:
    level, _text = headline([Printer("a", reasons=("toner-low-warning",))])
    assert level is Level.OK


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("192.168.1.9", "ipp://192.168.1.9/ipp/print"),
        ("printer.local:8631", "ipp://printer.local:8631/ipp/print"),
        ("[fe80::1]", "ipp://[fe80::1]/ipp/print"),
        ("host/printers/x", "ipp://host/printers/x"),
        (" socket://host:9100 ", "socket://host:9100"),
        ("two words", None),
        ("", None),
        ("ipp://", None),
    ],
)
def test_addresses(typed: str, uri: str | None) -> None:
    assert device_uri(typed) == uri


def test_a_queue_name_is_free_and_allowed() -> None:
    found = Device("ipp://x/ipp/print", info="Brother HL-L2350DW / Büro")
    assert queue_name(found, set()) == "Brother-HL-L2350DW-B-ro"
    assert queue_name(found, {"Brother-HL-L2350DW-B-ro"}) == "Brother-HL-L2350DW-B-ro-2"
    assert queue_name(Device("socket://10.0.0.1:9100"), set()) == "10-0-0-1-9100"


def test_what_is_being_looked_at_is_told_till_it_has_been() -> None:
    way = Consultation()
    tell = way.begin()
    for name in ("one", "two"):
        tell(ProbeStarted(name, f"Looking at {name}", ()))
    assert way.progress.now == "Looking at one"
    tell(ProbeFinished("one", "Looking at one", (), Outcome.FOUND, 0.1))
    assert way.progress.now == "Looking at two"
    way.stop()
    assert way.progress.now == ""
