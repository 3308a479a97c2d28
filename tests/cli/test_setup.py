# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""tools/setup and tools/build-in-place on machines of all kinds, made of stub programs.

A stub writes down that it was called. What the scripts may use of this machine is listed in TOOLS;
anything else is not there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = (
    "basename", "cat", "chmod", "cksum", "cmp", "cp", "dirname", "env", "find", "grep", "head",
    "ls", "mkdir", "mktemp", "mv", "rm", "sed", "sh", "touch", "tr",
)  # fmt: skip
STUB = """\
#!/bin/sh
printf '%s\\n' "$(basename "$0") $*" >>"$CALLS"
"""
ALL_INSTALLED = """\
for package; do
  case $package in -*) ;; *) echo "$package install ok installed" ;; esac
done
"""
ALL_BUT_GCC = ALL_INSTALLED.replace("-*)", "-* | gcc)")
PYTHON = """\
case "$*" in
  *tomllib*) exec "$REAL" "$@" ;;
  *Python.h*) exit 1 ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *EXT_SUFFIX*) echo ".${ABI:-new}.so" ;;
  *purelib*) echo "$SITE" ;;
  "-m pip "*install*) [ -z "${PIP_FAILS:-}" ] || exit 1 ;;
esac
"""
RELEASES = {
    "debian": "ID=debian",
    "ubuntu": 'ID=ubuntu\nID_LIKE="debian"',
    "fedora": "ID=fedora",
    "rhel": 'ID=rocky\nID_LIKE="rhel centos fedora"',
    "suse": 'ID=opensuse-leap\nID_LIKE="suse opensuse"',
    "arch": "ID=arch",
    "unknown": "ID=haiku",
}


@dataclass(frozen=True, slots=True)
class Machine:
    """A checkout on a machine that has nothing but stubs."""

    place: Path

    @property
    def checkout(self) -> Path:
        return self.place / "checkout"

    def has(self, name: str, does: str = "") -> None:
        """Put a program there."""
        path = self.place / "bin" / name
        path.write_text(STUB + does + "\n")
        path.chmod(0o755)

    def run(self, script: str, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a script of the checkout."""
        env = {
            "PATH": str(self.place / "bin"),
            "CALLS": str(self.place / "calls"),
            "SITE": str(self.place),
            "TMPDIR": str(self.place / "tmp"),
            "REAL": sys.executable,
            "PYTHON": str(self.place / "bin" / "python"),
            "UNJAM_OS_RELEASE": str(self.place / "os-release"),
        }
        argv = [str(self.checkout / "tools" / script), *args]
        return subprocess.run(argv, env=env | more, capture_output=True, text=True, timeout=60)

    def calls(self, *programs: str) -> list[str]:
        """What was called since the last time, of these programs."""
        path = self.place / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [line for line in lines if line.split()[0] in programs]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian for an ordinary user without sudo, on which all packages are installed."""
    made = Machine(tmp_path)
    for name in ("bin", "tmp", "checkout"):
        (tmp_path / name).mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / "bin" / tool).symlink_to(found)
    shutil.copytree(ROOT / "tools", made.checkout / "tools")
    shutil.copy(ROOT / "pyproject.toml", made.checkout)
    (tmp_path / "os-release").write_text(RELEASES["debian"])
    made.has("id", "echo 1000")
    made.has("pkg-config", "exit 1")
    made.has("apt-cache", "exit 1")
    made.has("apt-get", 'echo "apt-get speaks"; exit ${APT_FAILS:-0}')
    made.has("dpkg-query", ALL_INSTALLED)
    made.has("python", PYTHON)
    return made


def test_where_nothing_is_missing_nobody_becomes_root_and_the_second_time_nothing_is_done(
    machine: Machine,
) -> None:
    machine.has("sudo")
    done = machine.run("setup")
    assert done.returncode == 0, done.stderr
    calls = machine.calls("sudo", "apt-get", "python")
    assert not [call for call in calls if not call.startswith("python")]
    installed = [call for call in calls if " install " in call]
    assert "pip>=25.1" in installed[0], "first the pip that knows what is asked of it"
    for wanted in ("--group build", "click", "pysnmp"):
        assert wanted in installed[1]
    again = machine.run("setup")
    assert (again.returncode, again.stderr) == (0, "")
    assert not [call for call in machine.calls("python") if " install " in call]


