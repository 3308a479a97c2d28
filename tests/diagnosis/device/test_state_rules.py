# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a device says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from tests.diagnosis.cases import DEVICE_URI, OFFICE, found, is_skipped

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts.device import DeviceState, Supply
from unjam.diagnosis.model import Severity
from unjam.diagnosis.rules.device_state import cover_open, media_empty, supply_empty

RULES = {"media-empty": media_empty, "cover-open": cover_open, "marker-supply-empty": supply_empty}


def device(*reasons: str, **values: Any) -> DeviceState:  # noqa: ANN401 - any field
    return DeviceState(OFFICE, DEVICE_URI, "Test", 3, reasons, **values)


@pytest.mark.parametrize(("keyword", "rule"), RULES.items())
@pytest.mark.parametrize(
    ("suffix", "severity"),
    [
        ("", Severity.ERROR),
        ("-error", Severity.ERROR),
        ("-warning", Severity.WARNING),
        ("-report", Severity.INFO),
    ],
)
def test_fires_as_gravely_as_the_device_says(
    keyword: str, rule: Rule[Any], suffix: str, severity: Severity
) -> None:
    finding = found(rule, device("media-low-report", keyword + suffix))
    assert finding is not None and finding.severity is severity
    assert keyword + suffix in finding.evidence[0].answer


@pytest.mark.parametrize("rule", RULES.values())
def test_does_not_fire(rule: Rule[Any]) -> None:
    assert found(rule, device()) is None
    assert found(rule, device("spool-area-full-report", "media-empty-of-something")) is None


@pytest.mark.parametrize("rule", RULES.values())
def test_evidence_missing(rule: Rule[Any]) -> None:
    assert is_skipped(rule, DeviceState)


def test_the_empty_supply_is_named() -> None:
    supplies = (Supply("Black toner", "toner", 0), Supply("Drum", "opc", 80))
    finding = found(supply_empty, device("toner-empty", supplies=supplies))
    assert finding is not None and "Black toner" in finding.explanation
    assert "Drum" not in finding.explanation
