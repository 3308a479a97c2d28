# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One call while it runs: its deadline, and everything that can end it early.

Where the work itself cannot be stopped (name resolution, the TLS handshake) the caller is set free
and the work drains behind it on a daemon thread. Where libcups might wait longer than the deadline
within one of its own loops, a guard thread stops the call in time; and where a call without a
deadline would be deaf to Ctrl-C there, the main thread has the step done by another.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from unjam.cups import errors, threads
from unjam.cups._libcups import call as c_call

T = TypeVar("T")
LOOK = 0.25
"""Seconds between two looks for a signal that came just before a wait."""


class Effort:
    """A call in progress, on the thread of whoever made it."""

    def __init__(self, deadline: float | None, changed: threading.Condition) -> None:
        """Set out; `changed` is told when the call is stopped."""
        attentive = threading.get_ident() == threading.main_thread().ident
        self.call = c_call.Call(deadline, attentive)
        self.operation = ""
        self._attentive = attentive
        self._changed = changed
        self._guard: threading.Event | None = None
        self._deaf = False

    def stop(self, reason: int = c_call.CANCELLED) -> None:
        """End the call, from any thread."""
        self.call.stop(reason)
        with self._changed:
            self._changed.notify_all()

    def check(self) -> None:
        """Raise if the call has been stopped or is out of time."""
        if self.call.reason:
            raise self.error()

    def error(self) -> errors.CupsError:
        """Why the call ended early."""
        if self.call.reason == c_call.CANCELLED:
            return errors.Cancelled(self.operation, None, "the caller cancelled")
        if self.call.reason == c_call.CLOSED:
            return errors.Closed(self.operation, None, "the connection was closed")
        return errors.DeadlineExceeded(self.operation, None, "the server took too long to answer")

    def wait(self, ready: Callable[[], bool]) -> None:
        """Wait until `ready()`, holding `changed`; raises when the call ends before that."""
        self._changed.wait_for(lambda: ready() or self.call.reason, self.call.remaining)
        if not ready():
            self.check()

    def aside(self, work: Callable[[], T], discard: Callable[[T], None]) -> T:
        """Run `work` on a daemon thread and wait for it here.

        When the call ends first, this raises at once, and what the work still brings is discarded.
        """
        errand = _Errand(work, discard, self._changed)
        try:
            threads.start(errand.run, "unjam-connect")
            with self._changed:
                self.wait(lambda: errand.done)
        except BaseException:
            errand.abandon()
            raise
        return errand.result()

    def guard(self) -> None:
        """See to it that the call can be ended, whatever libcups does meanwhile.

        At its deadline; or, where it has none and only a signal can end it, by `heard`.
        """
        remaining = self.call.remaining
        if remaining is None:
            self._deaf = self._attentive
        elif self._guard is None:
            self._guard = threading.Event()
            threads.start(functools.partial(self._watch, self._guard, remaining), "unjam-guard")

    def heard(self, step: Callable[[], T]) -> T:
        """Take a step in which libcups may wait for long, with an ear for signals.

        What a signal's handler raises stops the call; it is raised once the step has ended, for the
        step uses the connection.
        """
        if not self._deaf:
            return step()
        errand = _Errand(step, lambda _: None, self._changed)
        try:
            threads.start(errand.run, "unjam-step")
            errand.wait()
        except BaseException:
            self.stop()
            errand.call_off()
            raise
        return errand.result()

    def _watch(self, over: threading.Event, remaining: float) -> None:
        if not over.wait(remaining):
            self.stop(c_call.OUT_OF_TIME)

    def over(self) -> None:
        """Let the guard go."""
        if self._guard is not None:
            self._guard.set()


class _Errand(Generic[T]):
    """Work on another thread that its caller may stop waiting for."""

    def __init__(
        self, work: Callable[[], T], discard: Callable[[T], None], changed: threading.Condition
    ) -> None:
        self._work = work
        self._discard = discard
        self._changed = changed
        self._results: list[T] = []
        self._error: BaseException | None = None
        self._abandoned = False
        self._begun = False
        self.done = False

    def run(self) -> None:
        """Do the work, and hand it over or away; not if it was called off before."""
        if not self._begin():
            return
        try:
            self._results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        with self._changed:
            self.done = True
            self._changed.notify_all()
            abandoned = self._abandoned
        if abandoned:
            self._throw_away()

    def _begin(self) -> bool:
        with self._changed:
            self._begun = not self._abandoned
            return self._begun

    def abandon(self) -> None:
        """Nobody waits any more."""
        with self._changed:
            self._abandoned = True
            done = self.done
        if done:
            self._throw_away()

    def wait(self) -> None:
        """Wait till it is done, with a look for signals now and then."""
        with self._changed:
            while not self._changed.wait_for(lambda: self.done, LOOK):
                pass

    def call_off(self) -> None:
        """Have it not begin, or wait till it is done: that is soon. Another signal changes nothing.

        Whoever starts a thread cannot know whether it runs when a signal came in between.
        """
        ended = False
        while not ended:
            with suppress(KeyboardInterrupt):
                self.abandon()
                if self._begun:
                    self.wait()
                ended = True

    def _throw_away(self) -> None:
        while self._results:
            self._discard(self._results.pop())

    def result(self) -> T:
        """What came out; the work's own exception if it raised."""
        if self._error is not None:
            raise self._error
        return self._results.pop()
