# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The blocking face: `Connection`."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TypeVar

from unjam.cups import notifications, streams
from unjam.cups.calls import jobs, operators, queues, system
from unjam.cups.certificate import Trust
from unjam.cups.faces import blocking, delivering, iterating
from unjam.cups.facts import Facts
from unjam.cups.model import Encryption
from unjam.cups.notifications import Waits
from unjam.cups.password import PasswordCallback
from unjam.cups.request import CONNECTION_TIMEOUT, Plan, Timeout
from unjam.cups.session import Session

T = TypeVar("T")


class Connection(Facts):
    """A print server. Calls block, with the GIL released; any thread may make them.

    One call at a time: others wait for their turn. Connecting is lazy, and a connection that the
    server closed is opened anew by the next call. Every method takes `timeout`, seconds for all of
    it. A call ends early with `Cancelled` when the `unjam.cups.cancel.current_token` of its context
    is cancelled, and with `Closed` when another thread closes the connection. After either, and
    after `DeadlineExceeded` and `ConnectionLost`, what the call was to change may have changed.

    Each of `server`, `user` and `encryption` that is not given is what libcups would take: what
    CUPS_SERVER, CUPS_USER, CUPS_ENCRYPTION and client.conf say, `encryption` for whichever server
    (cupsEncryption). `password` is called on the thread of the call, at most three times in each.
    `trust` decides about certificates of encrypted connections: a fingerprint that was stored, or a
    callback that is shown the facts; without it this system's authorities must vouch for them, but
    for that of a local socket: who listens there is known by its place.
    """

    def __init__(
        self,
        server: str | None = None,
        *,
        user: str | None = None,
        encryption: Encryption | None = None,
        password: PasswordCallback | None = None,
        trust: Trust = None,
        timeout: float | None = 30.0,
    ) -> None:
        self._session = Session(server, user, encryption, password, trust, timeout)
        self._waits = Waits(self._session)

    # --- its life ---------------------------------------------------------------------------------

    def connect(self, *, timeout: Timeout = CONNECTION_TIMEOUT) -> None:
        """Connect now instead of at the first call."""
        self._session.connect(timeout)

    def close(self) -> None:
        """Close for good, from any thread; calls in progress end with `Closed`. Idempotent.

        Then the subscriptions of `wait_for_events`, if there are any, are taken back: within 2 s.
        """
        self._session.close()
        self._waits.end()

    def __enter__(self) -> Self:
        """Close at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def run(self, plan: Plan[T], timeout: Timeout = CONNECTION_TIMEOUT) -> T:
        """Carry out a plan of `unjam.cups.calls`, or one of your own."""
        return self._session.run(plan, timeout)

    # --- operations -------------------------------------------------------------------------------

    get_printers = blocking(queues.get_printers)
    get_classes = blocking(queues.get_classes)
    get_default = blocking(queues.get_default)
    get_printer_attributes = blocking(queues.get_printer_attributes)
    get_ppd = blocking(queues.get_ppd)

    pause_printer = blocking(operators.pause_printer)
    resume_printer = blocking(operators.resume_printer)
    accept_jobs = blocking(operators.accept_jobs)
    reject_jobs = blocking(operators.reject_jobs)
    hold_new_jobs = blocking(operators.hold_new_jobs)
    release_held_new_jobs = blocking(operators.release_held_new_jobs)
    set_default = blocking(operators.set_default)
    delete_printer = blocking(operators.delete_printer)
    delete_class = blocking(operators.delete_class)
    add_modify_printer = blocking(operators.add_modify_printer)
    add_modify_class = blocking(operators.add_modify_class)
    request = blocking(operators.request)

    get_jobs = blocking(jobs.get_jobs)
    get_job_attributes = blocking(jobs.get_job_attributes)
    create_job = blocking(jobs.create_job)
    send_document = blocking(jobs.send_document)
    print_job = blocking(jobs.print_job)
    print_test_page = blocking(jobs.print_test_page)
    cancel_job = blocking(jobs.cancel_job)
    cancel_jobs = blocking(jobs.cancel_jobs)
    hold_job = blocking(jobs.hold_job)
    release_job = blocking(jobs.release_job)
    restart_job = blocking(jobs.restart_job)
    move_job = blocking(jobs.move_job)
    set_job_attributes = blocking(jobs.set_job_attributes)
    authenticate_job = blocking(jobs.authenticate_job)
    get_document = blocking(jobs.get_document)

    get_devices = blocking(system.get_devices)
    get_ppds = blocking(system.get_ppds)
    get_file = blocking(system.get_file)
    put_file = blocking(system.put_file)
    get_error_log = blocking(system.get_error_log)
    get_server_settings = blocking(system.get_server_settings)
    set_server_settings = blocking(system.set_server_settings)
    create_subscription = blocking(system.create_subscription)
    renew_subscription = blocking(system.renew_subscription)
    cancel_subscription = blocking(system.cancel_subscription)
    get_notifications = blocking(system.get_notifications)

    iter_devices = iterating(streams.iter_devices)
    iter_destinations = iterating(streams.iter_destinations)
    events = iterating(notifications.events)
    wait_for_events = delivering(notifications.wait_for_events)
