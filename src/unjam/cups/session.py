# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The core of both faces: whose turn it is with a server, and when a turn ends.

The law: one call at a time for each session, the others wait; every call ends at its deadline, when
its caller cancels, and when the session is closed, from any thread.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from unjam.cups import address, errors
from unjam.cups._libcups import call as c_call
from unjam.cups._libcups.records import Record, Reply
from unjam.cups.address import Address
from unjam.cups.cancel import CancelToken, Stop, on_cancel
from unjam.cups.certificate import Certificate, Trust
from unjam.cups.effort import Effort
from unjam.cups.link import Link
from unjam.cups.login import Login
from unjam.cups.model import Encryption
from unjam.cups.password import PasswordCallback
from unjam.cups.request import CONNECTION_TIMEOUT, Plan, Request, Timeout
from unjam.cups.wire import Wire

T = TypeVar("T")


class Session:
    """A server, who talks to it, and who of the callers has the turn."""

    def __init__(
        self,
        server: str | None,
        user: str | None,
        encryption: Encryption | None,
        password: PasswordCallback | None,
        trust: Trust,
        timeout: float | None,
    ) -> None:
        if server is None or user is None or encryption is None:
            usual = address.defaults()
            where = usual.address if server is None else address.parse(server)
            user = usual.user if user is None else user
            encryption = Encryption(usual.encryption) if encryption is None else encryption
        else:
            where = address.parse(server)
        self.user = user
        self.timeout = timeout
        self.closed = False
        self._link = Link(where, encryption, trust)
        self._wire = Wire(self._link, Login(self.user, password, where))
        self._changed = threading.Condition()
        self._busy: Effort | None = None
        self._waiting: deque[Effort] = deque()
        self._closing = CancelToken()
        self._owner = 0

    @property
    def address(self) -> Address:
        """Where the server is."""
        return self._link.address

    @property
    def encryption(self) -> Encryption:
        """When the connection is encrypted; REQUIRED once the server has insisted on it."""
        return self._link.encryption

    @property
    def certificate(self) -> Certificate | None:
        """What the server last showed of itself."""
        return self._link.certificate

    def another(self) -> Session:
        """The same server and user, and nobody to ask for a password; nothing is shared."""
        return Session(
            str(self.address), self.user, self.encryption, None, self._link.trust, self.timeout
        )

    # --- one call -------------------------------------------------------------------------------

    def run(self, plan: Plan[T], timeout: Timeout) -> T:
        """Carry out a plan here and now; one at a time, others wait for their turn."""
        with self.effort(timeout) as effort:
            return follow(plan, self._wire.perform, effort)

    def stream(self, request: Request, group: int, timeout: Timeout) -> Iterator[Record]:
        """Carry out a request and hand over each group of its reply as it comes in."""
        with self.effort(timeout) as effort:
            yield from self._wire.stream(request, group, effort)

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than until the caller cancels or the connection is closed."""
        effort = Effort(time.monotonic() + seconds, self._changed)
        with on_cancel(effort.stop), self._changed:
            try:
                effort.wait(lambda: self.closed)
            except errors.DeadlineExceeded:
                return
        self.refuse_if_closed()

    def connect(self, timeout: Timeout) -> None:
        """Have a connection, without asking the server anything."""
        with self.effort(timeout) as effort:
            effort.operation = "connect"
            self._link.line(effort)

    @contextmanager
    def effort(self, timeout: Timeout) -> Iterator[Effort]:
        """Take a turn: wait for it, and be cancellable from then on."""
        effort = self._set_out(timeout)
        with on_cancel(effort.stop):
            self._take_turn(effort)
            try:
                yield effort
            finally:
                self._end_turn(effort)

    def seconds(self, timeout: Timeout) -> float | None:
        """How long a call may take; None for as long as it wants."""
        return self.timeout if timeout is CONNECTION_TIMEOUT else timeout

    def _set_out(self, timeout: Timeout) -> Effort:
        seconds = self.seconds(timeout)
        return Effort(None if seconds is None else time.monotonic() + seconds, self._changed)

    def _take_turn(self, effort: Effort) -> None:
        me = threading.get_ident()
        with self._changed:
            if self._busy is not None and self._owner == me:
                raise RuntimeError("a call of this connection is under way on this very thread")
            self._waiting.append(effort)
            try:
                self._await_turn(effort)
                self._busy, self._owner = effort, me
            except BaseException:
                self._changed.notify_all()  # it is another's turn
                raise
            finally:
                self._waiting.remove(effort)

    def _await_turn(self, effort: Effort) -> None:
        """Wait for it: first come, first served, and nobody starves."""
        if not self._is_next(effort):
            effort.wait(lambda: self.closed or self._is_next(effort))
        self.refuse_if_closed()
        effort.check()

    def _is_next(self, effort: Effort) -> bool:
        return self._busy is None and self._waiting[0] is effort

    def _end_turn(self, effort: Effort) -> None:
        effort.over()
        with self._changed:
            self._busy = None
            self._changed.notify_all()
            line = self._link.let_go() if self.closed else None
        if line is not None:
            line.close()

    def refuse_if_closed(self) -> None:
        """Raise `Closed` where it is."""
        if self.closed:
            raise errors.Closed("", None, "the connection was closed")

    def close(self) -> None:
        """Close for good, from any thread: a call in progress ends with `Closed`. Idempotent."""
        with self._changed:
            self.closed = True
            busy = self._busy
            line = self._link.let_go() if busy is None else None
            self._changed.notify_all()
        self._closing.cancel()
        if busy is not None:
            busy.stop(c_call.CLOSED)
        elif line is not None:
            line.close()

    def on_close(self, stop: Stop) -> AbstractContextManager[None]:
        """Within the block, have what is done without a turn stopped on `close`."""
        return self._closing.on_cancel(stop)


def follow(plan: Plan[T], perform: Callable[[Request, Effort], Reply], effort: Effort) -> T:
    """Drive a plan: each request through `perform`, its errors into the plan."""
    try:
        request = next(plan)
        while True:
            try:
                reply = perform(request, effort)
            except errors.CupsError as error:
                request = plan.throw(error)
            else:
                request = plan.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result
