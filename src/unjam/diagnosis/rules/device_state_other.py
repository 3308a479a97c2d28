# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A device in a state that has no rule of its own, or of which the queue knows nothing."""

from __future__ import annotations

from unjam.cups.model import PrinterState
from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import DeviceState
from unjam.diagnosis.facts.queue import IDLE, STOPPED, QueueState
from unjam.diagnosis.messages import device_state as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.reading.state_reasons import Level, Reason, parse_reasons
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules import device_state as named
from unjam.diagnosis.rules.device_reach import device_of
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.rules.queue_state import spelled
from unjam.diagnosis.wording import _, finding

KNOWN = named.EMPTY | named.LOW | named.COVERS | named.JAMS | named.NEEDS | named.OUTPUT
KNOWN |= named.PAUSED | {"media-empty", "input-tray-missing", "media-low"}

HARMLESS = frozenset(
    {
        "connecting-to-device",
        "hibernate",
        "hold-new-jobs",
        "identify-printer-requested",
        "power-down",
        "resuming",
        "spool-area-full",
        "standby",
        "stopped",
        "stopping",
        "suspend",
        "timed-out",
        "warming-up",
    }
)
"""What says nothing that a person could put right, or repeats printer-state."""


@rule("OTHER_DEVICE_ERROR", supersedes=(*FAILURES, "DEVICE_STATE_MISMATCH", "BACKEND_FAILED"))
def other_device_error(device: DeviceState) -> Finding | None:
    """Find an error that the device names in a word of its own."""
    strange = [r for r in parse_reasons(device.reasons) if _is_error(r, device)]
    if not strange:
        return None
    return finding(
        "OTHER_DEVICE_ERROR",
        Severity.ERROR,
        device_of(device.scope),
        messages.OTHER_DEVICE_ERROR,
        evidence=named.state_evidence(device),
        remedies=(Instruction(_(messages.LOOK_AT_DISPLAY)),),
        queue=device.scope[0].name,
        reasons=", ".join(r.keyword for r in strange),
    )


@rule("DEVICE_STATE_MISMATCH")
def device_state_mismatch(device: DeviceState, queue: QueueState) -> Finding | None:
    """Find a device that has stopped behind a queue that says idle."""
    if queue.state != IDLE or device.state != STOPPED:
        return None
    said, believed = _state(device.state, device.reasons), _state(queue.state, queue.reasons)
    return finding(
        "DEVICE_STATE_MISMATCH",
        Severity.WARNING,
        device_of(device.scope),
        messages.DEVICE_STATE_MISMATCH,
        evidence=(
            Evidence("Get-Printer-Attributes", queue.name, believed),
            Evidence(device.uri, "Get-Printer-Attributes", said),
        ),
        remedies=(Instruction(_(messages.LOOK_AT_DISPLAY)),),
        queue=queue.name,
    )


def _state(state: int, reasons: tuple[str, ...]) -> str:
    return f"printer-state {spelled(PrinterState, state)}, {', '.join(reasons) or 'none'}"


def _is_error(reason: Reason, device: DeviceState) -> bool:
    """Tell real errors: an unsuffixed word counts only where the device has really stopped."""
    if reason.keyword in KNOWN | HARMLESS or reason.keyword.startswith("cups-"):
        return False
    stopped = device.state == STOPPED
    return reason.level is Level.ERROR or (reason.level is Level.UNSTATED and stopped)
