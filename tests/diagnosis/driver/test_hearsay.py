# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a print server elsewhere says of its programs is never done to a file of this machine."""

from __future__ import annotations

import pytest
from tests.diagnosis.captured import captured
from tests.diagnosis.cases import queue, reach
from tests.diagnosis.judged import OFFICE, found

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.facts.driver import QueueBackend, QueueFilters, QueuePpd
from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.model import Unknown
from unjam.diagnosis.probes.driver_programs import queue_backend, queue_filters
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.driver_permissions import backend_permissions, filter_permissions
from unjam.diagnosis.rules.driver_programs import backend_missing, filter_missing

REMOTE = Unknown("CupsFiles", (), "it is another machine", foreseen=True)
SERVER = reach(server="print.example:631", local=False)
PPD = QueuePpd(OFFICE, 10, "A printer", ("rastertox",))
INSECURE = 'File "{path}" has insecure permissions (0100777/uid=0/gid=0).'
MISSING = 'File "{path}" not available: No such file or directory'
HOSTILE = (
    "/usr/lib/cups/{kind}/../../../../etc/shadow",
    "/{kind}/../etc/shadow",
    "/etc//{kind}/x",
    "x/{kind}/y",
)


async def heard(path: str, complaint: str = INSECURE) -> tuple[QueueBackend, QueueFilters]:
    """What the probes make of a message that names the path, with its kind of program filled in."""
    backend, programs = (
        queue(message=complaint.format(path=path.format(kind=kind)), device_uri="hp:/net/x")
        for kind in ("backend", "filter")
    )
    first = await queue_backend(captured(), backend, REMOTE)
    assert first is not None
    return first, await queue_filters(captured(), PPD, programs, REMOTE)


async def test_an_honest_server_is_quoted_and_its_administrator_is_asked() -> None:
    backend, filters = await heard("/usr/lib/cups/{kind}/x")
    findings = (
        found(backend_permissions, backend, SERVER),
        found(filter_permissions, filters, SERVER),
    )
    for finding in findings:
        assert finding is not None
        assert finding.evidence[0].source == "printer-state-message"
        (remedy,) = finding.remedies
        assert isinstance(remedy, Instruction)
        assert "On print.example:631" in remedy.text
        assert remedy.command == ()


@pytest.mark.parametrize("path", HOSTILE)
async def test_a_hostile_server_is_not_believed_at_all(path: str) -> None:
    with pytest.raises(Unavailable):
        await heard(path)


async def test_a_plain_path_elsewhere_is_no_remedy_either() -> None:
    backend, filters = await heard("/etc/{kind}/shadow")
    for finding in (found(backend_permissions, backend), found(filter_permissions, filters)):
        assert finding is not None
        assert [type(remedy) for remedy in finding.remedies] == [Instruction]


async def test_what_is_missing_there_is_not_installed_here() -> None:
    backend, filters = await heard("/usr/lib/cups/{kind}/hp", MISSING)
    debian = Distribution((), "debian")
    for finding in (
        found(backend_missing, backend, debian),
        found(filter_missing, filters, debian),
    ):
        assert finding is not None
        assert [type(remedy) for remedy in finding.remedies] == [Instruction]
