# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Backends and filters that are not where CUPS looks for them."""

from __future__ import annotations

from pathlib import PurePath

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import DeviceAddress
from unjam.diagnosis.facts.driver import ProgramFile, QueueBackend, QueueFilters, QueuePpd
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.messages import driver as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.packages import package_of
from unjam.diagnosis.reading.device_uri import BUILT_IN
from unjam.diagnosis.remedies import Instruction, Remedy, UseDriverless
from unjam.diagnosis.wording import _, finding

DRIVERLESS = "IPP Everywhere"
"""How the name of a PPD ends that CUPS has made from what the printer says (ppd-cache.c)."""
FAILURES = ("QUEUE_STOPPED_BY_FAILURE", "JOB_ABORTED", "JOB_STUCK")
"""What any broken program on the way to the device looks like from the queue."""


@rule(
    "BACKEND_MISSING",
    supersedes=(*FAILURES, "BACKEND_FAILED", "BACKEND_PERMISSIONS", "QUEUE_STOPPED"),
)
def backend_missing(backend: QueueBackend, system: Distribution | None) -> Finding | None:
    """Find a URI whose scheme has no program in cupsd's backend directory."""
    if backend.file.exists or backend.scheme in BUILT_IN:
        return None
    installed = Evidence(backend.directory, "ls", " ".join(backend.installed))
    return finding(
        "BACKEND_MISSING",
        Severity.ERROR,
        backend.scope[0],
        messages.BACKEND_MISSING,
        evidence=(Evidence("Get-Printer-Attributes", "device-uri", backend.uri), installed),
        remedies=(_install_backend(backend.scheme, here(backend.file, system)),),
        queue=backend.scope[0].name,
        scheme=backend.scheme,
    )


@rule("FILTER_MISSING", supersedes=(*FAILURES, "FILTER_FAILED", "FILTER_WRONG_ARCHITECTURE"))
def filter_missing(
    filters: QueueFilters, device: DeviceAddress | None, system: Distribution | None
) -> Finding | None:
    """Find a filter program that the PPD names and that does not exist."""
    missing = [program for program in filters.programs if not program.exists]
    if not missing:
        return None
    name, system = PurePath(missing[0].path).name, here(missing[0], system)
    return finding(
        "FILTER_MISSING",
        Severity.ERROR,
        filters.scope[0],
        messages.FILTER_MISSING,
        evidence=tuple(map(_absent, missing)),
        remedies=(_install_filter(name, system), *driverless(filters.scope[0].name, device)),
        queue=filters.scope[0].name,
        program=name,
    )


def here(program: ProgramFile, system: Distribution | None) -> Distribution | None:
    """Return the system that lacks the program: none of which we know, if it is hearsay."""
    return None if program.hearsay else system


def driverless(
    queue: str, device: DeviceAddress | None, ppd: QueuePpd | None = None
) -> tuple[Remedy, ...]:
    """Offer printing without a driver where the device is asked in IPP anyway, if there is one."""
    has_none = ppd is not None and ppd.nickname.endswith(DRIVERLESS) and not ppd.programs
    return (UseDriverless(queue),) if device and device.is_ipp and not has_none else ()


def _absent(program: ProgramFile) -> Evidence:
    return Evidence("stat()", program.path, "ENOENT: No such file or directory")


def _install_backend(scheme: str, system: Distribution | None) -> Remedy:
    text = _(messages.INSTALL_BACKEND).format(scheme=scheme)
    return package_of(f"backend/{scheme}", system) or Instruction(text)


def _install_filter(program: str, system: Distribution | None) -> Remedy:
    text = _(messages.INSTALL_FILTER).format(program=program)
    return package_of(f"filter/{program}", system) or Instruction(text)
