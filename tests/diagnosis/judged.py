# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts for the tests of rules, and what is asked about a rule: does it fire, was it skipped."""

from __future__ import annotations

from typing import Any

from unjam.diagnosis.declare import Rule
from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.device import DeviceAddress
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.judge import judge
from unjam.diagnosis.model import Finding, Unknown, queue_scope

OFFICE = queue_scope("Office")
DEVICE_URI = "ipp://printer.example/ipp/print"


def office(**values: Any) -> QueueState:
    """The queue Office, idle unless said otherwise."""
    return QueueState(OFFICE, **{"name": "Office", "device_uri": DEVICE_URI, **values})


def network_device(**values: Any) -> DeviceAddress:
    """The device behind Office."""
    known = {
        "uri": DEVICE_URI,
        "scheme": "ipp",
        "host": "printer.example",
        "port": 631,
        "resource": "/ipp/print",
        "is_ipp": True,
        "encrypted": False,
        "local_name": False,
    }
    return DeviceAddress(OFFICE, **{**known, **values})


def found(rule: Rule[Any], *facts: Fact | Unknown) -> Finding | None:
    """Return the rule's finding, told without a placeholder left over; None if it does not fire."""
    findings, skipped = judge(Facts(facts), [rule])
    assert not skipped
    for finding in findings:
        assert finding.id == rule.id
        assert finding.evidence, "a finding without proof"
        assert not {"{", "}"} & set(finding.summary + finding.explanation)
    return findings[0] if findings else None


def is_skipped(rule: Rule[Any], missing: type[Fact], *facts: Fact) -> bool:
    """Whether the rule says that it could not be judged when this evidence is missing."""
    findings, skipped = judge(Facts([*facts, Unknown(missing.__name__, OFFICE, "no idea")]), [rule])
    assert not findings
    return [(s.id, s.reason) for s in skipped] == [(rule.id, "no idea")]


def lacks(rule: Rule[Any], missing: type[Fact], *facts: Fact) -> bool:
    """Whether the rule finds nothing without this evidence, and says so only if it is unknown."""
    assert judge(Facts(facts), [rule]) == ((), ())
    findings, skipped = judge(Facts([*facts, Unknown(missing.__name__, (), "no idea")]), [rule])
    assert not findings
    return [(s.id, s.reason) for s in skipped] == [(rule.id, "no idea")]
