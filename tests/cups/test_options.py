# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Options of jobs and queues arrive as they were given, or are refused: none is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from unjam.cups import Connection
from unjam.cups._libcups import message
from unjam.cups._libcups.records import Reply
from unjam.cups.model import Group, Resolution, ResolutionUnits
from unjam.cups.request import described
from unjam.sandbox import hostile_acts as acts
from unjam.sandbox.hostile import HostileServer


def sent(group: Group, values: dict[str, Any]) -> dict[str, Any]:
    """What goes out for these options."""
    section = described(group, values)
    encoded = message.encode(2, 1, [(section.group, section.attributes, section.options)])
    return Reply(encoded).first(group).to_dict()


@pytest.mark.parametrize(
    "names",
    [["ann"], ["ann", "ben"], ["o'brien", "ann"], ['the "boss"', "ann"], ["a,b"], ["a\\b", "c,d"]],
)
def test_names_in_a_list_stay_what_they_are(names: list[str]) -> None:
    found = sent(Group.PRINTER, {"requesting-user-name-denied": names})
    assert found == {"requesting-user-name-denied": names}


def test_lists_of_other_types_are_read_by_libcups() -> None:
    assert sent(Group.JOB, {"finishings": ["4", "5"]}) == {"finishings": [4, 5]}
    wanted = {"printer-resolution": "600dpi", "page-ranges": "1-2,5"}
    found = sent(Group.JOB, wanted)
    assert found["printer-resolution"] == Resolution(600, 600, ResolutionUnits.PER_INCH)
    assert [tuple(each) for each in found["page-ranges"]] == [(1, 2), (5, 5)]


@pytest.mark.parametrize(
    ("group", "name"),
    [(Group.JOB, "raw"), (Group.JOB, "document-format"), (Group.PRINTER, "no-such-attribute")],
)
def test_what_libcups_would_leave_out_in_silence_is_refused(group: Group, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        sent(group, {name: "true"})


def test_nothing_is_asked_of_the_server_then() -> None:
    with HostileServer(acts.answer(acts.ipp_reply())) as server:
        with Connection(server.address, user="ann") as cups, pytest.raises(ValueError, match="raw"):
            cups.create_job("Office", title="x", options={"raw": True})
        assert list(server.requests) == []
