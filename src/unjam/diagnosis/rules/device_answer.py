# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Devices that answer, but not with what was asked: wrong service, no entrance, no time."""

from __future__ import annotations

from unjam.diagnosis.declare import Verdict, rule
from unjam.diagnosis.evidence import missing
from unjam.diagnosis.facts.device import Answer, DeviceAddress, DeviceAnswer
from unjam.diagnosis.facts.driver import QueueRuns
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.messages import device_answer as messages
from unjam.diagnosis.model import Evidence, Finding, Severity, Unknown
from unjam.diagnosis.reading.device_uri import address_uri
from unjam.diagnosis.reading.job_log import IN_USE
from unjam.diagnosis.remedies import Instruction
from unjam.diagnosis.rules.device_reach import (
    HIDES,
    device_of,
    ipp_evidence,
    needed,
    repoint,
    uri_evidence,
)
from unjam.diagnosis.rules.driver_runs import runs_of
from unjam.diagnosis.wording import Wording, _, finding

SLOW = 3.0
"""Seconds after which an answer is called slow: programs ask several times before they print."""


@rule("DEVICE_NOT_IPP", supersedes=HIDES)
def device_not_ipp(answer: DeviceAnswer, device: DeviceAddress) -> Finding | None:
    """Find something else than a printer at the queue's address."""
    if answer.answer is not Answer.NOT_IPP:
        return None
    address = f"{device.host}:{device.port}"
    return _about_answer(
        "DEVICE_NOT_IPP", answer, device, messages.DEVICE_NOT_IPP, messages.CHECK_ADDRESS, address
    )


@rule("DEVICE_NEEDS_AUTH", supersedes=(*HIDES, "JOB_HELD_FOR_AUTH"))
def device_needs_auth(
    answer: DeviceAnswer, device: DeviceAddress, queue: QueueState
) -> Finding | None:
    """Find a device that tells nothing without a name and password, or nothing to us at all.

    A queue that asks for them anyway (`auth-info-required`) is set up for that: a hint.
    """
    if answer.answer not in (Answer.NEEDS_AUTH, Answer.FORBIDDEN):
        return None
    forbids = answer.answer is Answer.FORBIDDEN
    wording = messages.DEVICE_SHUTS_OUT if forbids else messages.DEVICE_NEEDS_AUTH
    advice = messages.ASK_TO_BE_ADMITTED if forbids else messages.GIVE_CREDENTIALS
    address = f"{device.host}:{device.port}"
    asks = bool(queue.auth_info_required) and not forbids
    severity = Severity.INFO if asks else Severity.ERROR
    return _about_answer("DEVICE_NEEDS_AUTH", answer, device, wording, advice, address, severity)


@rule("DEVICE_NEEDS_TLS", supersedes=HIDES)
def device_needs_tls(answer: DeviceAnswer, device: DeviceAddress) -> Finding | None:
    """Find a device that insists on TLS where the URI is plain, or the reverse."""
    if answer.answer is Answer.NO_TLS:
        return _about_answer(
            "DEVICE_NEEDS_TLS", answer, device, messages.DEVICE_WITHOUT_TLS, messages.SWITCH_TLS_ON
        )
    if answer.answer is not Answer.NEEDS_TLS:
        return None
    return finding(
        "DEVICE_NEEDS_TLS",
        Severity.ERROR,
        device_of(answer.scope),
        messages.DEVICE_NEEDS_TLS,
        evidence=(uri_evidence(device), ipp_evidence(answer)),
        remedies=(repoint(device, _encrypted(device)),),
        queue=answer.scope[0].name,
    )


def _encrypted(device: DeviceAddress) -> str:
    """Return the device's address with encryption; what else stands in an `ipp:` one is kept."""
    if device.scheme == "ipp":
        return "ipps" + device.uri[device.uri.index(":") :]
    return address_uri("ipps", device.host, device.port, device.resource)


