# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Printing without a driver is offered where there is a driver to do without."""

from __future__ import annotations

import pytest
from tests.diagnosis.judged import OFFICE, found, network_device

from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.driver import JobRun, ProgramEnding, QueuePpd
from unjam.diagnosis.model import job_scope
from unjam.diagnosis.remedies import UseDriverless
from unjam.diagnosis.rules.driver_runs import filter_crashed, filter_failed

FILTER = ProgramEnding("/usr/lib/cups/filter/gstoraster", is_backend=False, status=1)
FAILED = JobRun(job_scope("Office", 7), 7, "error_log", FILTER, ("no",), ("stopped",))
CRASHED = JobRun(
    job_scope("Office", 7),
    7,
    "error_log",
    ProgramEnding("/usr/lib/cups/filter/gstoraster", is_backend=False, signal=11),
    ("no",),
    ("crashed",),
)
OFFER = UseDriverless("Office")


@pytest.mark.parametrize(
    ("ppd", "offered"),
    [
        ((), True),
        ((QueuePpd(OFFICE, 10, "Example 1 vendor driver", ("rastertox",)),), True),
        ((QueuePpd(OFFICE, 10, "Example 1 - IPP Everywhere", ("rastertox",)),), True),
        ((QueuePpd(OFFICE, 10, "Example 1 - IPP Everywhere", ()),), False),
    ],
)
def test_what_is_driverless_already_is_not_offered_that(
    ppd: tuple[Fact, ...], offered: bool
) -> None:
    for rule, run in ((filter_failed, FAILED), (filter_crashed, CRASHED)):
        finding = found(rule, run, network_device(), *ppd)
        assert finding is not None
        assert (OFFER in finding.remedies) is offered
