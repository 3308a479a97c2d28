# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A print server that leaves out what it should say, or says something of another kind."""

from __future__ import annotations

import pytest
from tests.cli.program import unjam, validator

from unjam.cups.model import OutOfBand
from unjam.sandbox import wire
from unjam.sandbox.hostile import HostileServer
from unjam.sandbox.hostile_acts import answer, ipp_reply

NAME = wire.attribute(wire.NAME, "Office")
NUMBER = wire.attribute(wire.INTEGER, 7)
WORD = wire.attribute(wire.TEXT, "seven")
STATE = wire.attribute(wire.ENUM, 99)
NOTHING = wire.attribute(OutOfBand.NO_VALUE, "")

PRINTERS: dict[str, dict[str, wire.Attribute]] = {
    "nothing": {},
    "a name": {"printer-name": NAME},
    "no name": {"printer-state": wire.attribute(wire.ENUM, 3)},
    "an unknown state": {"printer-name": NAME, "printer-state": STATE},
    "no values": {
        "printer-name": NAME, "printer-state": NOTHING, "printer-location": NOTHING,
        "queued-job-count": NOTHING, "printer-is-shared": NOTHING,
        "printer-state-reasons": NOTHING, "device-uri": NOTHING,
    },
    "other kinds": {
        "printer-name": NAME, "printer-state": WORD, "printer-state-reasons": NUMBER,
        "printer-state-message": NUMBER, "queued-job-count": WORD, "printer-info": NUMBER,
        "printer-is-accepting-jobs": WORD, "device-uri": NUMBER, "device-class": NUMBER,
    },
}  # fmt: skip
JOBS: dict[str, dict[str, wire.Attribute]] = {
    "nothing": {},
    "a number": {"job-id": NUMBER},
    "an unknown state": {"job-id": NUMBER, "job-state": STATE},
    "no values": {
        "job-id": NUMBER, "job-state": NOTHING, "job-name": NOTHING, "job-k-octets": NOTHING,
        "time-at-creation": NOTHING, "job-printer-uri": NOTHING, "job-state-reasons": NOTHING,
    },
    "other kinds": {
        "job-id": NUMBER, "job-state": WORD, "job-name": NUMBER, "job-k-octets": WORD,
        "time-at-creation": WORD, "job-printer-uri": NUMBER, "job-state-reasons": NUMBER,
    },
}  # fmt: skip


def assert_borne(group: wire.Group, listing: str, *verbs: tuple[str, ...]) -> None:
    """Whatever is asked, no traceback comes of it, and JSON is what the schema says."""
    with HostileServer(answer(ipp_reply(group))) as server:
        where = ("--server", server.address)
        assert unjam(listing, *where).status == 0
        said = unjam(listing, "--json", *where)
        assert said.status == 0
        validator(listing).validate(said.document)
        for verb in verbs:
            assert unjam(listing, *verb, *where).status in (0, 3)


@pytest.mark.parametrize("said", PRINTERS)
def test_queues(said: str) -> None:
    verbs = ("list", "Office"), ("pause", "Office"), ("accept", "Office"), ("remove", "Office")
    assert_borne(wire.Group(wire.PRINTER, PRINTERS[said]), "printers", *verbs)


@pytest.mark.parametrize("said", PRINTERS)
def test_devices(said: str) -> None:
    assert_borne(wire.Group(wire.PRINTER, PRINTERS[said]), "devices")


@pytest.mark.parametrize("said", JOBS)
def test_jobs(said: str) -> None:
    verbs = ("cancel", "7"), ("hold", "7"), ("release", "7"), ("move", "7", "Lab")
    assert_borne(wire.Group(wire.JOB, JOBS[said]), "jobs", *verbs)
