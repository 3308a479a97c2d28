# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Filters that are there and cannot start: no loader, no interpreter, no library."""

from __future__ import annotations

import re
from pathlib import PurePath

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import missing
from unjam.diagnosis.facts.device import DeviceAddress
from unjam.diagnosis.facts.driver import JobRun, QueueFilters, QueueRuns
from unjam.diagnosis.messages import driver_more as messages
from unjam.diagnosis.model import Evidence, Finding, Scope, Severity, Unknown
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.driver_programs import FAILURES, driverless
from unjam.diagnosis.rules.driver_runs import run_evidence, runs_of
from unjam.diagnosis.wording import _, finding

HIDES = (*FAILURES, "FILTER_FAILED")
LIBRARY = re.compile(r"error while loading shared libraries: ([^:]+):")
"""The dynamic loader's words (ld.so(8)); the program then ends with 127."""


@rule("FILTER_WRONG_ARCHITECTURE", supersedes=HIDES)
def filter_wrong_architecture(
    filters: QueueFilters, runs: QueueRuns | Unknown | None, device: DeviceAddress | None
) -> Verdict:
    """Find a filter without its ELF loader, script interpreter, or a library."""
    broken = [p for p in filters.programs if p.exists and not p.interpreter_exists]
    if broken:
        path, starter = broken[0].path, broken[0].interpreter
        absent = Evidence("stat()", starter, "ENOENT: No such file or directory")
        evidence = (Evidence(path, "interpreter", starter), absent)
        return _cannot_start(filters.scope, path, starter, evidence, device)
    for run in runs_of(runs):
        library = _missing_library(run)
        if library and run.culprit:
            words = run_evidence(run)
            return _cannot_start(filters.scope, run.culprit.program, library, words, device)
    return missing(runs)


def _missing_library(run: JobRun) -> str:
    """Return the library that the dynamic loader asked for in vain, by its words in the log."""
    if run.culprit is None or run.culprit.is_backend:
        return ""
    return next((m.group(1) for m in map(LIBRARY.search, run.last_words) if m), "")


def _cannot_start(
    scope: Scope,
    path: str,
    missing: str,
    evidence: tuple[Evidence, ...],
    device: DeviceAddress | None,
) -> Finding:
    queue, program = scope[0].name, PurePath(path).name
    install = _(messages.INSTALL_RUNTIME).format(program=program, missing=missing)
    return finding(
        "FILTER_WRONG_ARCHITECTURE",
        Severity.ERROR,
        scope[0],
        messages.FILTER_WRONG_ARCHITECTURE,
        evidence=evidence,
        remedies=(Instruction(install), *driverless(queue, device)),
        queue=queue,
        path=path,
        program=program,
        missing=missing,
    )
