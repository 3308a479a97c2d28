# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What no sandbox can have, from captured facts: one file each, by its probe to its finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.diagnosis import cases
from tests.diagnosis.captured import captured

from unjam.diagnosis.catalogue import all_probes, all_rules
from unjam.diagnosis.facts.base import Fact, Wanted
from unjam.diagnosis.gather import gather
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Finding, Severity

CAPTURES = sorted((Path(__file__).parent / "captures").glob("*.json"))


async def findings(capture: dict[str, Any]) -> list[Finding]:
    """Look at the captured world, beside a print server and a queue that are well."""
    programs = {start: tuple(answer) for start, answer in capture.get("programs", {}).items()}
    env = captured(capture.get("files"), programs, capture.get("environ"))
    values = {
        k: tuple(v) if isinstance(v, list) else v for k, v in capture.get("queue", {}).items()
    }
    gone = capture.get("state") == "absent"
    known: list[Fact] = [
        cases.absent("ECONNREFUSED", "Connection refused") if gone else cases.reach(),
        cases.files(),
        cases.queues("Office", version=capture.get("version", "")),
        cases.queue("Office", **values),
    ]
    probes = [probe for probe in all_probes() if probe.name in capture["probes"]]
    assert len(probes) == len(capture["probes"])
    facts = await gather(env, Wanted(()), probes, known=known)
    return [*judge(facts, all_rules()).findings]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
async def test_it_is_found_and_nothing_else(path: Path) -> None:
    capture = json.loads(path.read_text())
    told = await findings(capture)
    assert [(f.id, f.severity) for f in told] == [
        (capture["finding"], Severity(capture["severity"]))
    ]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
async def test_a_world_without_it_is_quiet(path: Path) -> None:
    capture = json.loads(path.read_text())
    well = {"probes": capture["probes"], "version": "2.4.99"}
    well["programs"] = dict.fromkeys(capture.get("programs", ()), (0, HEALTHY))
    assert await findings(well) == []


HEALTHY = """Result=success
NRestarts=0
LoadState=loaded
ActiveState=active
SubState=running
UnitFileState=enabled
"""
"""A unit that runs; for other programs it is their last line of success."""
