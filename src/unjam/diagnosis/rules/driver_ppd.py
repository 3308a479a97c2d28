# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""PPDs that CUPS cannot read."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import DeviceAddress
from unjam.diagnosis.facts.driver import PpdCheck
from unjam.diagnosis.messages import driver as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.driver_programs import FAILURES, driverless
from unjam.diagnosis.wording import _, finding

HIDES = (*FAILURES, "FILTER_FAILED", "FILTER_CRASHED", "FILTER_MISSING", "DRIVER_DEPRECATED_RAW")


@rule("PPD_INVALID", supersedes=HIDES)
def ppd_invalid(ppd: PpdCheck, device: DeviceAddress | None) -> Finding | None:
    """Find a PPD that CUPS' own parser cannot read."""
    if ppd.readable:
        return None
    queue = ppd.scope[0].name
    return finding(
        "PPD_INVALID",
        Severity.ERROR,
        ppd.scope[0],
        messages.PPD_INVALID,
        evidence=(Evidence("cupstestppd", f"{queue}.ppd", ppd.complaint),),
        remedies=driverless(queue, device) or (Instruction(_(messages.RECREATE_QUEUE)),),
        queue=queue,
    )
