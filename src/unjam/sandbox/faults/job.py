# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of jobs and of the spool."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from unjam.sandbox import wire
from unjam.sandbox.faults.table import fault, repairs

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

HELD: Final = 4
ABORTED: Final = 8
LEFT_OVER: Final = 20_001
SPOOL_SIZE: Final = "8m"


@fault("job-held", "JOB_HELD", "a job is held until somebody releases it")
def job_held(box: Sandbox, queue: str) -> None:
    """Print with `job-hold-until=indefinite`."""
    hold = {"job-hold-until": wire.attribute(wire.KEYWORD, "indefinite")}
    box.cups.await_job(box.cups.print(queue, options=hold), HELD)


@fault(
    "job-options-conflict",
    "JOB_OPTIONS_CONFLICT",
    "a waiting job is to be printed on both sides, which the printer cannot",
)
def job_options_conflict(box: Sandbox, queue: str) -> None:
    """Print on both sides, not before somebody releases it."""
    options = {
        "sides": wire.attribute(wire.KEYWORD, "two-sided-long-edge"),
        "job-hold-until": wire.attribute(wire.KEYWORD, "indefinite"),
    }
    box.cups.await_job(box.cups.print(queue, options=options), HELD)


@repairs("job-options-conflict")
def print_otherwise(box: Sandbox, queue: str) -> None:
    """Cancel it; it will be printed anew, on one side."""
    for job_id in box.cups.waiting_jobs(queue):
        box.cups.cancel(job_id)


@fault("job-held-for-auth", "JOB_HELD_FOR_AUTH", "the printer wants a password for a job")
def job_held_for_auth(box: Sandbox, queue: str) -> None:
    """Let the printer ask for a password (`ippeveprinter -A`), and print."""
    printer = box.printer_of(queue)
    printer.authenticate = True
    printer.restart()
    box.cups.await_job(box.cups.print(queue), HELD)


@repairs("job-held-for-auth")
def ask_no_password(box: Sandbox, queue: str) -> None:
    """Set the printer's own door open."""
    printer = box.printer_of(queue)
    printer.authenticate = False
    printer.restart()


@fault("job-aborted", "JOB_ABORTED", "the scheduler gave a job up")
def job_aborted(box: Sandbox, queue: str) -> None:
    """Create a job, as a program that crashes before it has sent a document; release it."""
    job_id = box.cups.create_job(queue)
    box.cups.release(job_id)
    box.cups.await_job(job_id, ABORTED)


@fault(
    "spool-full",
    "SPOOL_FULL",
    "no space is left in the spool directory",
    on_queue=False,
    needs_namespace=True,
)
def spool_full(box: Sandbox, _queue: str) -> None:
    """Put the spool on a file system of its own and fill it to the last byte."""
    box.scheduler.stop()
    owner = ",".join(f"{key}={value}" for key, value in box.layout.spool_owner().items())
    box.processes.run(
        "mount", "-t", "tmpfs", "-o", f"size={SPOOL_SIZE},{owner}", "spool", box.layout.spool
    )
    box.processes.run("sh", "-c", 'mkdir -m 1770 "$1/tmp"; cat /dev/zero >"$1/filler" || :', "sh",
                      box.layout.spool)  # fmt: skip
    box.scheduler.start()


@repairs("spool-full")
def clear_spool(box: Sandbox, _queue: str) -> None:
    """Remove what filled it up."""
    box.processes.run("rm", box.layout.spool / "filler")


@fault("job-files-gone", "JOB_FILES_GONE", "a waiting job's document has been deleted")
def job_files_gone(box: Sandbox, queue: str) -> None:
    """Delete a held job's data file."""
    hold = {"job-hold-until": wire.attribute(wire.KEYWORD, "indefinite")}
    job_id = box.cups.print(queue, options=hold)
    box.cups.await_job(job_id, HELD)
    (box.layout.spool / f"d{job_id:05d}-001").unlink()


@fault(
    "spool-closed",
    "SPOOL_PERMISSIONS",
    "filters may not write to the directory of temporary files",
    on_queue=False,
)
def spool_closed(box: Sandbox, _queue: str) -> None:
    """Take the right to write from everybody but root (as root cupsd mends it when it starts)."""
    temporary = box.layout.spool / "tmp"
    temporary.chmod(0o500)
    if os.geteuid() == 0:
        os.chown(temporary, 0, 0)


@repairs("spool-closed")
def open_spool(box: Sandbox, _queue: str) -> None:
    """Give the directory its rights back."""
    box.layout.set_owners()


@fault("spool-stale", "STATE_DIR_STALE", "documents of long finished jobs pile up", on_queue=False)
def spool_stale(box: Sandbox, _queue: str) -> None:
    """Leave data files behind that belong to no job."""
    for number in range(70_000, 70_000 + LEFT_OVER):
        (box.layout.spool / f"d{number:05d}-001").touch()


@repairs("spool-stale")
def sweep_spool(box: Sandbox, _queue: str) -> None:
    """Delete what belongs to no job."""
    for path in box.layout.spool.glob("d[789]????-001"):
        path.unlink()
