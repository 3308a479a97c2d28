# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts survive the way to JSON and back, and what is no fact is refused."""

from __future__ import annotations

import json

import pytest
from tests.diagnosis.cases import absent, files, job, jobs, queue, queues

from unjam.diagnosis.facts import Facts, Wanted
from unjam.diagnosis.facts.codec import from_json, to_json
from unjam.diagnosis.model import Unknown, queue_scope

ALL = Facts(
    [
        Wanted((), ("Office",)),
        Wanted(queue_scope("x")),
        absent("ENOENT", "No such file or directory"),
        files(),
        queue(reasons=("paused",), media_ready=("a", "b")),
        queues("Office", default="Office"),
        job(),
        jobs(job(), job(8, state=3)),
        Unknown("DeviceReach", queue_scope("Office"), "not here", foreseen=True),
    ]
)


def test_there_and_back() -> None:
    assert from_json(json.loads(json.dumps(to_json(ALL)))) == ALL


@pytest.mark.parametrize(
    "bad",
    [
        {"@type": "Nothing"},
        {},
        {"@type": "Queues", "scope": [], "names": "abc", "colour": 3},
        {"@type": "Queues", "scope": [], "names": [3]},
        {"@type": "Queues", "scope": []},
        {"@type": "JobState", "scope": [], "id": "7", "queue": "x", "state": 3},
        {"@type": "Unknown", "scope": [{"kind": "planet", "name": ""}], "fact": "x", "why": "y"},
    ],
)
def test_what_is_no_fact_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json([bad])
