# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of a queue's own state."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from unjam.sandbox import wire
from unjam.sandbox.ask import RefusedError
from unjam.sandbox.faults.table import fault, repairs
from unjam.sandbox.network import HERE
from unjam.sandbox.queues import STOPPED, Queue

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

EMPTY_CLASS: Final = "Everybody"


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


@fault("queues-duplicate", "DUPLICATE_QUEUES", "two queues print on one machine")
def queues_duplicate(box: Sandbox, queue: str) -> None:
    """Make a second queue for the same device."""
    box.cups.add(Queue(f"{queue}Again", box.printer_of(queue).uri))


@repairs("queues-duplicate")
def delete_duplicate(box: Sandbox, queue: str) -> None:
    """Delete one."""
    with suppress(RefusedError):
        box.cups.delete(f"{queue}Again")


@fault("class-empty", "CLASS_EMPTY", "a class has lost its only member")
def class_empty(box: Sandbox, _queue: str) -> None:
    """Make a class of one queue, and delete that queue."""
    box.cups.add(Queue("Member", "file:///dev/null"))
    box.cups.add_class(EMPTY_CLASS, "Member")
    box.cups.delete("Member")
    box.scheduler.restart()  # cupsd 2.4.2 keeps a dangling pointer to the member, and crashes on it


@repairs("class-empty")
def fill_class(box: Sandbox, queue: str) -> None:
    """Put a queue into it."""
    box.cups.add_class(EMPTY_CLASS, queue)


@fault("queue-uri-stale", "QUEUE_URI_STALE", "the queue's device file is gone")
def queue_uri_stale(box: Sandbox, queue: str) -> None:
    """Address a parallel port that this computer does not have."""
    box.cups.point_at(queue, "parallel:/dev/lp99")


@repairs("queue-uri-stale")
def address_printer(box: Sandbox, queue: str) -> None:
    """Address the printer where it is now."""
    box.cups.point_at(queue, box.printer_of(queue).uri)


@fault("queue-raw", "DRIVER_DEPRECATED_RAW", "the queue has no driver")
def queue_raw(box: Sandbox, queue: str) -> None:
    """Take the PPD away: a raw queue."""
    box.cups.modify(queue, {"ppd-name": wire.attribute(wire.NAME, "raw")})


@fault("queue-not-shared", "QUEUE_NOT_SHARED", "the queue behind ours is not shared with us",
       needs_namespace=True)  # fmt: skip
def queue_not_shared(box: Sandbox, queue: str) -> None:
    """Print through a queue of another server (the same cupsd, by another address)."""
    printer = box.printer_of(queue)
    box.scheduler.settings.extra.append(f"Listen {HERE}:{box.scheduler.settings.port}")
    box.scheduler.restart()
    box.cups.add(Queue("Remote", printer.uri))
    share_remote(box, shared=False)
    box.cups.point_at(queue, f"ipp://{HERE}:{box.scheduler.settings.port}/printers/Remote")
    box.cups.await_job(box.cups.print(queue), 4)


@repairs("queue-not-shared")
def share_there(box: Sandbox, queue: str) -> None:
    """Have the other administrator share it, and release what waited for that."""
    share_remote(box, shared=True)
    for job_id in box.cups.waiting_jobs(queue):
        box.cups.release(job_id)


def share_remote(box: Sandbox, *, shared: bool) -> None:
    """Set `printer-is-shared` of the queue that plays the other server's."""
    box.cups.modify("Remote", {"printer-is-shared": wire.attribute(wire.BOOLEAN, shared)})


@fault(
    "sharing-off",
    "SHARING_OFF",
    "queues are shared, and the server announces none",
    on_queue=False,
    needs_namespace=True,
)
def sharing_off(box: Sandbox, _queue: str) -> None:
    """Listen on the network, with `Browsing Off`."""
    box.scheduler.settings.extra.append(f"Listen {HERE}:{box.scheduler.settings.port}")
    box.scheduler.restart()


@repairs("sharing-off")
def unshare_all(box: Sandbox, _queue: str) -> None:
    """Share no more."""
    box.scheduler.settings.extra.clear()
    box.scheduler.restart()
