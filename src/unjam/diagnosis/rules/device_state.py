# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the device itself says is wrong with it. CUPS asks it only while it prints."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import DeviceState
from unjam.diagnosis.messages import device_state as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.reading.state_reasons import Level, Reason, parse_reasons
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.device_reach import device_of
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.wording import _, finding

STATES = (
    *FAILURES,
    "DEVICE_STATE_MISMATCH",
    "DEVICE_PAUSED",
    "OTHER_DEVICE_ERROR",
    "BACKEND_FAILED",
)

_EMPTY = frozenset(
    {
        "marker-supply-empty",
        "marker-waste-full",
        "marker-supply-missing",
        "toner-empty",
        "ink-empty",
        "developer-empty",
        "opc-life-over",
        "cleaner-life-over",
        "fuser-life-over",
    }
)
_COVERS = frozenset({"cover-open", "door-open", "interlock-open"})


@rule("MEDIA_EMPTY", supersedes=(*STATES, "MEDIA_NEEDED", "MEDIA_MISMATCH", "WRONG_TRAY"))
def media_empty(device: DeviceState) -> Finding | None:
    """Find an empty tray (`media-empty`) in the device's own report."""
    reasons = matching(device, frozenset({"media-empty"}))
    if not reasons:
        return None
    return finding(
        "MEDIA_EMPTY",
        severity_of(reasons),
        device_of(device.scope),
        messages.MEDIA_EMPTY,
        evidence=state_evidence(device),
        remedies=(Instruction(_(messages.LOAD_PAPER)),),
        queue=device.scope[0].name,
    )


@rule("COVER_OPEN", supersedes=STATES)
def cover_open(device: DeviceState) -> Finding | None:
    """Find an open cover, door or interlock in the device's own report."""
    reasons = matching(device, _COVERS)
    if not reasons:
        return None
    return finding(
        "COVER_OPEN",
        severity_of(reasons),
        device_of(device.scope),
        messages.COVER_OPEN,
        evidence=state_evidence(device),
        remedies=(Instruction(_(messages.CLOSE_COVER)),),
        queue=device.scope[0].name,
    )


@rule("SUPPLY_EMPTY", supersedes=(*STATES, "SUPPLY_LOW"))
def supply_empty(device: DeviceState) -> Finding | None:
    """Find a supply that is used up, or a full waste container."""
    reasons = matching(device, _EMPTY)
    if not reasons:
        return None
    supplies = _empty_supplies(device)
    return finding(
        "SUPPLY_EMPTY",
        severity_of(reasons),
        device_of(device.scope),
        messages.SUPPLY_EMPTY,
        evidence=state_evidence(device),
        remedies=(Instruction(_(messages.REPLACE_SUPPLY).format(supplies=supplies)),),
        queue=device.scope[0].name,
        supplies=supplies,
    )


def matching(device: DeviceState, keywords: frozenset[str]) -> tuple[Reason, ...]:
    """Pick the device's reasons that are among these keywords, whatever their suffix."""
    return tuple(r for r in parse_reasons(device.reasons) if r.keyword in keywords)


def severity_of(reasons: tuple[Reason, ...]) -> Severity:
    """Take the gravest: RFC 8011 counts a reason without a suffix as an error."""
    levels = {reason.level for reason in reasons}
    if levels & {Level.ERROR, Level.UNSTATED}:
        return Severity.ERROR
    return Severity.WARNING if Level.WARNING in levels else Severity.INFO


def state_evidence(device: DeviceState) -> tuple[Evidence, ...]:
    """Quote what the device says of itself."""
    reasons = Evidence(device.uri, "printer-state-reasons", ", ".join(device.reasons))
    if not device.message:
        return (reasons,)
    return (reasons, Evidence(device.uri, "printer-state-message", device.message))


def _empty_supplies(device: DeviceState) -> str:
    names = [supply.name for supply in device.supplies if supply.level == 0]
    return ", ".join(names) or _(messages.SUPPLY_UNNAMED)
