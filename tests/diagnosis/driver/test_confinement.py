# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What AppArmor and SELinux refused to CUPS, from records as they stand in the logs."""

from __future__ import annotations

from pathlib import Path

from tests.diagnosis.judged import found, is_skipped

from unjam.diagnosis.facts.confinement import Confinement, Refusal
from unjam.diagnosis.reading.audit import Denied, read_denials
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.confinement import apparmor_denied, selinux_denied

LOGS = Path(__file__).parent / "logs"


def denials(log: str) -> tuple[Denied, ...]:
    return read_denials((LOGS / log).read_text().splitlines())


def guards(log: str) -> Confinement:
    kinds = [Refusal(d.system, d.program, d.operation, d.target, d.record) for d in denials(log)]
    return Confinement((), "journal", tuple(kinds))


def test_only_what_concerns_cups_and_matters() -> None:
    (denied,) = denials("audit-apparmor.log")
    assert denied.target == "/opt/brother/Printers/MFCL2710DW/lpd/lpdfilter"
    assert (denied.program, denied.operation) == ("brother_lpdwrap", "exec")
    (denied,) = denials("audit-selinux.log")
    assert (denied.target, denied.operation) == ("/usr/lib/cups/filter/rastertovendor", "execute")


def test_what_is_older_than_a_day_is_history() -> None:
    lines = (LOGS / "audit-apparmor.log").read_text().splitlines()
    assert read_denials(lines, since=1700000002.0)
    assert not read_denials(lines, since=1700090000.0)


def test_apparmor() -> None:
    finding = found(apparmor_denied, guards("audit-apparmor.log"))
    assert finding is not None and "lpdfilter" in finding.evidence[0].answer
    assert found(apparmor_denied, guards("audit-selinux.log")) is None
    assert is_skipped(apparmor_denied, Confinement)


def test_selinux() -> None:
    finding = found(selinux_denied, guards("audit-selinux.log"))
    assert finding is not None
    restore = ("restorecon", "-v", "/usr/lib/cups/filter/rastertovendor")
    assert isinstance(finding.remedies[0], Instruction)
    assert finding.remedies[0].command == restore
    assert found(selinux_denied, guards("audit-apparmor.log")) is None
    assert is_skipped(selinux_denied, Confinement)


def test_no_guard_is_ever_switched_off() -> None:
    for rule, name in ((apparmor_denied, "apparmor"), (selinux_denied, "selinux")):
        finding = found(rule, guards(f"audit-{name}.log"))
        assert finding is not None
        for remedy in finding.remedies:
            assert isinstance(remedy, Instruction)
            assert not {"setenforce", "aa-disable", "aa-complain"} & set(remedy.command)