@rule("DEVICE_TLS_FAILED", supersedes=HIDES)
def device_tls_failed(answer: DeviceAnswer, device: DeviceAddress) -> Finding | None:
    """Find a handshake that fails for want of a common protocol or cipher."""
    if answer.answer is not Answer.TLS_FAILED:
        return None
    return _about_answer(
        "DEVICE_TLS_FAILED", answer, device, messages.DEVICE_TLS_FAILED, messages.UPDATE_FIRMWARE
    )


@rule("DEVICE_SLOW", supersedes=HIDES)
def device_slow(answer: DeviceAnswer, device: DeviceAddress, queue: QueueState) -> Finding | None:
    """Find a device that answers after seconds, or accepts a connection and says nothing.

    With nothing to print that is no problem yet: it may be waking up.
    """
    silent = answer.answer is Answer.SILENT
    slow = answer.answer is Answer.ATTRIBUTES and answer.seconds >= SLOW
    if not slow and not silent:
        return None
    gravest = Severity.ERROR if silent else Severity.WARNING
    took = Evidence(answer.uri, "Get-Printer-Attributes", f"{answer.seconds:.1f} s")
    return finding(
        "DEVICE_SLOW",
        gravest if needed(queue) else Severity.INFO,
        device_of(answer.scope),
        messages.DEVICE_HANGS if silent else messages.DEVICE_SLOW,
        evidence=(ipp_evidence(answer) if silent else uri_evidence(device), took),
        remedies=(Instruction(_(messages.POWER_CYCLE)),),
        queue=answer.scope[0].name,
        seconds=round(answer.seconds),
    )


@rule("DEVICE_ANSWERS_ERROR", supersedes=HIDES)
def device_answers_error(answer: DeviceAnswer, device: DeviceAddress) -> Finding | None:
    """Find a device that answers Get-Printer-Attributes with an error that says no more."""
    if answer.answer not in (Answer.IPP_ERROR, Answer.FAILED, Answer.CERTIFICATE):
        return None
    return finding(
        "DEVICE_ANSWERS_ERROR",
        Severity.ERROR,
        device_of(answer.scope),
        messages.DEVICE_ANSWERS_ERROR,
        evidence=(uri_evidence(device), ipp_evidence(answer)),
        remedies=(Instruction(_(messages.POWER_CYCLE)),),
        queue=answer.scope[0].name,
        message=answer.message,
    )


@rule("DEVICE_BUSY", supersedes=("JOB_STUCK",))
def device_busy(
    queue: QueueState, answer: DeviceAnswer | Unknown | None, runs: QueueRuns | Unknown | None
) -> Verdict:
    """Find a device that another client holds, by its answer or by what the backend says."""
    said: list[Evidence] = []
    if isinstance(answer, DeviceAnswer) and answer.answer is Answer.BUSY:
        said.append(ipp_evidence(answer))
    if queue.message == IN_USE:
        said.append(Evidence("Get-Printer-Attributes", "printer-state-message", IN_USE))
    waiting = [run for run in runs_of(runs) if run.in_use]
    said += (Evidence(run.source, f"[Job {run.job}]", IN_USE) for run in waiting)
    if not said:
        return missing(answer, runs)
    return finding(
        "DEVICE_BUSY",
        Severity.INFO,
        device_of(queue.scope),
        messages.DEVICE_BUSY,
        evidence=tuple(said),
        remedies=(Instruction(_(messages.WAIT)),),
        queue=queue.name,
    )


def _about_answer(
    id: str,
    answer: DeviceAnswer,
    device: DeviceAddress,
    wording: Wording,
    advice: str,
    address: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    queue = answer.scope[0].name
    return finding(
        id,
        severity,
        device_of(answer.scope),
        wording,
        evidence=(uri_evidence(device), ipp_evidence(answer)),
        remedies=(Instruction(_(advice).format(queue=queue, address=address)),),
        queue=queue,
        address=address,
    )
