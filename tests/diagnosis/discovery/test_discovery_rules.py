# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Discovery: each rule fires, does not fire, and says when it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.diagnosis.cases import files, reach
from tests.diagnosis.judged import OFFICE, found, is_skipped, network_device, office

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.device import DeviceName
from unjam.diagnosis.facts.discovery import (
    Announced,
    AvahiAnswer,
    Firewall,
    FirewallZone,
    LostName,
    SharedQueue,
    UnicastTwin,
)
from unjam.diagnosis.facts.queue import QueueDevices
from unjam.diagnosis.facts.server import ServerSettings
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Severity, Unknown
from unjam.diagnosis.reading.dnssd_uri import read_resource, read_service
from unjam.diagnosis.remedies import (
    AllowMdns,
    InstallPackages,
    Instruction,
    RepointToOther,
    RestartScheduler,
    StartUnit,
)
from unjam.diagnosis.rules.discovery import (
    avahi_not_running,
    mdns_firewalled,
    mdns_name_service_missing,
    printer_on_other_subnet,
    share_not_advertised,
    too_many_discovered,
)

HOST = "Brother.local"
LOCAL = network_device(host=HOST, uri=f"ipp://{HOST}/ipp/print", local_name=True)
LOST = DeviceName(OFFICE, HOST, (), "EAI_NONAME", "Name or service not known")
KNOWN = replace(LOST, addresses=("192.0.2.7",), error="")
OFF, ON = LostName(OFFICE, HOST, avahi_running=False), LostName(OFFICE, HOST, avahi_running=True)
HEARD = AvahiAnswer(OFFICE, HOST, "192.0.2.7")
ZONE = FirewallZone("public", ("wlan0",), allows_mdns=False)
CLOSED = Firewall((), (ZONE,))
OPEN = Firewall((), (FirewallZone("home", ("wlan0",), allows_mdns=True),))
TWIN = UnicastTwin(OFFICE, "Brother", ("198.51.100.7",), reachable=True)
SHARING = ServerSettings((), "/etc/cups/cupsd.conf", listens_outside=True)
HERE = (reach(), files())
SHARED = (SharedQueue("Office", "Office printer"),)

FIRES: list[tuple[Rule[Any], tuple[Fact, ...]]] = [
    (avahi_not_running, (OFF, LOCAL, office())),
    (mdns_name_service_missing, (LOST, HEARD, Distribution((), "debian"))),
    (mdns_firewalled, (LOCAL, LOST, CLOSED, office())),
    (printer_on_other_subnet, (LOCAL, TWIN)),
    (share_not_advertised, (Announced((), ("Lab @ host",), 0.1, SHARED), SHARING, *HERE)),
    (too_many_discovered, (Announced((), tuple(map(str, range(300))), 2.0),)),
]
QUIET: list[tuple[Rule[Any], tuple[Fact, ...]]] = [
    (avahi_not_running, (ON, LOCAL, office())),
    (avahi_not_running, (LOCAL, KNOWN, office())),
    (mdns_name_service_missing, (LOST, replace(HEARD, address="", error="Timeout reached"))),
    (mdns_name_service_missing, (KNOWN, HEARD)),
    (mdns_firewalled, (LOCAL, LOST, OPEN, office())),
    (mdns_firewalled, (LOCAL, KNOWN, CLOSED, office())),
    (printer_on_other_subnet, (LOCAL, replace(TWIN, reachable=False))),
    (printer_on_other_subnet, (LOCAL, TWIN, HEARD)),
    (
        share_not_advertised,
        (Announced((), ("Office printer @ host",), 0.1, SHARED), SHARING, *HERE),
    ),
    (share_not_advertised, (Announced((), (), 0.1), SHARING, *HERE)),
    (
        share_not_advertised,
        (Announced((), (), 0.1, SHARED), replace(SHARING, browsing=False), *HERE),
    ),
    (too_many_discovered, (Announced((), ("one",), 0.1),)),
]
MISSING: list[tuple[Rule[Any], type[Fact], tuple[Fact, ...]]] = [
    (avahi_not_running, LostName, (LOCAL, office())),
    (mdns_name_service_missing, AvahiAnswer, (LOST,)),
    (mdns_firewalled, Firewall, (LOCAL, LOST, office())),
    (printer_on_other_subnet, UnicastTwin, (LOCAL,)),
    (share_not_advertised, Announced, (SHARING, *HERE)),
    (too_many_discovered, Announced, ()),
]


@pytest.mark.parametrize(("rule", "facts"), FIRES, ids=lambda x: getattr(x, "id", ""))
def test_fires(rule: Rule[Any], facts: tuple[Fact, ...]) -> None:
    assert found(rule, *facts) is not None


@pytest.mark.parametrize(("rule", "facts"), QUIET, ids=lambda x: getattr(x, "id", ""))
def test_does_not_fire(rule: Rule[Any], facts: tuple[Fact, ...]) -> None:
    assert found(rule, *facts) is None


