# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Units, packages and the firewall, over a real message bus with services of paper on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dbus_fast import DBusError
from tests.actions.fakes import paper_world
from tests.actions.services import Firewalld, PackageKit, Systemd, private_bus

from unjam.actions import Executor
from unjam.actions.errors import (
    ActionError,
    NotPermitted,
    NotPossibleHere,
    PartlyApplied,
    ServiceFailed,
)
from unjam.diagnosis.remedies import (
    AllowMdns,
    InstallPackages,
    Remedy,
    RestartScheduler,
    StartScheduler,
    StopUnit,
)

DENIED = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus(tmp_path) as found:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", found)
        yield found


def executor() -> Executor:
    return Executor(paper_world().world)


async def test_a_unit_is_started_seen_running_and_stopped_again(address: str) -> None:
    systemd = Systemd()
    async with systemd.on(address):
        doer = executor()
        assert not (await doer.verify(StartScheduler())).holds
        applied = await doer.apply(StartScheduler())
        assert applied.undo == StopUnit("cups.service")
        assert (await doer.verify(StartScheduler())).holds
        await doer.undo(applied)
        assert not (await doer.verify(StartScheduler())).holds


@pytest.mark.parametrize(
    ("remedy", "now"), [(StartScheduler(), "active"), (StopUnit("x"), "inactive")]
)
async def test_a_unit_that_was_so_already_has_no_undo(
    address: str, remedy: StartScheduler | StopUnit, now: str
) -> None:
    systemd = Systemd()
    systemd.active[remedy.unit] = now
    async with systemd.on(address):
        assert (await executor().apply(remedy)).undo is None


async def test_a_unit_that_does_not_start_is_a_failure(address: str) -> None:
    async with Systemd(result="failed").on(address):
        with pytest.raises(ServiceFailed, match=r"journalctl -u cups.service"):
            await executor().apply(RestartScheduler())


REFUSALS = [
    (DENIED, NotPermitted, ("sudo", "systemctl", "start", "cups.service")),
    (
        "org.freedesktop.systemd1.NoSuchUnit",
        NotPossibleHere,
        ("systemctl", "start", "cups.service"),
    ),
]


@pytest.mark.parametrize(("name", "kind", "command"), REFUSALS)
async def test_a_refusal_names_the_command_to_run_by_hand(
    address: str, name: str, kind: type[ActionError], command: tuple[str, ...]
) -> None:
    async with Systemd(refusal=DBusError(name, "no")).on(address):
        with pytest.raises(kind) as caught:
            await executor().apply(StartScheduler())
    assert getattr(caught.value, "command", None) == command


REMEDIES: list[Remedy] = [StartScheduler(), InstallPackages(("hplip",)), AllowMdns("home")]


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.id)
async def test_where_the_service_is_missing_it_says_so(address: str, remedy: Remedy) -> None:
    del address
    with pytest.raises(NotPossibleHere):
        await executor().apply(remedy)


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.id)
async def test_where_there_is_no_bus_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, remedy: Remedy
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    with pytest.raises(NotPossibleHere, match="D-Bus"):
        await executor().apply(remedy)


async def test_packages_that_are_missing_are_installed(address: str) -> None:
    kit = PackageKit("hplip", "ghostscript")
    kit.installed.add("ghostscript")
    remedy = InstallPackages(("hplip", "ghostscript"))
    async with kit.on(address):
        doer = executor()
        assert not (await doer.verify(remedy)).holds
        applied = await doer.apply(remedy)
        assert applied.undo is None
        assert (await doer.verify(remedy)).holds
    assert ("InstallPackages", [2, ["hplip;1.0;amd64;debian"]]) in kit.calls


async def test_a_package_that_nobody_offers_is_named(address: str) -> None:
    async with PackageKit("hplip").on(address):
        with pytest.raises(NotPossibleHere, match="nonesuch"):
            await executor().apply(InstallPackages(("hplip", "nonesuch")))


async def test_what_packagekit_complains_of_is_passed_on(address: str) -> None:
    async with PackageKit("hplip", problem="No network.").on(address):
        with pytest.raises(ServiceFailed, match="No network"):
            await executor().apply(InstallPackages(("hplip",)))


async def test_mdns_is_allowed_now_and_for_good_and_taken_back(address: str) -> None:
    wall = Firewalld()
    async with wall.on(address):
        doer = executor()
        applied = await doer.apply(AllowMdns("home"))
        assert (await doer.verify(AllowMdns("home"))).holds
        assert wall.saved == {"mdns"}
        await doer.undo(applied)
        assert (wall.now, wall.saved) == (set(), set())


@pytest.mark.parametrize("already", ["now", "saved"])
async def test_mdns_that_was_allowed_before_is_not_taken_away(address: str, already: str) -> None:
    """Undone it would be less than it was, be it today or after a restart."""
    wall = Firewalld()
    getattr(wall, already).add("mdns")
    async with wall.on(address):
        doer = executor()
        applied = await doer.apply(AllowMdns("home"))
        assert (await doer.verify(applied.remedy)).holds
    assert applied.undo is None
    assert (wall.now, wall.saved) == ({"mdns"}, {"mdns"})


async def test_half_of_it_is_said_to_be_half(address: str) -> None:
    async with Firewalld(DBusError("org.fedoraproject.FirewallD1.Exception", "READ_ONLY")).on(
        address
    ):
        with pytest.raises(PartlyApplied, match="READ_ONLY"):
            await executor().apply(AllowMdns("home"))
