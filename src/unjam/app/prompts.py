# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The application's prompt: every question for a password becomes one dialog, one at a time.

Whoever asks may be a worker thread, a task, or a synchronous caller on the main thread; the window
lives on meanwhile, and a question that is no longer needed goes away by itself.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gi.repository import GLib, Gtk

from unjam.app.i18n import _
from unjam.app.keyring import Keyring
from unjam.app.tasks import Tasks
from unjam.app.widgets.password_dialog import PasswordDialog
from unjam.auth import Asker, CallbackPrompt, PromptRequest, Reason
from unjam.cups import Credentials

if TYPE_CHECKING:
    from unjam.auth.loops import Answer, Dismiss

Values = Sequence[str] | None


class Question:
    """One dialog: waiting for its turn, on show, or over."""

    def __init__(
        self, make: Callable[[], PasswordDialog], decided: Callable[[Values], None]
    ) -> None:
        self._make = make
        self._decided = decided
        self.dialog: PasswordDialog | None = None
        self.over = False

    def show(self, over: Callable[[Question], None]) -> None:
        """Put it before the person."""
        self.dialog = self._make()
        self.dialog.connect("decided", lambda dialog: self._on_decided(dialog.values, over))
        self.dialog.present()

    def _on_decided(self, values: Values, over: Callable[[Question], None]) -> None:
        if not self.over:
            self.over = True
            self._decided(values)
        over(self)

    def dismiss(self) -> None:
        """Nobody needs the answer any more."""
        self.over = True
        if self.dialog is not None:
            self.dialog.close()


class Prompts:
    """Asks the person in front of the application's windows."""

    def __init__(self, tasks: Tasks, parent: Callable[[], Gtk.Window | None]) -> None:
        self._tasks = tasks
        self._parent = parent
        self._waiting: deque[Question] = deque()
        self._current: Question | None = None
        self.keyring = Keyring()
        self._remembered: set[tuple[str, str]] = set()
        self.asker = Asker(CallbackPrompt(self.show, GLib.idle_add))

    @property
    def dialog(self) -> PasswordDialog | None:
        """The dialog on show, if there is one."""
        return self._current.dialog if self._current else None

    # --- the prompt of unjam.auth ---------------------------------------------------------------

    def show(self, request: PromptRequest, answer: Answer) -> Dismiss:
        """Answer from the keyring if that knows, else by asking; returns what takes it away."""
        task = self._tasks.start(self._answer(request, answer), name="password")

        def dismiss() -> None:
            task.cancel()

        return dismiss

    async def _answer(self, request: PromptRequest, answer: Answer) -> None:
        place = (request.server, request.user)
        try:
            if request.reason is Reason.NEEDED and place not in self._remembered:
                known = await self.keyring.find(*place)
                if known is not None:
                    self._remembered.add(place)
                    answer(known)
                    return
            elif place in self._remembered:
                self._remembered.discard(place)
                await self.keyring.forget(*place)
            answer(await self._credentials(request))
        except asyncio.CancelledError:
            answer(None)
            raise

    async def _credentials(self, request: PromptRequest) -> Credentials | None:
        can_remember = await self.keyring.available()
        question, values = self._ask(
            lambda: PasswordDialog(
                self._parent(),
                request.title,
                request.explanation,
                ("username", "password"),
                user=request.user,
                remember=can_remember,
                refused=request.reason is not Reason.NEEDED,
            )
        )
        entered = await self._answered(question, values)
        if entered is None:
            return None
        credentials = Credentials(entered[0] or request.user, entered[1])
        if question.dialog is not None and question.dialog.wants_remembering:
            self._tasks.start(self._remember(request.server, credentials), name="remember")
        return credentials

    async def _remember(self, server: str, credentials: Credentials) -> None:
        self._remembered.add((server, credentials.user))
        await self.keyring.remember(server, credentials)

    # --- the question of unjam.actions ------------------------------------------------------------

    async def question(self, purpose: str, fields: Sequence[str]) -> Values:
        """Ask for what a printer wants to know (`auth-info-required`); None if declined."""
        text = _("The printer asks for this. It is handed to the printer with your document.")
        question, values = self._ask(
            lambda: PasswordDialog(self._parent(), purpose, text, tuple(fields))
        )
        return await self._answered(question, values)

    # --- one at a time ----------------------------------------------------------------------------

    def _ask(self, make: Callable[[], PasswordDialog]) -> tuple[Question, asyncio.Future[Values]]:
        values: asyncio.Future[Values] = asyncio.get_event_loop().create_future()

        def decided(entered: Values) -> None:
            if not values.done():
                values.set_result(entered)

        question = Question(make, decided)
        self._waiting.append(question)
        self._next()
        return question, values

    async def _answered(self, question: Question, values: asyncio.Future[Values]) -> Values:
        try:
            return await values
        finally:
            question.dismiss()
            self._over(question)

    def _next(self) -> None:
        while self._current is None and self._waiting:
            question = self._waiting.popleft()
            if not question.over:
                self._current = question
                question.show(self._over)

    def _over(self, question: Question) -> None:
        if self._current is question:
            self._current = None
        self._next()
