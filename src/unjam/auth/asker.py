# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One question at a time, and none that was answered meanwhile.

An application makes one `Asker` and hands it to everybody who may need a password: it is the queue
in front of the prompt, and the memory behind it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from unjam.auth.cache import CredentialsCache
from unjam.auth.prompt import NobodyToAsk, Prompt, PromptRequest, Reason, current_purpose
from unjam.cups import Credentials, PasswordRequest
from unjam.operations import Waiter, check, pause_until, waiter


class Asker:
    """Asks through `prompt` and remembers the answers in `cache`.

    It is a password callback too: `Connection(server, password=asker)` asks up to `limit` times for
    one request.
    """

    def __init__(
        self, prompt: Prompt, cache: CredentialsCache | None = None, *, limit: int = 3
    ) -> None:
        self.cache = CredentialsCache() if cache is None else cache
        self.limit = limit
        self._prompt = prompt
        self._lock = threading.Lock()
        self._queue: deque[_Turn] = deque()
        self._calls = _Calls()

    def ask(
        self, request: PromptRequest, host: str, port: int, refused: Collection[Credentials] = ()
    ) -> Credentials | None:
        """Return credentials for the server, or None where the person declines.

        What somebody else entered while this waited for its turn is taken, unless it is in
        `refused`. Raises `Cancelled` and `NobodyToAsk` as the prompt does.
        """
        with self._turn():
            known = self.cache.find(host, port, user=request.user, without=refused)
            if known is not None:
                return known
            answer = self._answer(request)
            if answer is not None:
                self.cache.put(host, port, answer)
            return answer

    def _answer(self, request: PromptRequest) -> Credentials | None:
        """Ask until the answer can be sent at all, or is None; but not for ever."""
        for attempt in range(request.attempt, request.attempt + self.limit):
            check()
            answer = self._prompt.ask(replace(request, attempt=attempt))
            check()
            if answer is None:
                return None
            if not answer.user:
                answer = Credentials(request.user, answer.password)
            if _can_be_sent(answer):
                return answer
            request = replace(request, reason=Reason.REFUSED)
        return None

    def __call__(self, request: PasswordRequest) -> Credentials | None:
        """Answer libcups' question."""
        given = self._calls.given(request)
        for refused in given:
            self.cache.forget(request.server, request.port, refused)
        if request.attempt > self.limit:
            return None
        reason = Reason.NEEDED if request.attempt == 1 else Reason.REFUSED
        local = request.server.startswith("/")
        server = request.server if local else f"{request.server}:{request.port}"
        question = PromptRequest(current_purpose(), server, request.user, reason, request.attempt)
        try:
            answer = self.ask(question, request.server, request.port, given)
        except NobodyToAsk:
            return None
        if answer is not None:
            given.append(answer)
        return answer

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the prompt to be free, first come first served.

        A thread that has the prompt already (its main loop turned into another question) would wait
        for itself: to that one there is nobody to ask.
        """
        turn = _Turn()
        with self._lock:
            if any(other.thread == turn.thread for other in self._queue):
                raise NobodyToAsk("this thread is asking already")
            self._queue.append(turn)
        try:
            pause_until(lambda: self._queue[0] is turn, turn.waiter)
            yield
        finally:
            self._leave(turn)

    def _leave(self, turn: _Turn) -> None:
        with self._lock:
            self._queue.remove(turn)
            following = self._queue[0] if self._queue else None
        if following is not None:
            following.waiter.wake()


def _can_be_sent(credentials: Credentials) -> bool:
    """Return whether HTTP can carry this (RFC 7617, section 2): no colon in a name, no NUL."""
    return ":" not in credentials.user and "\0" not in credentials.user + credentials.password


class _Calls(threading.local):
    """What the calls of this thread, one to each server at a time, were given already.

    An attempt beyond the first of a call says that all of it was refused.
    """

    def __init__(self) -> None:
        self._given: dict[tuple[str, int, str], list[Credentials]] = {}

    def given(self, request: PasswordRequest) -> list[Credentials]:
        """Return what this call was given so far."""
        key = (request.server, request.port, request.user)
        if request.attempt == 1:
            self._given[key] = []
        return self._given.setdefault(key, [])


class _Turn:
    """One thread's place in the queue."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.waiter: Waiter = waiter()
