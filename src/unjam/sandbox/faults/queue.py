# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of a queue's own state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unjam.sandbox.faults.table import fault
from unjam.sandbox.queues import STOPPED

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox


@fault("queue-stopped", "QUEUE_STOPPED", "the queue was stopped by hand")
def queue_stopped(box: Sandbox, queue: str) -> None:
    """Pause-Printer."""
    box.cups.stop(queue)


@fault(
    "queue-stopped-by-failure",
    "QUEUE_STOPPED_BY_FAILURE",
    "the printer was off when a job came; it is on again, the queue still stopped",
)
def queue_stopped_by_failure(box: Sandbox, queue: str) -> None:
    """Print to a printer that is switched off, under `stop-printer`; then switch it on again.

    The backend gives up after a second (`contimeout`). The log has been rotated away since.
    """
    printer = box.printer_of(queue)
    printer.stop()
    box.cups.point_at(queue, f"{printer.uri}?contimeout=1")
    box.cups.print(queue)
    box.cups.await_state(queue, STOPPED)
    box.cups.point_at(queue, printer.uri)
    printer.start()
    box.scheduler.rotate_log()


@fault("queue-rejecting", "QUEUE_REJECTING", "the queue takes no jobs")
def queue_rejecting(box: Sandbox, queue: str) -> None:
    """CUPS-Reject-Jobs."""
    box.cups.reject(queue)


@fault("queue-holds-new-jobs", "QUEUE_HOLDS_NEW_JOBS", "the queue holds every new job")
def queue_holds_new_jobs(box: Sandbox, queue: str) -> None:
    """Hold-New-Jobs."""
    box.cups.hold_new_jobs(queue)