def test_missing_packages_are_installed_through_sudo(machine: Machine) -> None:
    machine.has("dpkg-query", ALL_BUT_GCC)
    machine.has("sudo", '"$@"')
    done = machine.run("setup")
    assert done.returncode == 0, done.stderr
    update, install = machine.calls("apt-get")
    assert update.split()[1] == "update"
    assert install.split()[-2:] == ["--no-install-recommends", "gcc"]
    assert "apt-get speaks" not in done.stdout + done.stderr


def test_root_needs_no_sudo(machine: Machine) -> None:
    machine.has("dpkg-query", ALL_BUT_GCC)
    machine.has("id", "echo 0")
    assert machine.run("setup").returncode == 0
    assert len(machine.calls("apt-get")) == 2


def test_without_sudo_the_missing_packages_are_named(machine: Machine) -> None:
    machine.has("dpkg-query", ALL_BUT_GCC)
    done = machine.run("setup")
    assert done.returncode == 1
    assert "apt-get install --no-install-recommends gcc" in done.stderr
    assert machine.calls("apt-get") == []
    assert [*(machine.place / "tmp").iterdir()] == []


def test_what_apt_says_is_shown_when_it_fails(machine: Machine) -> None:
    machine.has("dpkg-query", ALL_BUT_GCC)
    machine.has("sudo", '"$@"')
    done = machine.run("setup", APT_FAILS="100")
    assert done.returncode == 1
    assert "apt-get speaks" in done.stderr
    assert "could not install" in done.stderr
    assert [*(machine.place / "tmp").iterdir()] == []


OTHERS = {
    "fedora": ("dnf install", "rpm", "cups-devel"),
    "rhel": ("dnf install", "rpm", "cups-devel"),
    "suse": ("zypper install", "rpm", "cups-devel"),
    "arch": ("pacman -S --needed", "pacman", "libcups"),
}


@pytest.mark.parametrize("purpose", ["run", "test"])
@pytest.mark.parametrize("family", OTHERS)
def test_other_distributions_are_told_what_to_install(
    machine: Machine, family: str, purpose: str
) -> None:
    (machine.place / "os-release").write_text(RELEASES[family])
    command, asks, package = OTHERS[family]
    machine.has(asks, "exit 1")
    done = machine.run("setup", purpose)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("  sudo ")]
    assert line.startswith(f"  sudo {command} ")
    assert package in line.split()
    assert ("valgrind" in line.split()) == (purpose == "test")


def test_an_unknown_distribution_is_told_what_is_needed(machine: Machine) -> None:
    (machine.place / "os-release").write_text(RELEASES["unknown"])
    done = machine.run("setup")
    assert done.returncode == 1
    assert "libcups 2.4" in done.stderr
    assert machine.run("setup", UNJAM_SKIP_PACKAGES="1").returncode == 0


def test_a_set_up_that_was_broken_off_is_taken_up_again(machine: Machine) -> None:
    assert machine.run("setup", PIP_FAILS="1").returncode != 0
    machine.calls("python")
    assert machine.run("setup").returncode == 0
    installed = [call for call in machine.calls("python") if " install " in call]
    assert len(installed) == 2
    assert "pip>=25.1" in installed[0]


@pytest.mark.parametrize(
    ("built_for", "wanted"),
    [
        (None, ["setup build", "compile -C build"]),
        ("new", ["compile -C build"]),
        ("old", ["setup --wipe build", "compile -C build"]),
    ],
)
def test_what_was_built_for_another_interpreter_is_built_anew(
    machine: Machine, built_for: str | None, wanted: list[str]
) -> None:
    assert machine.run("setup").returncode == 0
    machine.has("meson", "mkdir -p build")
    build = machine.checkout / "build"
    if built_for:
        build.mkdir()
        (build / "build.ninja").write_text(f"build src/connection.{built_for}.so: cc\n")
    done = machine.run("build-in-place")
    assert done.returncode == 0, done.stderr
    assert machine.calls("meson") == [f"meson {words}" for words in wanted]


def test_the_list_of_targets_needs_nothing_of_a_bare_machine(machine: Machine) -> None:
    make, awk = shutil.which("make"), shutil.which("awk")
    assert make
    assert awk
    for name, path in {"make": make, "awk": awk}.items():
        (machine.place / "bin" / name).symlink_to(path)
    shutil.copy(ROOT / "Makefile", machine.checkout)
    env = {"PATH": str(machine.place / "bin")}
    argv = [make, "-C", str(machine.checkout), "--no-print-directory"]
    done = subprocess.run(argv, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  make run " in done.stdout
