# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the probes ask Avahi and firewalld, and what they make of the answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest
from tests.diagnosis.judged import OFFICE, found, network_device, office

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.env import BusCall, BusRefusal, Connected, Env, Resolved, Signal
from unjam.diagnosis.facts.device import DeviceName
from unjam.diagnosis.facts.discovery import (
    Avahi,
    AvahiAnswer,
    FirewallZone,
    LostName,
    SharedQueue,
)
from unjam.diagnosis.facts.queue import QueueDevices
from unjam.diagnosis.facts.server import ServerReach, ServerState
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.probes.device_reach import device_address
from unjam.diagnosis.probes.discovery import (
    announced,
    avahi,
    avahi_answer,
    firewall,
    unicast_twin,
)
from unjam.diagnosis.remedies import AllowMdns
from unjam.diagnosis.rules.discovery import mdns_firewalled

FIREWALLS = Path(__file__).parent / "firewalls"
HERE = ServerReach((), "localhost", local=True, state=ServerState.ANSWERS)
HOST = "Brother.local"
LOCAL = network_device(host=HOST, local_name=True)
LOST = DeviceName(OFFICE, HOST, (), "EAI_NONAME", "")
ON = Avahi((), "avahi 0.8")
NOBODY = BusRefusal("org.freedesktop.DBus.Error.NameHasNoOwner", "nobody")
NO_BUS = BusRefusal("org.freedesktop.DBus.Error.NoServer", "no bus")


class Bus:
    """An Env whose bus answers by the method's name."""

    end = Signal("AllForNow", ())

    def __init__(self, **answers: tuple[object, ...] | BusRefusal) -> None:
        self.answers = answers
        self.asked: list[BusCall] = []

    async def is_local(self) -> bool:
        return True

    async def call_bus(self, asked: BusCall, *, timeout: float = 5.0) -> tuple[object, ...]:
        self.asked.append(asked)
        answer = self.answers.get(asked.member, NOBODY)
        if isinstance(answer, BusRefusal):
            raise answer
        return answer

    async def listen_bus(
        self,
        asked: BusCall,
        interface: str,
        last: frozenset[str],
        *,
        timeout: float = 2.0,
    ) -> Sequence[Signal]:
        return [
            Signal("ItemNew", (2, 0, "Office @ host", "_ipp._tcp", "local", 0)),
            Signal("ItemNew", (2, 1, "Office @ host", "_ipp._tcp", "local", 0)),
            self.end,
        ]

    async def resolve(self, host: str, *, timeout: float = 5.0) -> Resolved:
        return Resolved(host, ("198.51.100.7",))

    async def tcp_connect(self, host: str, port: int, *, timeout: float = 3.0) -> Connected:
        return Connected(f"{host}:{port}", "", "", 0.0)


def env(**answers: tuple[object, ...] | BusRefusal) -> Env:
    return cast(Env, Bus(**answers))


async def test_avahi_runs_or_does_not() -> None:
    there = await avahi(env(GetVersionString=("avahi 0.8",)), HERE)
    absent = await avahi(env(), HERE)
    assert there.running and not absent.running


async def test_without_a_bus_nobody_knows() -> None:
    with pytest.raises(Unavailable) as caught:
        await avahi(env(GetVersionString=NO_BUS), HERE)
    assert caught.value.foreseen


async def test_avahi_is_asked_for_the_name() -> None:
    known = (2, 0, HOST, 0, "192.0.2.7", 0)
    told = await avahi_answer(env(ResolveHostName=known), LOCAL, LOST, ON)
    assert told == [LostName(OFFICE, HOST, True), AvahiAnswer(OFFICE, HOST, "192.0.2.7")]
    silent = BusRefusal("org.freedesktop.Avahi.TimeoutError", "Timeout reached")
    told = await avahi_answer(env(ResolveHostName=silent), LOCAL, LOST, ON)
    assert told is not None and told[1] == AvahiAnswer(OFFICE, HOST, "", "Timeout reached")


