# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Queues that were set up in a way that cannot print, or twice."""

from __future__ import annotations

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.queue import Queues, QueueState
from unjam.diagnosis.facts.queue_more import DevicePath, Twins
from unjam.diagnosis.messages import queue as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.remedies import DeleteQueue, Instruction
from unjam.diagnosis.rules.queue_state import printer_said
from unjam.diagnosis.wording import _, finding


@rule("DUPLICATE_QUEUES")
def duplicate_queues(twins: Twins) -> Finding | None:
    """Find several queues for one machine: a hint, told once (by the first of them)."""
    name = twins.scope[0].name
    if name > min(twins.names):
        return None
    others = ", ".join(f"“{other}”" for other in twins.names)
    return finding(
        "DUPLICATE_QUEUES",
        Severity.INFO,
        twins.scope[0],
        messages.DUPLICATE_QUEUES,
        evidence=tuple(
            printer_said(f"{twins.by} of {queue}", twins.value) for queue in (name, *twins.names)
        ),
        remedies=tuple(DeleteQueue(other) for other in twins.names),
        queue=name,
        others=others,
        uri=twins.value,
    )


@rule("CLASS_EMPTY")
def class_empty(queue: QueueState, queues: Queues) -> Finding | None:
    """Find a class none of whose members exists and prints."""
    here = [name for name in queue.members if name in queues.names]
    if not queue.is_class or any(name not in queues.idle for name in here):
        return None
    text = messages.MEMBERS_IDLE if here else messages.NO_MEMBERS
    if queue.members and not here:
        text = messages.MEMBERS_GONE
    return finding(
        "CLASS_EMPTY",
        Severity.ERROR,
        queue.scope[0],
        messages.CLASS_EMPTY,
        evidence=(
            printer_said("member-names", ", ".join(queue.members) or "(none)"),
            printer_said("stopped or rejecting", ", ".join(queues.idle) or "(none)"),
        ),
        remedies=(Instruction(_(messages.ADD_MEMBER)),),
        queue=queue.name,
        detail=_(text).format(names=", ".join(queue.members)),
    )


@rule("QUEUE_URI_STALE", supersedes=("QUEUE_STOPPED_BY_FAILURE", "BACKEND_FAILED", "JOB_STUCK"))
def queue_uri_stale(device: DevicePath) -> Finding | None:
    """Find a local device whose file is gone."""
    if device.exists:
        return None
    name = device.scope[0].name
    return finding(
        "QUEUE_URI_STALE",
        Severity.ERROR,
        device.scope[0],
        messages.QUEUE_URI_STALE,
        evidence=(
            printer_said("device-uri", device.uri),
            Evidence("stat", device.path, "No such file or directory"),
        ),
        remedies=(Instruction(_(messages.CONNECT_DEVICE)),),
        queue=name,
        path=device.path,
    )
