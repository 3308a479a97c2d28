# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""printer-state-reasons, with and without a suffix."""

from __future__ import annotations

import pytest

from unjam.diagnosis.reading.state_reasons import Level, Reason, parse_reason, parse_reasons


@pytest.mark.parametrize(
    ("text", "keyword", "level"),
    [
        ("media-empty", "media-empty", Level.UNSTATED),
        ("media-empty-error", "media-empty", Level.ERROR),
        ("toner-low-warning", "toner-low", Level.WARNING),
        ("com.example-thing-report", "com.example-thing", Level.REPORT),
        ("input-media-tray-feed-error", "input-media-tray-feed-error", Level.UNSTATED),
        ("input-media-tray-feed-error-error", "input-media-tray-feed-error", Level.ERROR),
        ("error", "error", Level.UNSTATED),
        ("cups-missing-filter-warning", "cups-missing-filter", Level.WARNING),
    ],
)
def test_keyword_and_level(text: str, keyword: str, level: Level) -> None:
    assert parse_reason(text) == Reason(keyword, level)


def test_none_is_no_reason() -> None:
    assert parse_reasons(["none"]) == ()
