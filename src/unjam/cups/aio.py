# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The asyncio face: `AsyncConnection`."""

# ruff: noqa: ASYNC109 - the deadline is the server's too: the work itself ends at it

from __future__ import annotations

import asyncio
import functools
import inspect
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self, TypeVar

from unjam.cups import errors, notifications, streams
from unjam.cups.calls import jobs, operators, queues, system
from unjam.cups.certificate import Trust
from unjam.cups.faces import adelivering, aiterating, waiting
from unjam.cups.facts import Facts
from unjam.cups.model import Encryption
from unjam.cups.notifications import Waits
from unjam.cups.password import Answer, AsyncPasswordCallback, PasswordRequest
from unjam.cups.request import CONNECTION_TIMEOUT, Plan, Timeout
from unjam.cups.session import Session
from unjam.cups.worker import Worker, elsewhere, wait_for

T = TypeVar("T")

GRACE: Final = 0.1
"""Seconds past its deadline that a call has to say so itself."""


class AsyncConnection(Facts):
    """A print server, for asyncio: `Connection` on a worker thread of its own.

    Calls on one connection are made one after the other; use several to have several at once.
    Cancelling the task stops the work itself, and the task is free at once. `password` may be a
    coroutine function, which then runs on the loop of the call; a plain function is called on the
    worker thread.
    """

    def __init__(
        self,
        server: str | None = None,
        *,
        user: str | None = None,
        encryption: Encryption | None = None,
        password: AsyncPasswordCallback | None = None,
        trust: Trust = None,
        timeout: float | None = 30.0,
    ) -> None:
        self._password = password
        ask = None if password is None else self._ask
        self._session = Session(server, user, encryption, ask, trust, timeout)
        self._waits = Waits(self._session)
        self._worker = Worker(f"unjam-cups-{self._session.address}")

    # --- its life ---------------------------------------------------------------------------------

    async def connect(self, *, timeout: Timeout = CONNECTION_TIMEOUT) -> None:
        """Connect now instead of at the first call."""
        await self._in_time(self._session.connect, timeout)

    async def close(self) -> None:
        """Close for good, from any thread; calls in progress end with `Closed`. Idempotent.

        Then the subscriptions of `wait_for_events`, if there are any, are taken back: within 2 s.
        """
        self._session.close()
        self._worker.stop()
        if self._waits.pending:
            await elsewhere(self._waits.end)

    async def __aenter__(self) -> Self:
        """Close at the end of the block."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close."""
        await self.close()

    def __del__(self) -> None:
        """Let the worker thread go."""
        worker = getattr(self, "_worker", None)
        if worker is not None:
            worker.stop()

    async def run(self, plan: Plan[T], timeout: Timeout = CONNECTION_TIMEOUT) -> T:
        """Carry out a plan of `unjam.cups.calls`, or one of your own."""
        return await self._in_time(functools.partial(self._session.run, plan), timeout)

    async def _in_time(self, work: Callable[[float | None], T], timeout: Timeout) -> T:
        """Do `work` on the worker with the seconds that are left once it is its turn.

        The work knows its own deadline and has the better words for it; the watch here is for what
        it cannot end itself: the calls before it, and a callback on this loop.
        """
        if self.closed:
            raise errors.Closed("", None, "the connection was closed")
        seconds = self._session.seconds(timeout)
        until = None if seconds is None else time.monotonic() + seconds
        watch = asyncio.timeout(None if seconds is None else seconds + GRACE)
        try:
            async with watch:
                return await self._worker.run(lambda: work(_left(until)))
        except errors.DeadlineExceeded:
            raise
        except TimeoutError as late:
            if not watch.expired():
                raise
            words = "the call had to wait for too long"
            raise errors.DeadlineExceeded("", None, words) from late

    def _ask(self, question: PasswordRequest) -> Answer:
        """Call the callback; on the worker thread, which waits for the loop if it must."""
        if self._password is None:
            return None
        answer = self._password(question)
        return wait_for(answer) if inspect.isawaitable(answer) else answer

    # --- operations -------------------------------------------------------------------------------

    get_printers = waiting(queues.get_printers)
    get_classes = waiting(queues.get_classes)
    get_default = waiting(queues.get_default)
    get_printer_attributes = waiting(queues.get_printer_attributes)
    get_ppd = waiting(queues.get_ppd)

    pause_printer = waiting(operators.pause_printer)
    resume_printer = waiting(operators.resume_printer)
    accept_jobs = waiting(operators.accept_jobs)
    reject_jobs = waiting(operators.reject_jobs)
    hold_new_jobs = waiting(operators.hold_new_jobs)
    release_held_new_jobs = waiting(operators.release_held_new_jobs)
    set_default = waiting(operators.set_default)
    delete_printer = waiting(operators.delete_printer)
    delete_class = waiting(operators.delete_class)
    add_modify_printer = waiting(operators.add_modify_printer)
    add_modify_class = waiting(operators.add_modify_class)
    request = waiting(operators.request)

    get_jobs = waiting(jobs.get_jobs)
    get_job_attributes = waiting(jobs.get_job_attributes)
    create_job = waiting(jobs.create_job)
    send_document = waiting(jobs.send_document)
    print_job = waiting(jobs.print_job)
    print_test_page = waiting(jobs.print_test_page)
    cancel_job = waiting(jobs.cancel_job)
    cancel_jobs = waiting(jobs.cancel_jobs)
    hold_job = waiting(jobs.hold_job)
    release_job = waiting(jobs.release_job)
    restart_job = waiting(jobs.restart_job)
    move_job = waiting(jobs.move_job)
    set_job_attributes = waiting(jobs.set_job_attributes)
    authenticate_job = waiting(jobs.authenticate_job)
    get_document = waiting(jobs.get_document)

    get_devices = waiting(system.get_devices)
    get_ppds = waiting(system.get_ppds)
    get_file = waiting(system.get_file)
    put_file = waiting(system.put_file)
    get_error_log = waiting(system.get_error_log)
    get_server_settings = waiting(system.get_server_settings)
    set_server_settings = waiting(system.set_server_settings)
    create_subscription = waiting(system.create_subscription)
    renew_subscription = waiting(system.renew_subscription)
    cancel_subscription = waiting(system.cancel_subscription)
    get_notifications = waiting(system.get_notifications)

    iter_devices = aiterating(streams.iter_devices)
    iter_destinations = aiterating(streams.iter_destinations)
    events = aiterating(notifications.events)
    wait_for_events = adelivering(notifications.wait_for_events)


def _left(until: float | None) -> float | None:
    return None if until is None else max(0.0, until - time.monotonic())
