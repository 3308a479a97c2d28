# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Probes of what no sandbox can have: systemd, Flatpak, Kerberos, the kernel's tables."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.diagnosis.captured import Answer, captured
from tests.diagnosis.cases import files, found, queue, queues, reach

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.facts.base import Wanted
from unjam.diagnosis.facts.client import ClientDefaults, DefaultSetting, Destinations
from unjam.diagnosis.facts.confinement import Confinement
from unjam.diagnosis.facts.device import DeviceState
from unjam.diagnosis.facts.person import Locale, Person
from unjam.diagnosis.facts.queue import QueueDevices
from unjam.diagnosis.facts.queue_more import QueueAccess
from unjam.diagnosis.facts.server import ServerState
from unjam.diagnosis.model import queue_scope
from unjam.diagnosis.probes.client import destinations
from unjam.diagnosis.probes.confinement import LSM, guards
from unjam.diagnosis.probes.person import app_sandbox, kerberos_ticket, locale, person
from unjam.diagnosis.probes.queue_more import queue_access, twins
from unjam.diagnosis.probes.server_more import (
    cups_version,
    log_end,
    login_failures,
    server_settings,
    udp_listener,
    unit_state,
)
from unjam.diagnosis.rules.server_health import (
    legacy_browse_listener,
    password_refused,
    scheduler_crashing,
)

CRASHED = (
    "NRestarts=5\nResult=core-dump\nActiveState=activating\nSubState=auto-restart\n"
    "LoadState=loaded\nUnitFileState=enabled\n"
)
UDP = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout
  112: 00000000:0277 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31337 2
  411: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 20551 2
