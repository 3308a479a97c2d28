# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A device's certificate: another one than before, or one that is not in order."""

from __future__ import annotations

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import known, missing
from unjam.diagnosis.facts.device import ShownCertificate
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.messages import device_certificate as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.reading.state_reasons import parse_reason
from unjam.diagnosis.remedies import AcceptCertificate, Instruction
from unjam.diagnosis.rules.device_reach import device_of
from unjam.diagnosis.rules.driver_programs import FAILURES
from unjam.diagnosis.rules.queue_state import printer_said
from unjam.diagnosis.wording import _, finding

NOTICED = "cups-pki-changed"
OUT_OF_TIME = frozenset({"expired", "not-yet-valid"})


@rule("DEVICE_CERTIFICATE_CHANGED", supersedes=(*FAILURES, "BACKEND_FAILED"))
def device_certificate_changed(
    queue: QueueState, shown: ShownCertificate | Unknown | None
) -> Verdict:
    """Find a device that shows another certificate than the one that was stored.

    Where the stored one cannot be seen, CUPS' ipp backend may have seen it (`cups-pki-changed`).
    """
    if not isinstance(shown, ShownCertificate) or not shown.stored:
        noticed = any(parse_reason(reason).keyword == NOTICED for reason in queue.reasons)
        return _noticed(queue, known(shown)) if noticed else missing(shown)
    if shown.stored == shown.fingerprint:
        return None
    accept = AcceptCertificate(
        shown.stored_path, shown.host, shown.port, shown.fingerprint.removeprefix("sha256:")
    )
    return finding(
        "DEVICE_CERTIFICATE_CHANGED",
        Severity.ERROR,
        device_of(shown.scope),
        messages.DEVICE_CERTIFICATE_CHANGED,
        evidence=(
            Evidence(shown.stored_path, shown.host, shown.stored),
            Evidence(f"{shown.host}:{shown.port}", "TLS", shown.fingerprint),
        ),
        remedies=(Instruction(_(messages.ASK_OWNER)), accept),
        queue=shown.scope[0].name,
        host=shown.host,
        fingerprint=shown.fingerprint,
    )


def _noticed(queue: QueueState, shown: ShownCertificate | None) -> Finding:
    """Tell what CUPS noticed while it printed; only a person can compare what it cannot show."""
    now = (Evidence(f"{shown.host}:{shown.port}", "TLS", shown.fingerprint),) if shown else ()
    return finding(
        "DEVICE_CERTIFICATE_CHANGED",
        Severity.ERROR,
        device_of(queue.scope),
        messages.CERTIFICATE_CHANGE_NOTICED,
        evidence=(printer_said("printer-state-reasons", ", ".join(queue.reasons)), *now),
        remedies=(Instruction(_(messages.ASK_OWNER)),),
        queue=queue.name,
    )


@rule("DEVICE_CERTIFICATE_INVALID", supersedes=(*FAILURES, "BACKEND_FAILED"))
def device_certificate_invalid(shown: ShownCertificate, queue: QueueState) -> Finding | None:
    """Find a certificate out of its time, or for another name.

    Printers make their own certificates for whatever name they think they have, and CUPS does not
    mind: a wrong name alone is a hint, unless CUPS itself complains (`cups-pki-*`).
    """
    problems = [problem for problem in shown.problems if problem in messages.PROBLEMS]
    if not problems:
        return None
    complaints = any(reason.startswith("cups-pki-") for reason in queue.reasons)
    grave = complaints or OUT_OF_TIME & set(problems)
    validity = f"{', '.join(shown.problems)}; {shown.subject}; {shown.not_before}/{shown.not_after}"
    return finding(
        "DEVICE_CERTIFICATE_INVALID",
        Severity.WARNING if grave else Severity.INFO,
        device_of(shown.scope),
        messages.DEVICE_CERTIFICATE_INVALID,
        evidence=(Evidence(f"{shown.host}:{shown.port}", "TLS", validity),),
        remedies=(Instruction(_(messages.RENEW).format(host=shown.host)),),
        queue=queue.name,
        host=shown.host,
        problems=", ".join(_(messages.PROBLEMS[problem]) for problem in problems),
        names=", ".join(shown.names),
        begin=shown.not_before[:10],
        end=shown.not_after[:10],
    )
