# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Prompts that are shown by a main loop and needed by any thread.

The thread that needs the answer waits; a cancel wakes it and takes the question away. Where that
thread is the loop's own, it keeps the loop turning (GLib) or is told that nobody can be asked
(asyncio, whose loop cannot turn inside itself).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from concurrent.futures import Future as ThreadFuture

from unjam.auth.prompt import NobodyToAsk, PromptRequest
from unjam.cups import Credentials
from unjam.operations import pause_until, waiter

Answer = Callable[[Credentials | None], None]
Dismiss = Callable[[], None]


class CallbackPrompt:
    """A prompt for a program with a GLib main loop on its main thread.

    `show(request, answer)` is called by the main loop; it shows the question, calls `answer` once
    the person has decided, and returns a function that takes the question away. `post(function)`
    has the main loop call a function soon, from any thread (`GLib.idle_add`, once).
    """

    def __init__(
        self,
        show: Callable[[PromptRequest, Answer], Dismiss],
        post: Callable[[Callable[[], None]], object],
    ) -> None:
        self._show = show
        self._post = post

    def ask(self, request: PromptRequest) -> Credentials | None:
        """Show the question and wait for the answer."""
        question = _Question(self._show, request)
        self._do(question.show)
        try:
            pause_until(question.answered, question.waiter)
        except BaseException:
            self._do(question.dismiss)
            raise
        return question.outcome()

    def _do(self, function: Callable[[], None]) -> None:
        if threading.current_thread() is threading.main_thread():
            function()
        else:
            self._post(function)


class _Question:
    """One question: shown, and then answered or dismissed, all on the main thread."""

    def __init__(
        self, show: Callable[[PromptRequest, Answer], Dismiss], request: PromptRequest
    ) -> None:
        self.waiter = waiter()
        self._show = show
        self._request = request
        self._dismiss: Dismiss | None = None
        self._answer: ThreadFuture[Credentials | None] = ThreadFuture()

    def show(self) -> None:
        if self._answer.done():
            return
        try:
            self._dismiss = self._show(self._request, self._settle)
        except Exception as exception:  # noqa: BLE001 - raised again where the answer is awaited
            self._answer.set_exception(exception)
            self.waiter.wake()

    def _settle(self, credentials: Credentials | None) -> None:
        if not self._answer.done():
            self._answer.set_result(credentials)
            self.waiter.wake()

    def dismiss(self) -> None:
        shown, self._dismiss = self._dismiss, None
        if not self._answer.done():
            self._answer.cancel()
            if shown is not None:
                shown()

    def answered(self) -> bool:
        return self._answer.done()

    def outcome(self) -> Credentials | None:
        return self._answer.result()


class LoopPrompt:
    """A prompt for an asyncio program: `ask` is its coroutine function, run on `loop`."""

    def __init__(
        self,
        ask: Callable[[PromptRequest], Awaitable[Credentials | None]],
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._ask = ask
        self._loop = asyncio.get_running_loop() if loop is None else loop

    def ask(self, request: PromptRequest) -> Credentials | None:
        """Have the loop ask, and wait for the answer."""
        if asyncio._get_running_loop() is self._loop:
            raise NobodyToAsk("the loop that would ask is the one that waits")
        own = waiter()
        answer = asyncio.run_coroutine_threadsafe(self._coroutine(request), self._loop)
        answer.add_done_callback(lambda _: own.wake())
        try:
            pause_until(answer.done, own)
        except BaseException:
            answer.cancel()
            raise
        try:
            return answer.result()
        except CancelledError:  # the loop's side went away, and the person with it
            return None

    async def _coroutine(self, request: PromptRequest) -> Credentials | None:
        return await self._ask(request)
