# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of the scheduler itself: gone, killed, silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unjam.sandbox.faults.table import fault, repairs

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox


@fault(
    "scheduler-stopped",
    "SCHEDULER_NOT_RUNNING",
    "the print server is not running",
    on_queue=False,
)
def scheduler_stopped(box: Sandbox, _queue: str) -> None:
    """End cupsd: the port refuses, the socket is gone."""
    box.scheduler.stop()


@fault(
    "scheduler-killed",
    "SCHEDULER_NOT_RUNNING",
    "the print server was killed and left its socket behind",
    on_queue=False,
)
def scheduler_killed(box: Sandbox, _queue: str) -> None:
    """Kill cupsd: the port refuses, and so does the stale socket."""
    box.scheduler.kill()


@repairs("scheduler-stopped", "scheduler-killed")
def start_scheduler(box: Sandbox, _queue: str) -> None:
    """Start cupsd again: there is no unit of systemd that a remedy could start."""
    box.scheduler.start()


@fault(
    "scheduler-frozen",
    "SCHEDULER_NOT_ANSWERING",
    "the print server accepts connections and says nothing",
    on_queue=False,
)
def scheduler_frozen(box: Sandbox, _queue: str) -> None:
    """Stop cupsd in its tracks (SIGSTOP); the kernel goes on accepting for it."""
    box.scheduler.freeze()


@repairs("scheduler-frozen")
def thaw_scheduler(box: Sandbox, _queue: str) -> None:
    """Let it go on."""
    box.scheduler.thaw()
