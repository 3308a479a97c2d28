# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the device itself says is wrong with it. CUPS asks it only while it prints.

The keywords are those of RFC 8011, 5.4.12, of PWG 5100.9 and 5107.3, and of CUPS' own SNMP table.
"""

from __future__ import annotations

from unjam.diagnosis.declare import Rule, rule
from unjam.diagnosis.facts.device import DeviceState
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
    id: str,  # noqa: A002 - the catalogue's word
    keywords: frozenset[str],
    wording: Wording,
    advice: str,
    *,
    supersedes: tuple[str, ...] = STATES,
    gravest: Severity = Severity.ERROR,
    mildest: Severity = Severity.WARNING,
) -> Rule[[DeviceState]]:
    """Make the rule for one condition that devices name by any of these keywords.

    The device's suffix decides how grave it is, between `gravest` and `mildest`: an open cover
    that is merely "reported" does not print either.
    """

    @rule(id, supersedes=supersedes)
    def named_condition(device: DeviceState) -> Finding | None:
        reasons = matching(device, keywords)
        if not reasons:
            return None
        supplies = _supplies(device)
        return finding(
            id,
            within(severity_of(reasons), gravest, mildest),
            device_of(device.scope),
            wording,
            evidence=state_evidence(device),
            remedies=(Instruction(_(advice).format(supplies=supplies)),),
            queue=device.scope[0].name,
            supplies=supplies,
        )

    return named_condition


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
supply_empty = state_rule(
    "SUPPLY_EMPTY",
    EMPTY,
    messages.SUPPLY_EMPTY,
    messages.REPLACE_SUPPLY,
    supersedes=(*STATES, "SUPPLY_LOW"),
)
supply_low = state_rule(
    "SUPPLY_LOW",
    LOW,
    messages.SUPPLY_LOW,
    messages.ORDER_SUPPLY,
    supersedes=(),
    gravest=Severity.WARNING,
    mildest=Severity.INFO,
)
output_full = state_rule("OUTPUT_FULL", OUTPUT, messages.OUTPUT_FULL, messages.EMPTY_OUTPUT)
device_paused = state_rule(
    "DEVICE_PAUSED",
    PAUSED,
    messages.DEVICE_PAUSED,
    messages.PUT_ONLINE,
    supersedes=(*FAILURES, "BACKEND_FAILED", "DEVICE_STATE_MISMATCH", "OTHER_DEVICE_ERROR"),
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
    reasons = Evidence(device.uri, "printer-state-reasons", ", ".join(device.reasons))
    if not device.message:
        return (reasons,)
    return (reasons, Evidence(device.uri, "printer-state-message", device.message))


def _supplies(device: DeviceState) -> str:
    """Name the supplies that are at or below their low mark, lowest first."""
    low = [s for s in device.supplies if 0 <= s.level <= max(s.low, 0)]
    names = [supply.name for supply in sorted(low, key=lambda s: s.level)]
    return ", ".join(names) or _(messages.SUPPLY_UNNAMED)
