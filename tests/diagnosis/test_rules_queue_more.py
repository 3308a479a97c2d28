# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Judging who may print where, what leads where, and what is used up."""

from __future__ import annotations

import pytest
from tests.diagnosis.cases import found, job, jobs, queue, queues, reach

from unjam.diagnosis.facts.base import Fact, Wanted
from unjam.diagnosis.facts.client import ClientDefaults, DefaultSetting
from unjam.diagnosis.facts.jobs import HELD
from unjam.diagnosis.facts.person import Person
from unjam.diagnosis.facts.queue import QueueDevices
from unjam.diagnosis.facts.queue_more import DevicePath, QueueAccess, QuotaUse, Twins
from unjam.diagnosis.facts.server import ServerSettings
from unjam.diagnosis.model import Severity, queue_scope
from unjam.diagnosis.remedies import DeleteQueue, PublishShared
from unjam.diagnosis.rules.queue_access import (
    queue_not_shared,
    queue_user_denied,
    quota_reached,
    sharing_off,
)
from unjam.diagnosis.rules.queue_setup import class_empty, duplicate_queues, queue_uri_stale

SCOPE = queue_scope("Office")
ALICE = Person((), "alice", 1000, ("users", "staff"))


def test_a_queue_that_the_other_server_does_not_share() -> None:
    held = jobs(job(state=HELD, reasons=("cups-held-for-authentication",)))
    remote = queue(device_uri="ipp://server.example/printers/Hall")
    finding = found(queue_not_shared, remote, held)
    assert finding
    assert "“Office”" in finding.summary
    asks = queue(device_uri=remote.device_uri, auth_info_required=("username", "password"))
    assert not found(queue_not_shared, asks, held)
    assert not found(queue_not_shared, queue(), held)
    assert not found(queue_not_shared, remote, jobs(job(state=HELD)))


def test_shared_and_not_announced_is_a_hint() -> None:
    shared = QueueDevices((), (), ("Office",))
    outside = ServerSettings((), "/c", listens_outside=True, browsing=False)
    finding = found(sharing_off, shared, outside, reach())
    assert finding
    assert (finding.severity, finding.remedies) == (Severity.INFO, (PublishShared(),))
    assert not found(sharing_off, shared, ServerSettings((), "/c", browsing=False), reach())
    assert not found(sharing_off, QueueDevices(()), outside, reach())


SHUT = (QueueAccess(SCOPE, shut_out=True), queue(allowed_users=("bob",)), ALICE)


@pytest.mark.parametrize(
    ("also", "severity"),
    [
        ((), Severity.INFO),
        ((Wanted((), None), queues("Office"), jobs(job(state=HELD, user="bob"))), Severity.INFO),
        ((Wanted((), ("Office",)),), Severity.WARNING),
        ((queues("Office", default="Office"),), Severity.WARNING),
        ((ClientDefaults((), (DefaultSetting("Office", "PRINTER"),)),), Severity.WARNING),
        ((jobs(job(state=HELD, user="alice")),), Severity.WARNING),
    ],
)
def test_a_queue_for_others_matters_to_who_wants_to_print_there(
    also: tuple[Fact, ...], severity: Severity
) -> None:
    finding = found(queue_user_denied, *SHUT, *also)
    assert finding
    assert "alice" in finding.explanation
    assert finding.severity is severity
    assert finding.evidence[0].answer == "bob"


def test_a_queue_for_this_person() -> None:
    assert not found(queue_user_denied, QueueAccess(SCOPE, shut_out=False), *SHUT[1:])


def test_quotas() -> None:
    limited = queue(quota_period=86400, page_limit=10, k_limit=100)
    full = QuotaUse(SCOPE, "alice", 86400, k_octets=5, pages=10)
    finding = found(quota_reached, limited, full)
    assert finding
    assert "10 of 10 pages" in finding.explanation
    heavy = QuotaUse(SCOPE, "alice", 86400, k_octets=100, pages=1)
    told = found(quota_reached, limited, heavy)
    assert told
    assert "100 KB of 100 KB" in told.explanation
    assert not found(quota_reached, limited, QuotaUse(SCOPE, "alice", 86400, 5, 9))
    told = found(quota_reached, queue(reasons=("account-limit-reached",)))
    assert told
    assert "account-limit-reached" in told.explanation
    assert not found(quota_reached, queue())


def test_twins_are_told_once() -> None:
    one = Twins(queue_scope("A"), ("B",), "device-uri", "ipp://p/")
    other = Twins(queue_scope("B"), ("A",), "device-uri", "ipp://p/")
    finding = found(duplicate_queues, one, other)
    assert finding
    assert (finding.severity, finding.remedies) == (Severity.INFO, (DeleteQueue("B"),))
    assert not found(duplicate_queues, other), "the first of them tells it"
    assert not found(duplicate_queues, queue("A"), queue("B"))


def test_a_class_without_a_working_member() -> None:
    a_class = queue("All", is_class=True, members=("Office", "Lab"))
    assert not found(class_empty, a_class, queues("All", "Office", "Lab", idle=("Lab",)))
    gone = found(class_empty, a_class, queues("All"))
    assert gone
    assert "Office, Lab" in gone.explanation
    idle = found(class_empty, a_class, queues("All", "Office", "Lab", idle=("Lab", "Office")))
    assert idle
    assert "stopped" in idle.explanation
    empty = found(class_empty, queue("All", is_class=True), queues("All"))
    assert empty
    assert "no members" in empty.explanation
    assert not found(class_empty, queue(), queues("Office"))


def test_a_device_file_that_is_gone() -> None:
    finding = found(queue_uri_stale, DevicePath(SCOPE, "parallel:/dev/lp9", "/dev/lp9", False))
    assert finding
    assert "/dev/lp9" in finding.summary
    assert not found(queue_uri_stale, DevicePath(SCOPE, "file:/dev/null", "/dev/null", True))
