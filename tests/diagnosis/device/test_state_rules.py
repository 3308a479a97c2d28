# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a device says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from tests.diagnosis.judged import DEVICE_URI, OFFICE, found, is_skipped, office

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts.device import DeviceState, LoadedMedia, Supply
from unjam.diagnosis.model import Severity
from unjam.diagnosis.rules.device_state import (
    cover_open,
    device_paused,
    media_empty,
    media_jam,
    media_needed,
    output_full,
    supply_empty,
    supply_low,
)
from unjam.diagnosis.rules.device_state_other import device_state_mismatch, other_device_error

RULES = {
    "media-empty": media_empty,
    "media-jam": media_jam,
    "media-needed": media_needed,
    "cover-open": cover_open,
    "marker-supply-empty": supply_empty,
    "output-area-full": output_full,
    "paused": device_paused,
}


def device(*reasons: str, **values: Any) -> DeviceState:
    return DeviceState(OFFICE, DEVICE_URI, "Test", 3, reasons, **values)


@pytest.mark.parametrize(("keyword", "rule"), RULES.items())
@pytest.mark.parametrize(
    ("suffix", "severity"),
    [
        ("", Severity.ERROR),
        ("-error", Severity.ERROR),
        ("-warning", Severity.WARNING),
        ("-report", Severity.WARNING),
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


def test_one_that_is_merely_low_is_not_to_be_replaced() -> None:
    supplies = (Supply("Cyan", "toner", 4, 10), Supply("Black", "toner", 0, 10))
    finding = found(supply_empty, device("toner-empty", supplies=supplies))
    assert finding is not None
    assert "Black" in finding.explanation and "Cyan" not in finding.explanation


def test_an_empty_supply_that_has_a_little_left_is_named_all_the_same() -> None:
    supplies = (Supply("Cyan", "toner", 1, 10), Supply("Black", "toner", 50, 10))
    finding = found(supply_empty, device("toner-empty", supplies=supplies))
    assert finding is not None
    assert "Cyan" in finding.explanation


def test_a_low_supply_is_a_warning_at_most() -> None:
    supplies = (Supply("Cyan", "toner", 4, 10), Supply("Black", "toner", 80, 10))
    finding = found(supply_low, device("toner-low", supplies=supplies))
    assert finding is not None and finding.severity is Severity.WARNING
    assert "Cyan" in finding.explanation and "Black" not in finding.explanation
    assert found(supply_low, device()) is None
    assert is_skipped(supply_low, DeviceState)


@pytest.mark.parametrize(
    ("supply", "rule", "severity"),
    [
        (Supply("Cyan", "toner", 0, 10), supply_empty, Severity.WARNING),
        (Supply("Cyan", "toner", 0), supply_empty, Severity.WARNING),
        (Supply("Cyan", "toner", 7, 10), supply_low, Severity.INFO),
    ],
)
def test_a_level_tells_without_a_word(supply: Supply, rule: Rule[Any], severity: Severity) -> None:
    finding = found(rule, device(supplies=(supply, Supply("Black", "toner", 80, 10))))
    assert finding is not None and finding.severity is severity
    assert finding.evidence[-1].answer == f"Cyan {supply.level} %, Black 80 %"


@pytest.mark.parametrize(
    "supply",
    [
        Supply("Black", "toner", -1, 10),
        Supply("Black", "toner", -3),
        Supply("Black", "toner", 11, 10),
        Supply("Waste", "wasteToner", 0, 10),
        Supply("Waste", "waste-ink", 5, 10),
    ],
)
def test_a_level_that_tells_nothing(supply: Supply) -> None:
    assert found(supply_empty, device(supplies=(supply,))) is None
    assert found(supply_low, device(supplies=(supply,))) is None


def test_one_empty_tray_of_several_is_no_printer_without_paper() -> None:
    trays = (LoadedMedia(21000, 29700, "main"), LoadedMedia(14800, 21000, "alternate"))
    one = found(media_empty, device("media-empty-warning", media_col_ready=trays))
    assert one is not None and one.summary.startswith("A paper tray")
    only = found(media_empty, device("media-empty-warning", media_col_ready=trays[:1]))
    assert only is not None and "out of paper" in only.summary
    stopped = DeviceState(OFFICE, DEVICE_URI, "T", 5, ("media-empty",), media_col_ready=trays)
    all_of_them = found(media_empty, stopped)
    assert all_of_them is not None and "out of paper" in all_of_them.summary


def test_an_error_in_a_word_of_the_devices_own() -> None:
    finding = found(other_device_error, device("com.maker-gears-lost-error"))
    assert finding is not None and "com.maker-gears-lost" in finding.summary


@pytest.mark.parametrize(
    "reason", ["media-empty-error", "standby", "com.maker-happy", "odd-warning", "cups-waiting"]
)
def test_no_other_error(reason: str) -> None:
    assert found(other_device_error, device(reason)) is None


def test_an_unsuffixed_word_counts_where_the_device_has_stopped() -> None:
    stopped = DeviceState(OFFICE, DEVICE_URI, "Test", 5, ("com.maker-gears-lost", "stopped"))
    assert found(other_device_error, stopped) is not None
    assert is_skipped(other_device_error, DeviceState)


def test_a_device_that_stopped_behind_the_queues_back() -> None:
    stopped = DeviceState(OFFICE, DEVICE_URI, "Test", 5, ())
    finding = found(device_state_mismatch, stopped, office())
    assert finding is not None and len(finding.evidence) == 2
    assert found(device_state_mismatch, stopped, office(state=5)) is None
    assert found(device_state_mismatch, device(), office()) is None
    assert is_skipped(device_state_mismatch, DeviceState, office())