"""
LOG = """D [15/Jan/2027:07:59:00 +0000] [Client 3] something else
E [15/Jan/2027:07:59:30 +0000] [Client 3] pam_authenticate() returned 7 (Authentication failure)
"""


async def test_a_crashing_unit() -> None:
    state = await unit_state(captured(programs={"systemctl show": (0, CRASHED)}), files())
    assert state
    assert (state.restarts, state.result) == (5, "core-dump")
    assert found(scheduler_crashing, state, reach())


@pytest.mark.parametrize(
    "programs", [{}, {"systemctl show": (1, "")}, {"systemctl show": (0, "LoadState=not-found\n")}]
)
async def test_without_systemd_that_is_said(programs: dict[str, tuple[int, str]]) -> None:
    with pytest.raises(Unavailable, match="systemd"):
        await unit_state(captured(programs=programs), files())


async def test_the_unit_and_its_socket() -> None:
    both = CRASHED + "\nActiveState=active\nLoadState=loaded\nUnitFileState=enabled\n"
    state = await unit_state(captured(programs={"systemctl show": (0, both)}), files())
    assert state
    assert (state.enabled, state.socket, state.socket_enabled) == ("enabled", "active", "enabled")
    assert state.starts_itself


BAD_HOST = 'E [15/Jan/2027:07:59:00 +0000] Request from "x" using invalid Host: field "y".\n'


async def test_the_last_words_of_the_log() -> None:
    env = captured({"/var/log/cups/error_log": LOG + BAD_HOST + LOG})
    silent = await log_end(env, reach(state=ServerState.SILENT), files())
    assert silent and len(silent.lines) == 5
    refusing = await log_end(env, reach(state=ServerState.REFUSES, http_status=400), files())
    assert refusing and refusing.lines == ('Request from "x" using invalid Host: field "y".',)
    for other in (reach(), reach(state=ServerState.REFUSES, http_status=403)):
        assert await log_end(env, other, files()) is None


ALL = Wanted((), None)


def printer(name: str, uuid: str) -> DeviceState:
    return DeviceState(queue_scope(name), "ipp://x/", "Laser", 3, (), uuid=uuid)


async def test_twins_by_their_address_or_by_what_the_machine_says_it_is() -> None:
    uris = {
        "A": "ipp://p/", "B": "ipp://p/", "C": "ipps://q/", "D": "socket://r/", "E": "socket://r/",
        "F": "ipp://s/",
    }  # fmt: skip
    states = (printer("A", "u1"), printer("C", "u1"), printer("F", "u2"), printer("D", ""))
    told = await twins(captured(), QueueDevices((), tuple(uris.items())), ALL, states)
    assert {(twin.scope[0].name, twin.names, twin.by, twin.value) for twin in told} == {
        ("A", ("B", "C"), "printer-uuid", "u1"),
        ("B", ("A", "C"), "printer-uuid", "u1"),
        ("C", ("A", "B"), "printer-uuid", "u1"),
        ("D", ("E",), "device-uri", "socket://r/"),
        ("E", ("D",), "device-uri", "socket://r/"),
    }
    files_ = QueueDevices((), (("A", "file:///dev/null"), ("B", "file:///dev/null")))
    assert not await twins(captured(), files_, ALL, ())


async def test_a_private_server_has_no_unit() -> None:
    assert await unit_state(captured(), files(standard=False)) is None


async def test_a_listener_on_the_browsing_port() -> None:
    env = captured(
        {"/proc/net/udp": UDP, "/etc/cups/cups-browsed.conf": "BrowseRemoteProtocols dnssd cups\n"}
    )
    listener = await udp_listener(env, files())
    assert listener
    assert (listener.address, listener.browsed) == ("0.0.0.0", "dnssd cups")  # noqa: S104 - compared
    assert found(legacy_browse_listener, listener)
    quiet = captured({"/proc/net/udp": UDP.replace(":0277", ":0278")})
    assert await udp_listener(quiet, files()) is None


async def test_a_refused_password_in_the_log() -> None:
    refused = await login_failures(captured({"/var/log/cups/error_log": LOG}), files())
    assert len(refused.failures) == 1
    assert found(password_refused, refused, reach(clock=refused.failures[0].when + 60))
    assert not (await login_failures(captured(), files())).failures


JOURNAL = [
    {"MESSAGE": "[Client 3] pam_authenticate() returned 7 (Authentication failure)",
     "PRIORITY": "3", "__REALTIME_TIMESTAMP": "1800000000000000"},
    {"MESSAGE": "[Client 3] something else", "PRIORITY": "7"},
]  # fmt: skip


async def test_a_refused_password_in_the_journal() -> None:
    text = "\n".join(map(json.dumps, JOURNAL))
    where = files(error_log="")
    refused = await login_failures(captured(programs={"journalctl": (0, text)}), where)
    assert (refused.source, len(refused.failures)) == ("journal", 1)
    assert found(password_refused, refused, reach())


@pytest.mark.parametrize(
    "programs",
    [
        {},
        {"journalctl": (1, "", "No journal files were found.")},
        {"journalctl": (0, "", "Hint: You are currently not seeing messages from other users")},
        {"journalctl": (2, "", "unrecognized option '--output-fields'")},
    ],
)
async def test_a_journal_that_cannot_be_read_has_not_nothing_in_it(
    programs: dict[str, Answer],
) -> None:
    env = captured({LSM: "lockdown,apparmor"}, programs)
    with pytest.raises(Unavailable):
        await login_failures(env, files(error_log=""))
    with pytest.raises(Unavailable):
        await guards(env, reach(), files())


async def test_guards_that_refused_nothing() -> None:
    env = captured({LSM: "lockdown,apparmor"}, {"journalctl": (1, "")})
    assert await guards(env, reach(), files()) == Confinement((), "journal")
    assert await guards(captured({LSM: "lockdown"}), reach(), files()) is None


GONE = ClientDefaults((), (DefaultSetting("Gone", "PRINTER"),))


@pytest.mark.parametrize(
    "programs",
    [{}, {"lpstat": (1, "", "lpstat: Bad file descriptor")}, {"lpstat": (0, "")}],
)
async def test_printers_that_nobody_could_list_may_be_there(programs: dict[str, Answer]) -> None:
    with pytest.raises(Unavailable):
        await destinations(captured(programs=programs), GONE, queues("Office"))


async def test_a_default_is_looked_for_on_the_network_only_where_it_is_no_queue() -> None:
    env = captured(programs={"lpstat": (0, "Office\nHall\n")})
    found_ = await destinations(env, GONE, queues("Office"))
    assert found_ == Destinations((), ("Office", "Hall"))
    assert await destinations(captured(), GONE, queues("gone")) is None
    assert await destinations(captured(), ClientDefaults(()), queues("Office")) is None
    hidden = replace(GONE, unlisted=("Gone",))
    assert await destinations(captured(), hidden, queues("Office")) is None


ALICE = Person((), "alice", 1000, ("users", "staff"))


@pytest.mark.parametrize(
    ("lists", "shut_out"),
    [
        ({"denied_users": ("Alice",)}, True),
        ({"denied_users": ("@staff",)}, True),
        ({"allowed_users": ("bob", "@wheel")}, True),
        ({"denied_users": ("bob",)}, False),
        ({"allowed_users": ("@users",)}, False),
    ],
)
async def test_who_may_print(lists: dict[str, Any], shut_out: bool) -> None:
    access = await queue_access(captured(), queue(**lists), ALICE, reach())
    assert access == QueueAccess(queue().scope, shut_out)
    root = await queue_access(captured(), queue(**lists), Person((), "root", 0), reach())
    assert root is not None and not root.shut_out


async def test_groups_that_could_not_be_found_out_shut_nobody_out() -> None:
    groupless = Person((), "alice", 1000)
    for listed in (queue(allowed_users=("@office",)), queue(denied_users=("@office",))):
        with pytest.raises(Unavailable, match="groups"):
            await queue_access(captured(), listed, groupless, reach())
    by_name = queue(allowed_users=("alice", "@office"))
    access = await queue_access(captured(), by_name, groupless, reach())
    assert access is not None and not access.shut_out


async def test_groups_of_another_machine_are_not_known_here() -> None:
    elsewhere = reach(local=False)
    for listed in (queue(allowed_users=("@staff",)), queue(denied_users=("@staff",))):
        with pytest.raises(Unavailable, match="groups"):
            await queue_access(captured(), listed, ALICE, elsewhere)
    by_name = queue(allowed_users=("@staff", "alice"))
    assert await queue_access(captured(), by_name, ALICE, elsewhere) == QueueAccess(
        by_name.scope, shut_out=False
    )
    assert await queue_access(captured(), queue(), ALICE, elsewhere) is None


async def test_the_package_behind_a_version() -> None:
    env = captured(programs={"dpkg-query": (0, "cups-daemon 2.4.2-3+deb12u9")})
    version = await cups_version(env, queues("x", version="2.4.2"), files())
    assert version
    assert version.package == "cups-daemon 2.4.2-3+deb12u9"
    unknown = await cups_version(
        captured(programs={"rpm": (1, "")}), queues(version="2.4.2"), files()
    )
    assert unknown
    assert unknown.package == ""
    assert await cups_version(captured(), queues(), files()) is None


async def test_settings() -> None:
    text = "MaxJobs 7\nLimitRequestBody 2m\nBrowsing Off\nListen *:631\n"
    settings = await server_settings(captured({"/etc/cups/cupsd.conf": text}), files())
    assert (settings.max_jobs, settings.max_request_size) == (7, 2 << 20)
    assert (settings.browsing, settings.listens_outside) == (False, True)
    defaults = await server_settings(captured(), files())
    assert (defaults.max_jobs, defaults.browsing, defaults.listens_outside) == (500, True, False)


async def test_who_asks() -> None:
    asking = await person(captured(programs={"id -nG": (0, "alice lpadmin\n")}))
    assert asking.groups == ("alice", "lpadmin")
    assert (await person(captured())).groups == ()


async def test_a_confined_program() -> None:
    info = "[Application]\nname=org.example.App\n\n[Context]\nsockets=x11;wayland;{}\n"
    shut = await app_sandbox(captured({"/.flatpak-info": info.format("")}))
    assert shut
    assert not shut.may_print
    allowed = await app_sandbox(captured({"/.flatpak-info": info.format("cups;")}))
    assert allowed
    assert allowed.may_print
    snap = await app_sandbox(captured(environ={"SNAP_NAME": "app"}))
    assert snap
    assert snap.kind == "snap"
    assert await app_sandbox(captured()) is None


async def test_kerberos() -> None:
    negotiates = queue(auth_info_required=("negotiate",))
    none = await kerberos_ticket(captured(programs={"klist": (1, "no cache")}), negotiates)
    assert none
    assert not none.valid
    good = await kerberos_ticket(captured(programs={"klist": (0, "alice@EXAMPLE")}), negotiates)
    assert good
    assert good.valid
    assert await kerberos_ticket(captured(), queue()) is None
    with pytest.raises(Unavailable, match="not installed"):
        await kerberos_ticket(captured(), negotiates)


@pytest.mark.parametrize(
    ("environ", "paper"),
    [
        ({"LANG": "de_DE.UTF-8"}, "iso_a4_210x297mm"),
        ({"LANG": "de_DE.UTF-8", "LC_PAPER": "en_US.UTF-8"}, "na_letter_8.5x11in"),
        ({"LC_ALL": "C"}, None),
        ({}, None),
    ],
)
async def test_the_usual_paper(environ: dict[str, str], paper: str | None) -> None:
    usual: Locale | None = await locale(captured(environ=environ))
    assert (usual.paper if usual else None) == paper
