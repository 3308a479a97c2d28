# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What is missing is named as the distribution at hand names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.diagnosis.captured import CapturedEnv, captured
from tests.diagnosis.cases import found
from tests.diagnosis.judged import OFFICE

from unjam.actions import describe
from unjam.diagnosis.facts.device import DeviceName
from unjam.diagnosis.facts.discovery import AvahiAnswer
from unjam.diagnosis.facts.driver import ProgramFile, QueueBackend, QueueFilters
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.packages import family_of, package_of
from unjam.diagnosis.probes.system import distribution
from unjam.diagnosis.reading.os_release import read_os_release
from unjam.diagnosis.remedies import InstallPackages, Instruction
from unjam.diagnosis.rules.discovery import mdns_name_service_missing
from unjam.diagnosis.rules.driver_programs import backend_missing, filter_missing

FILES = Path(__file__).parent / "os-release"
FAMILIES = {
    "alpine-3.20": "",
    "arch": "arch",
    "debian-12": "debian",
    "fedora-40": "fedora",
    "linuxmint-21": "debian",
    "manjaro": "arch",
    "nixos-24.05": "",
    "opensuse-leap-15.6": "suse",
    "opensuse-tumbleweed": "suse",
    "rhel-9": "fedora",
    "rocky-9": "fedora",
    "sled-15": "suse",
    "ubuntu-24.04": "debian",
}
GONE = ProgramFile("/usr/lib/cups/backend/smb", exists=False)
BACKEND = QueueBackend(OFFICE, "smb://pc/x", "smb", "/usr/lib/cups/backend", GONE, ("ipp", "usb"))


async def system(name: str) -> Distribution:
    text = (FILES / name).read_text(encoding="utf-8")
    fact = await distribution(captured({"/etc/os-release": text}))
    assert isinstance(fact, Distribution)
    return fact


def test_every_captured_file_is_expected() -> None:
    assert {path.name for path in FILES.iterdir()} == set(FAMILIES)


@pytest.mark.parametrize("name", FAMILIES)
async def test_a_distribution_is_known_by_its_kin(name: str) -> None:
    fact = await system(name)
    assert family_of(fact) == FAMILIES[name]
    assert fact.name and fact.id


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("ubuntu-24.04", "sudo apt-get install smbclient"),
        ("fedora-40", "sudo dnf install samba-client"),
        ("sled-15", "sudo zypper install samba-client"),
        ("manjaro", "sudo pacman -S smbclient"),
    ],
)
async def test_the_missing_backend_has_its_package(name: str, command: str) -> None:
    """The command is that distribution's, wherever it is read: a bundle is judged elsewhere."""
    finding = found(backend_missing, BACKEND, await system(name))
    assert finding
    assert " ".join(describe(finding.remedies[0]).command) == command


@pytest.mark.parametrize("name", ["alpine-3.20", "nixos-24.05"])
async def test_on_a_stranger_the_thing_to_look_for_is_said(name: str) -> None:
    finding = found(backend_missing, BACKEND, await system(name))
    assert finding
    assert isinstance(finding.remedies[0], Instruction)
    assert "“smb”" in finding.remedies[0].text


def test_where_nobody_could_look_nothing_is_guessed() -> None:
    finding = found(backend_missing, BACKEND)
    assert finding
    assert isinstance(finding.remedies[0], Instruction)


async def test_a_filter_that_a_distribution_does_not_offer_is_described() -> None:
    filters = QueueFilters(OFFICE, "/f", (replace(GONE, path="/f/rastertobrlaser"),))
    debian = found(filter_missing, filters, await system("debian-12"))
    arch = found(filter_missing, filters, await system("arch"))
    assert debian and arch
    assert debian.remedies[0] == InstallPackages(("printer-driver-brlaser",), "debian")
    assert isinstance(arch.remedies[0], Instruction)


@pytest.mark.parametrize(
    ("name", "package"), [("debian-12", "libnss-mdns"), ("fedora-40", "nss-mdns")]
)
async def test_the_name_service_has_its_package(name: str, package: str) -> None:
    lost = DeviceName(OFFICE, "Brother.local", (), "EAI_NONAME", "unknown")
    avahi = AvahiAnswer(OFFICE, "Brother.local", "192.0.2.7")
    finding = found(mdns_name_service_missing, lost, avahi, await system(name))
    assert finding
    assert finding.remedies[0] == InstallPackages((package,), FAMILIES[name])


def test_a_program_that_nobody_packages() -> None:
    assert package_of("filter/rastertovendor", Distribution((), "debian")) is None


def test_reading_is_forgiving() -> None:
    text = '# a comment\nID=\'arch\'\nNAME="A \\"B\\""\nbroken line\nX="unbalanced\nVERSION_ID=\n'
    assert read_os_release(text) == {"ID": "arch", "NAME": 'A "B"', "VERSION_ID": ""}


async def test_within_a_flatpak_the_system_outside_counts() -> None:
    files = {"/run/host/os-release": "ID=fedora\n", "/etc/os-release": "ID=org.gnome.Platform\n"}
    fact = await distribution(captured(files))
    assert isinstance(fact, Distribution)
    assert fact.id == "fedora"


async def test_a_system_that_does_not_say() -> None:
    assert await distribution(captured()) is None


async def test_the_packages_of_another_machine_are_not_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def elsewhere(_env: CapturedEnv) -> bool:
        return False

    monkeypatch.setattr(CapturedEnv, "is_local", elsewhere)
    assert await distribution(captured({"/etc/os-release": "ID=debian\n"})) is None
