# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A number in a path is no mode, and a mode is one wherever it stands."""

from __future__ import annotations

import pytest

from unjam.actions.guard import objections


@pytest.mark.parametrize("number", ["20023", "11706", "2777"])
def test_a_number_in_a_path_is_no_mode(number: str) -> None:
    path = f"/tmp/box-{number}-397a4a/{number}/backend.{number}"
    assert objections(f"sudo sh -c chmod sh root:root {path} 0755") == []


@pytest.mark.parametrize(
    "text",
    [
        "chmod 777 /a", "chmod 0666 /a-777/b", "chmod '777' /a", "chmod =2777 /a", "chmod 4755 /a",
        "sh -c 'chmod \"$1\" \"$2\"' sh 0777 /a",
        "Give it the mode 0777.", "mode=0666;", "chmod -R 777 /a",
    ],
)  # fmt: skip
def test_a_mode_that_lets_others_write_is_refused(text: str) -> None:
    assert objections(text) == ["modes"]