async def test_avahi_matters_for_lost_local_names_only() -> None:
    nobody = Unknown("Avahi", (), "no bus", foreseen=True)
    assert await avahi_answer(env(), network_device(), LOST, nobody) is None
    assert await avahi_answer(env(), LOCAL, LOST, Avahi((), "")) == [LostName(OFFICE, HOST, False)]
    with pytest.raises(Unavailable):
        await avahi_answer(env(), LOCAL, LOST, nobody)


async def test_the_same_name_without_local() -> None:
    twin = await unicast_twin(env(), LOCAL, LOST)
    assert twin is not None
    assert (twin.host, twin.reachable) == ("Brother", True)


class Firewalld(Bus):
    """A captured firewall: its active zones, and what each of them lets in."""

    def __init__(self, name: str) -> None:
        captured = json.loads((FIREWALLS / f"{name}.json").read_text())
        super().__init__(getActiveZones=(captured["getActiveZones"],))
        self._zones = captured["zones"]

    async def call_bus(self, asked: BusCall, *, timeout: float = 5.0) -> tuple[object, ...]:
        if asked.member == "getActiveZones":
            return await super().call_bus(asked)
        zone = self._zones[asked.body[0]]
        if asked.member == "queryService":
            return (asked.body[1] in zone["services"],)
        if asked.member == "getPorts":
            return (zone["ports"],)
        return ({"target": zone["target"]},)


@pytest.mark.parametrize(("name", "shut"), [("fedora-workstation", False), ("public", True)])
async def test_a_captured_firewall(name: str, shut: bool) -> None:
    told = await firewall(cast(Env, Firewalld(name)), HERE)
    assert told is not None
    finding = found(mdns_firewalled, LOCAL, LOST, told, office())
    assert (finding is not None) is shut
    assert finding is None or finding.remedies == (AllowMdns("public"),)


async def test_the_zones_of_an_old_firewall() -> None:
    zones = ({"public": {"interfaces": ["wlan0"]}, "trusted": {"interfaces": ["virbr0"]}},)
    unknown = BusRefusal("org.freedesktop.DBus.Error.UnknownMethod", "no such method")
    old = env(getActiveZones=zones, getZoneSettings2=unknown, queryService=(False,), getPorts=([],))
    told = await firewall(old, HERE)
    assert told is not None
    assert told.zones == (
        FirewallZone("public", ("wlan0",), allows_mdns=False),
        FirewallZone("trusted", ("virbr0",), allows_mdns=True),
    )
    assert await firewall(env(), HERE) is None, "no firewalld, nothing to tell"


async def test_what_is_announced_counts_once() -> None:
    heard = await announced(env(), ON, None)
    assert heard is not None and heard.names == ("Office @ host",)


async def test_a_search_that_failed_is_not_all_that_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Bus, "end", Signal("Failure", ("Timeout reached",)))
    with pytest.raises(Unavailable, match="Timeout reached"):
        await announced(env(), ON, None)


async def test_what_is_shared_is_known_by_the_name_that_it_is_announced_under() -> None:
    queues = QueueDevices((), (), ("Office", "Lab"), ("Office", "The lab's printer"))
    heard = await announced(env(), ON, queues)
    assert heard is not None
    assert heard.shared == (
        SharedQueue("Office", "Office"),
        SharedQueue("Lab", "The lab's printer"),
    )


URI = "dnssd://Brother%20MFC._ipps._tcp.local/?uuid=1"


async def test_a_dnssd_uri_is_resolved_through_avahi() -> None:
    reply = (
        2,
        0,
        "Brother MFC",
        "_ipps._tcp",
        "local",
        HOST,
        0,
        "192.0.2.7",
        631,
        [b"rp=ipp/print"],
        0,
    )
    device = await device_address(env(ResolveService=reply), office(device_uri=URI))
    assert device is not None
    assert (device.host, device.port, device.resource) == (HOST, 631, "/ipp/print")
    assert device.is_ipp and device.encrypted and device.local_name


async def test_a_dnssd_uri_that_nobody_announces_keeps_its_name() -> None:
    device = await device_address(env(), office(device_uri=URI))
    assert device is not None and device.host == "Brother MFC._ipps._tcp.local"
    assert not device.is_ipp