@pytest.mark.parametrize(("rule", "missing", "facts"), MISSING, ids=lambda x: getattr(x, "id", ""))
def test_evidence_missing(rule: Rule[Any], missing: type[Fact], facts: tuple[Fact, ...]) -> None:
    assert is_skipped(rule, missing, *facts)


def test_the_remedies() -> None:
    remedies = [found(rule, *facts) for rule, facts in FIRES[:4]]
    assert [finding.remedies[0] for finding in remedies if finding] == [
        StartUnit("avahi-daemon.service"),
        InstallPackages(("libnss-mdns",), "debian"),
        AllowMdns("public"),
        RepointToOther("Office", "ipp://Brother/ipp/print"),
    ]


@pytest.mark.parametrize(
    "elsewhere", [(reach(local=False), files()), (reach(), files(standard=False))]
)
def test_only_this_machines_own_print_server_is_restarted(elsewhere: tuple[Fact, ...]) -> None:
    facts = Announced((), ("Lab @ host",), 0.1, SHARED), SHARING
    here = found(share_not_advertised, *facts, *HERE)
    there = found(share_not_advertised, *facts, *elsewhere)
    assert here is not None and here.remedies == (RestartScheduler(),)
    assert there is not None and isinstance(there.remedies[0], Instruction)


@pytest.mark.parametrize("name", ["Office printer 2 @ there", "Office printer2", "Office"])
def test_a_neighbour_is_not_taken_for_a_queue_that_is_called_similarly(name: str) -> None:
    facts = Announced((), (name,), 0.1, SHARED), SHARING, *HERE
    assert found(share_not_advertised, *facts) is not None


@pytest.mark.parametrize("name", ["Office printer", "Office printer #2", "Office printer (2)"])
def test_a_queue_is_known_by_its_name_on_the_network(name: str) -> None:
    facts = Announced((), (name,), 0.1, SHARED), SHARING, *HERE
    assert found(share_not_advertised, *facts) is None


def test_queues_that_nobody_could_list_are_not_taken_for_announced() -> None:
    facts = Announced((), ("Lab",), 0.1), SHARING, *HERE
    assert found(share_not_advertised, *facts) is None
    unlisted = Unknown(QueueDevices.__name__, (), "no answer", foreseen=False)
    (skipped,) = judge(Facts([*facts, unlisted]), [share_not_advertised]).skipped
    assert (skipped.id, skipped.reason) == ("SHARE_NOT_ADVERTISED", "no answer")


def test_a_long_name_is_cut_off_on_the_network() -> None:
    label = "A printer whose description fills more than what mDNS has room for"
    facts = Announced((), (label[:63],), 0.1, (SharedQueue("Office", label),)), SHARING, *HERE
    assert found(share_not_advertised, *facts) is None


def test_a_queue_that_follows_announcements_is_set_up_by_a_person() -> None:
    uri = "dnssd://Brother%20MFC._ipp._tcp.local/?uuid=1"
    finding = found(printer_on_other_subnet, replace(LOCAL, uri=uri, scheme="dnssd"), TWIN)
    assert finding is not None
    (remedy,) = finding.remedies
    assert isinstance(remedy, Instruction) and "“ipp://Brother/ipp/print”" in remedy.text


def test_everything_else_of_the_address_is_kept() -> None:
    device = replace(LOCAL, uri="ipp://me@BROTHER.local:8631/x?waitjob=no", host="brother.local")
    finding = found(printer_on_other_subnet, device, TWIN)
    assert finding is not None
    assert finding.remedies == (RepointToOther("Office", "ipp://me@Brother:8631/x?waitjob=no"),)


@pytest.mark.parametrize(
    ("zones", "fires"),
    [
        ((ZONE,), True),
        ((ZONE, FirewallZone("docker", ("docker0",), allows_mdns=True)), True),
        ((ZONE, FirewallZone("home", ("eth0",), allows_mdns=True)), False),
        ((replace(ZONE, interfaces=("virbr0", "br-3f")),), False),
        ((replace(ZONE, interfaces=()),), False),
    ],
)
def test_the_firewall_matters_only_where_a_printer_can_be(
    zones: tuple[FirewallZone, ...], fires: bool
) -> None:
    finding = found(mdns_firewalled, LOCAL, LOST, Firewall((), zones), office())
    assert (finding is not None) is fires


def test_a_silent_network_matters_more_when_something_waits() -> None:
    waiting = found(avahi_not_running, OFF, LOCAL, office(queued_jobs=1))
    assert waiting is not None and waiting.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ("Brother MFC._ipp._tcp.local", ("Brother MFC", "_ipp._tcp", "local")),
        ("A.B (2)._ipps._tcp.local.", ("A.B (2)", "_ipps._tcp", "local")),
        ("X._pdl-datastream._tcp", ("X", "_pdl-datastream._tcp", "local")),
    ],
)
def test_the_service_in_a_uri(full: str, expected: tuple[str, str, str]) -> None:
    assert read_service(full) == expected
    assert read_service("printer.example") is None


def test_the_path_in_a_services_text() -> None:
    assert read_resource([b"txtvers=1", b"RP=ipp/print"]) == "/ipp/print"
    assert read_resource([b"ty=X"]) == "/"
