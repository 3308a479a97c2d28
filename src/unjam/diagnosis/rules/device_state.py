# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the device itself says is wrong with it. CUPS asks it only while it prints.

The keywords are those of RFC 8011, 5.4.12, of PWG 5100.9 and 5107.3, and of CUPS' own SNMP table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from unjam.diagnosis.declare import Rule, rule
from unjam.diagnosis.facts.device import DeviceState, Supply
from unjam.diagnosis.facts.queue import STOPPED
from unjam.diagnosis.messages import device_state as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.reading.state_reasons import Level, Reason, parse_reasons
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.device_reach import device_of
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.wording import Wording, _, finding

GENERAL = ("DEVICE_STATE_MISMATCH", "DEVICE_PAUSED", "OTHER_DEVICE_ERROR", "BACKEND_FAILED")
"""What a device that waits for somebody also looks like."""

STATES = (*FAILURES, *GENERAL)


def state_rule(
    id: str,
    keywords: frozenset[str],
    wording: Wording,
    advice: str,
    *,
    supersedes: tuple[str, ...] = STATES,
    one_tray: Wording | None = None,
) -> Rule[[DeviceState]]:
    """Make the rule for one condition that devices name by any of these keywords.

    It is a warning at least: an open cover that is merely "reported" does not print either.
    `one_tray` is said where the device has others and goes on.
    """

    @rule(id, supersedes=supersedes)
    def named_condition(device: DeviceState) -> Finding | None:
        reasons = matching(device, keywords)
        if not reasons:
            return None
        return finding(
            id,
            within(severity_of(reasons), Severity.ERROR, Severity.WARNING),
            device_of(device.scope),
            one_tray if one_tray and _has_other_trays(device) else wording,
            evidence=state_evidence(device),
            remedies=(Instruction(_(advice)),),
            queue=device.scope[0].name,
        )

    return named_condition


def _has_other_trays(device: DeviceState) -> bool:
    """Whether it prints on, with more than one source of paper: it does not say which is empty."""
    sources = {media.source for media in device.media_col_ready if media.source}
    return len(sources) > 1 and device.state != STOPPED


EMPTY = frozenset(
    {
        "cleaner-life-over",
        "developer-empty",
        "fuser-life-over",
        "ink-empty",
        "marker-ink-empty",
        "marker-supply-empty",
        "marker-supply-missing",
        "marker-toner-empty",
        "marker-toner-missing",
        "marker-waste-full",
        "opc-life-over",
        "toner-empty",
    }
)
LOW = frozenset(
    {
        "developer-low",
        "ink-low",
        "marker-ink-almost-empty",
        "marker-supply-low",
        "marker-toner-almost-empty",
        "marker-waste-almost-full",
        "opc-near-eol",
        "toner-low",
    }
)
COVERS = frozenset({"cover-open", "door-open", "interlock-open"})
JAMS = frozenset({"media-jam", "media-path-jam", "input-media-tray-feed-error"})
NEEDS = frozenset({"media-needed", "input-media-size-change", "input-cannot-feed-size-selected"})
OUTPUT = frozenset({"output-area-full", "output-full", "output-tray-missing"})
PAUSED = frozenset({"deactivated", "moving-to-paused", "offline", "paused"})

media_empty = state_rule(
    "MEDIA_EMPTY",
    frozenset({"media-empty", "input-tray-missing"}),
    messages.MEDIA_EMPTY,
    messages.LOAD_PAPER,
    supersedes=(*STATES, "MEDIA_NEEDED", "MEDIA_MISMATCH"),
    one_tray=messages.TRAY_EMPTY,
)
media_jam = state_rule("MEDIA_JAM", JAMS, messages.MEDIA_JAM, messages.CLEAR_JAM)
media_needed = state_rule(
    "MEDIA_NEEDED",
    NEEDS,
    messages.MEDIA_NEEDED,
    messages.LOAD_ASKED_PAPER,
    supersedes=(*STATES, "MEDIA_MISMATCH", "WRONG_TRAY"),
)
cover_open = state_rule("COVER_OPEN", COVERS, messages.COVER_OPEN, messages.CLOSE_COVER)
output_full = state_rule("OUTPUT_FULL", OUTPUT, messages.OUTPUT_FULL, messages.EMPTY_OUTPUT)
device_paused = state_rule(
    "DEVICE_PAUSED",
    PAUSED,
    messages.DEVICE_PAUSED,
    messages.PUT_ONLINE,
    supersedes=(*FAILURES, "BACKEND_FAILED", "DEVICE_STATE_MISMATCH", "OTHER_DEVICE_ERROR"),
)


@rule("SUPPLY_EMPTY", supersedes=(*STATES, "SUPPLY_LOW"))
def supply_empty(device: DeviceState) -> Finding | None:
    """Find a supply that the device calls empty, or whose level is 0 without a word about it."""
    reasons, used_up = matching(device, EMPTY), _down_to(device, lambda _supply: 0)
    if not reasons and not used_up:
        return None
    severity = within(severity_of(reasons), Severity.ERROR, Severity.WARNING)
    meant = used_up or _low(device)
    return _about(
        meant, device, "SUPPLY_EMPTY", severity, messages.SUPPLY_EMPTY, messages.REPLACE_SUPPLY
    )


@rule("SUPPLY_LOW")
def supply_low(device: DeviceState) -> Finding | None:
    """Find a supply that the device calls low, or whose level is below its own mark."""
    reasons, low = matching(device, LOW), _low(device)
    if not reasons and not any(supply.level for supply in low):
        return None
    severity = within(severity_of(reasons), Severity.WARNING, Severity.INFO)
    return _about(low, device, "SUPPLY_LOW", severity, messages.SUPPLY_LOW, messages.ORDER_SUPPLY)


def _low(device: DeviceState) -> list[Supply]:
    return _down_to(device, lambda supply: max(supply.low, 0))


def _down_to(device: DeviceState, mark: Callable[[Supply], int]) -> list[Supply]:
    """Return the supplies whose level is known and not above the mark, lowest first.

    Not the containers that fill: devices do not agree on what their level means.
    """
    down = [supply for supply in device.supplies if 0 <= supply.level <= mark(supply)]
    consumed = [supply for supply in down if "waste" not in supply.type.lower()]
    return sorted(consumed, key=lambda supply: supply.level)


def _about(
    meant: Sequence[Supply],
    device: DeviceState,
    id: str,
    severity: Severity,
    wording: Wording,
    advice: str,
) -> Finding:
    names = ", ".join(supply.name for supply in meant) or _(messages.SUPPLY_UNNAMED)
    levels = ", ".join(f"{s.name} {s.level} %" for s in device.supplies if s.level >= 0)
    told = (Evidence(device.uri, "marker-levels", levels),) if levels else ()
    return finding(
        id,
        severity,
        device_of(device.scope),
        wording,
        evidence=(*state_evidence(device), *told),
        remedies=(Instruction(_(advice).format(supplies=names)),),
        queue=device.scope[0].name,
        supplies=names,
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


def within(severity: Severity, gravest: Severity, mildest: Severity) -> Severity:
    """Return the severity, or the limit that it exceeds."""
    order = list(Severity)
    return order[min(max(order.index(severity), order.index(gravest)), order.index(mildest))]


def state_evidence(device: DeviceState) -> tuple[Evidence, ...]:
    """Quote what the device says of itself."""
    said = ", ".join(device.reasons) or "none"
    reasons = Evidence(device.uri, "printer-state-reasons", said)
    if not device.message:
        return (reasons,)
    return (reasons, Evidence(device.uri, "printer-state-message", device.message))
