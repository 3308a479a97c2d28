# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the kernel refused to a CUPS program, in the records of AppArmor and SELinux.

AppArmor: `apparmor="DENIED" operation="open" profile="/usr/sbin/cupsd" name="/x" comm="y"
requested_mask="r"`. SELinux: `avc: denied { read } for pid=… comm="x" path="/y"
scontext=…:cupsd_t:s0`. Both are found in the audit log and in the kernel's messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_APPARMOR = re.compile(r'apparmor="DENIED"')
_SELINUX = re.compile(r"avc:\s+denied\s+\{ ([^}]*)\}")
_FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
_CUPS = re.compile(r"cups|foomatic|hplip")
_TIME = re.compile(r"audit\((\d+)")

HARMLESS_CAPABILITIES = frozenset({"net_admin", "sys_nice", "wake_alarm"})
"""What cupsd asks for in passing and does well without; every Debian with AppArmor logs it."""

APPARMOR, SELINUX = "apparmor", "selinux"


@dataclass(frozen=True, slots=True)
class Denied:
    """One refusal: by which system, to which program, what with which object."""

    system: str
    program: str
    operation: str
    target: str
    record: str


def read_denials(lines: Iterable[str], *, since: float = 0.0) -> tuple[Denied, ...]:
    """Pick the refusals that concern CUPS and that matter, each kind once, newest last.

    `since` is in seconds since 1970; a record without a time counts.
    """
    recent = (line for line in lines if _when(line) >= since)
    found = {(d.system, d.program, d.operation, d.target): d for d in map(_denied, recent) if d}
    return tuple(found.values())


def _when(line: str) -> float:
    stamp = _TIME.search(line)
    return float(stamp.group(1)) if stamp else float("inf")


def _denied(line: str) -> Denied | None:
    fields = {key: quoted or plain for key, quoted, plain in _FIELD.findall(line)}
    if _APPARMOR.search(line):
        return _by_apparmor(fields, line)
    if match := _SELINUX.search(line):
        return _by_selinux(fields, match.group(1).strip(), line)
    return None


def _by_apparmor(fields: dict[str, str], line: str) -> Denied | None:
    profile, operation = fields.get("profile", ""), fields.get("operation", "")
    capability = fields.get("capname", "")
    if not _CUPS.search(profile) or capability in HARMLESS_CAPABILITIES:
        return None
    program = fields.get("comm") or profile
    return Denied(APPARMOR, program, operation, fields.get("name", capability), line.strip())


def _by_selinux(fields: dict[str, str], operation: str, line: str) -> Denied | None:
    context = fields.get("scontext", "")
    if not _CUPS.search(context) or fields.get("permissive") == "1":
        return None
    target = fields.get("path") or fields.get("name", "")
    return Denied(SELINUX, fields.get("comm", context), operation, target, line.strip())
