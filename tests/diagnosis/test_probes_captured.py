# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Probes of what no sandbox can have: systemd, Flatpak, Kerberos, the kernel's tables."""

from __future__ import annotations

import pytest
from tests.diagnosis.captured import captured
from tests.diagnosis.cases import files, found, queue, queues, reach

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.facts.person import Locale
from unjam.diagnosis.probes.person import confinement, kerberos_ticket, locale, person
from unjam.diagnosis.probes.server_more import (
    cups_version,
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


async def test_a_private_server_has_no_unit() -> None:
    assert await unit_state(captured(), files(standard=False)) is None


async def test_a_listener_on_the_browsing_port() -> None:
    env = captured(
        {"/proc/net/udp": UDP, "/etc/cups/cups-browsed.conf": "BrowseRemoteProtocols dnssd cups\n"}
    )
    listener = await udp_listener(env, files())
    assert listener
    assert (listener.address, listener.browsed) == ("0.0.0.0", "dnssd cups")  # noqa: S104
    assert found(legacy_browse_listener, listener)
    quiet = captured({"/proc/net/udp": UDP.replace(":0277", ":0278")})
    assert await udp_listener(quiet, files()) is None


async def test_a_refused_password_in_the_log() -> None:
    refused = await login_failures(captured({"/var/log/cups/error_log": LOG}), files())
    assert len(refused.failures) == 1
    assert found(password_refused, refused, reach(clock=refused.failures[0].when + 60))
    assert not (await login_failures(captured(), files())).failures
    with pytest.raises(Unavailable):
        await login_failures(captured(), files(error_log=""))


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
    text = "MaxJobs 7\nLimitRequestBody 2m\nBrowsing Off\nListen *:631\nPreserveJobFiles No\n"
    settings = await server_settings(captured({"/etc/cups/cupsd.conf": text}), files())
    assert (settings.max_jobs, settings.max_request_size) == (7, 2 << 20)
    assert (settings.browsing, settings.listens_outside, settings.preserve_files) == (
        False, True, False,
    )  # fmt: skip
    defaults = await server_settings(captured(), files())
    assert (defaults.max_jobs, defaults.browsing, defaults.listens_outside) == (500, True, False)


async def test_who_asks() -> None:
    asking = await person(captured(programs={"id -nG": (0, "alice lpadmin\n")}))
    assert asking.groups == ("alice", "lpadmin")
    assert (await person(captured())).groups == ()


async def test_confinement() -> None:
    info = "[Application]\nname=org.example.App\n\n[Context]\nsockets=x11;wayland;{}\n"
    shut = await confinement(captured({"/.flatpak-info": info.format("")}))
    assert shut
    assert not shut.may_print
    allowed = await confinement(captured({"/.flatpak-info": info.format("cups;")}))
    assert allowed
    assert allowed.may_print
    snap = await confinement(captured(environ={"SNAP_NAME": "app"}))
    assert snap
    assert snap.kind == "snap"
    assert await confinement(captured()) is None


async def test_kerberos() -> None:
    negotiates = queue(auth_info_required=("negotiate",))
    none = await kerberos_ticket(captured(programs={"klist": (1, "no cache")}), negotiates)
    assert none
    assert not none.valid
    good = await kerberos_ticket(captured(programs={"klist": (0, "alice@EXAMPLE")}), negotiates)
    assert good
    assert good.valid
    assert await kerberos_ticket(captured(), queue()) is None
    missing = await kerberos_ticket(captured(), negotiates)
    assert missing
    assert "not installed" in missing.answer


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
