# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which queue an address at a print server means."""

from __future__ import annotations

import pytest

from unjam.diagnosis.reading.queue_uri import queue_named_by


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("ipp://localhost:631/printers/Office", "Office"),
        ("ipp://localhost/printers/B%C3%BCro", "Büro"),
        ("ipp://localhost/classes/A%26B", "A&B"),
        ("ipp://localhost/printers/100%25", "100%"),
        ("", ""),
    ],
)
def test_the_queue_is_named_as_people_write_it(uri: str, name: str) -> None:
    assert queue_named_by(uri) == name
