# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults of limits and rights: full, too large, too many, not allowed."""

from __future__ import annotations

import base64
import os
import pwd
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from unjam.sandbox import ask, wire
from unjam.sandbox.ask import RefusedError
from unjam.sandbox.documents import one_page
from unjam.sandbox.errors import SandboxError
from unjam.sandbox.faults.table import fault, repairs
from unjam.sandbox.layout import OPEN_LIMITS
from unjam.sandbox.queues import queue_uri

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

MOST_JOBS: Final = 3
REQUEST_LIMIT: Final = 20_000
RESERVED: Final = """\
  <Limit {operations}>
    AuthType Basic
    Require user nobody-at-all
    Order deny,allow
  </Limit>
"""


# --- how much -----------------------------------------------------------------------------------


@fault(
    "too-many-jobs", "TOO_MANY_JOBS", "the print server takes no more jobs at all", on_queue=False
)
def too_many_jobs(box: Sandbox, queue: str) -> None:
    """Let `MaxJobs` be reached by jobs that wait behind a slow one."""
    box.scheduler.settings.extra.append(f"MaxJobs {MOST_JOBS}")
    box.scheduler.restart()
    box.printer_of(queue).hold_back()
    for number in range(MOST_JOBS):
        box.cups.print(queue, title=f"Page {number}")
    _refused(box, queue)


@repairs("too-many-jobs")
def print_on(box: Sandbox, queue: str) -> None:
    """Let the slow job come to its end."""
    box.printer_of(queue).let_go()


@fault("quota-reached", "QUOTA_REACHED", "the person has printed as much as allowed")
def quota_reached(box: Sandbox, queue: str) -> None:
    """Print more than a kilobyte, where that is all that is allowed in a day."""
    box.cups.await_job(box.cups.print(queue, one_page() + b"%" * 3000))
    _set_quota(box, queue, period=86400, kilobytes=1)
    _refused(box, queue)


@repairs("quota-reached")
def raise_quota(box: Sandbox, queue: str) -> None:
    """Have the administrator lift the limit."""
    _set_quota(box, queue, period=0, kilobytes=0)


@fault(
    "job-too-large",
    "JOB_TOO_LARGE",
    "the print server refuses documents of this size",
    on_queue=False,
)
def job_too_large(box: Sandbox, queue: str) -> None:
    """Print more than `LimitRequestBody` allows."""
    box.scheduler.settings.extra.append(f"LimitRequestBody {REQUEST_LIMIT}")
    box.scheduler.restart()
    _refused(box, queue, one_page() + b"%" * 2 * REQUEST_LIMIT)


@repairs("job-too-large")
def raise_limit(box: Sandbox, _queue: str) -> None:
    """Have the administrator lift the limit."""
    box.scheduler.settings.extra.clear()
    box.scheduler.restart()


def _set_quota(box: Sandbox, queue: str, *, period: int, kilobytes: int) -> None:
    limits = {"job-quota-period": period, "job-k-limit": kilobytes}
    box.cups.modify(
        queue, {name: wire.attribute(wire.INTEGER, value) for name, value in limits.items()}
    )


def _refused(box: Sandbox, queue: str, document: bytes | None = None) -> None:
    """Print once more, and see it refused."""
    try:
        box.cups.print(queue, document)
    except (RefusedError, SandboxError, OSError):
        return
    raise SandboxError(f"the queue {queue} took a job that it was to refuse")


# --- who ----------------------------------------------------------------------------------------


@fault(
    "user-denied", "QUEUE_USER_DENIED", "this person may not print on the queue", spares_root=True
)
def user_denied(box: Sandbox, queue: str) -> None:
    """Put the person on `requesting-user-name-denied`."""
    me = pwd.getpwuid(os.geteuid()).pw_name
    box.cups.modify(queue, {"requesting-user-name-denied": wire.attribute(wire.NAME, me)})


@repairs("user-denied")
def allow_user(box: Sandbox, queue: str) -> None:
    """Have the administrator take the person off the list."""
    everybody = wire.attribute(wire.NAME, "all")
    box.cups.modify(queue, {"requesting-user-name-allowed": everybody})


@fault(
    "looking-forbidden",
    "NOT_PERMITTED",
    "this person may not even list the printers",
    on_queue=False,
)
def looking_forbidden(box: Sandbox, _queue: str) -> None:
    """Let the policy reserve CUPS-Get-Printers to somebody else."""
    box.scheduler.settings.limits = RESERVED.format(operations="CUPS-Get-Printers") + OPEN_LIMITS
    box.scheduler.restart()


@fault("password-refused", "PASSWORD_REFUSED", "a password was refused a moment ago")
def password_refused(box: Sandbox, queue: str) -> None:
    """Let pausing want a login, and try one that PAM refuses."""
    box.scheduler.settings.limits = RESERVED.format(operations="Pause-Printer") + OPEN_LIMITS
    box.scheduler.restart()
    message = wire.request(ask.PAUSE_PRINTER, queue_uri(queue))
    login = "Basic " + base64.b64encode(b"nobody-at-all:wrong").decode()
    with suppress(SandboxError):
        box.scheduler.ask("/admin/", message, headers={"Authorization": login})


@repairs("looking-forbidden", "password-refused")
def open_policy(box: Sandbox, _queue: str) -> None:
    """Have the administrator open the policy; the old refusals are forgotten."""
    box.scheduler.settings.limits = OPEN_LIMITS
    box.scheduler.restart()
    box.scheduler.rotate_log()
