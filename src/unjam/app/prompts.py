# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The application's prompt: every question for a password becomes one dialog, one at a time.

Whoever asks may be a worker thread, a task, or a synchronous caller on the main thread that keeps
the GLib loop turning; therefore nothing between the question and the dialog is a task. The window
lives on meanwhile, and a question that nobody needs answered any more goes away by itself.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gi.repository import GLib, Gtk

from unjam.app.i18n import _
from unjam.app.keyring import Holder, Keyring
from unjam.app.widgets.password_dialog import PasswordDialog
from unjam.auth import Asker, CallbackPrompt, PromptRequest, Reason
from unjam.cups import Credentials

if TYPE_CHECKING:
    from unjam.auth.loops import Answer, Dismiss

Values = Sequence[str] | None
FIELDS = ("username", "password")


class Question:
    """One dialog: waiting for its turn, on show, or over."""

    def __init__(
        self,
        make: Callable[[], PasswordDialog],
        decided: Callable[[PasswordDialog], None],
        over: Callable[[Question], None],
    ) -> None:
        self._make = make
        self._decided = decided
        self._over = over
        self.dialog: PasswordDialog | None = None
        self.is_over = False

    def show(self) -> None:
        """Put it before the person."""
        self.dialog = self._make()
        self.dialog.connect("decided", self._on_decided)
        self.dialog.present()

    def dismiss(self) -> None:
        """Nobody needs the answer any more."""
        if self.is_over:
            return
        self.is_over = True
        if self.dialog is not None:
            self.dialog.close()
        self._over(self)

    def _on_decided(self, dialog: PasswordDialog) -> None:
        if self.is_over:
            return
        self.is_over = True
        self._decided(dialog)
        dialog.close()
        self._over(self)


class Prompts:
    """Asks the person in front of the application's windows."""

    def __init__(self, parent: Callable[[], Gtk.Window | None], holder: Holder) -> None:
        self._parent = parent
        self._waiting: deque[Question] = deque()
        self._current: Question | None = None
        self._supplied: dict[str, Credentials] = {}
        """What the keyring gave, or was given, for a server: forgotten there if it is refused."""
        self._to_remember: dict[str, Credentials] = {}
        """What was entered for a server and is to be remembered, if it is right."""
        self.keyring = Keyring(holder)
        self.asker = Asker(CallbackPrompt(self.show, post))

    @property
    def dialog(self) -> PasswordDialog | None:
        """The dialog on show, if there is one."""
        return self._current.dialog if self._current else None

    # --- the prompt of unjam.auth ---------------------------------------------------------------

    def show(self, request: PromptRequest, answer: Answer) -> Dismiss:
        """Answer from the keyring if that knows, else by asking; returns what takes it away."""
        question = self._question(request, answer)
        server = request.server

        def found(known: Credentials | None) -> None:
            if known is None:
                self._ask(question)
            elif not question.is_over:
                self._supplied[server] = known
                answer(known)

        self._to_remember.pop(server, None)
        if request.reason is Reason.REFUSED and (wrong := self._supplied.pop(server, None)):
            self.keyring.forget(server, wrong.user)
        if request.reason is Reason.NEEDED and request.attempt == 1:
            self.keyring.find(server, request.user, found)
        else:
            self._ask(question)
        return question.dismiss

    def accepted(self, server: str) -> None:
        """The server has taken what was entered: remember it, if that is wanted."""
        if (credentials := self._to_remember.pop(server, None)) is not None:
            self._supplied[server] = credentials
            self.keyring.remember(server, credentials)

    def _question(self, request: PromptRequest, answer: Answer) -> Question:
        def make() -> PasswordDialog:
            return PasswordDialog(
                self._parent(),
                request.title,
                request.explanation,
                FIELDS,
                user=request.user,
                remember=self.keyring.available,
                refused=request.reason is not Reason.NEEDED,
            )

        def decided(dialog: PasswordDialog) -> None:
            if dialog.values is None:
                answer(None)
                return
            user, password = dialog.values
            credentials = Credentials(user or request.user, password)
            if dialog.wants_remembering:
                self._to_remember[request.server] = credentials
            answer(credentials)

        return Question(make, decided, self._over)

    # --- the question of unjam.actions ------------------------------------------------------------

    async def question(self, purpose: str, fields: Sequence[str]) -> Values:
        """Ask for what a printer wants to know (`auth-info-required`); None if declined."""
        values: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
        text = _("The printer asks for this. It is handed to the printer with your document.")

        def decided(dialog: PasswordDialog) -> None:
            if not values.done():
                values.set_result(dialog.values)

        question = Question(
            lambda: PasswordDialog(self._parent(), purpose, text, tuple(fields)),
            decided,
            self._over,
        )
        self._ask(question)
        try:
            return await values
        finally:
            question.dismiss()

    # --- one at a time ----------------------------------------------------------------------------

    def _ask(self, question: Question) -> None:
        self._waiting.append(question)
        self._next()

    def _next(self) -> None:
        while self._current is None and self._waiting:
            question = self._waiting.popleft()
            if not question.is_over:
                self._current = question
                question.show()

    def _over(self, question: Question) -> None:
        if self._current is question:
            self._current = None
        self._next()


def post(call: Callable[[], object]) -> None:
    """Have the main loop call something once, soon; from any thread."""

    def once() -> bool:
        call()
        return GLib.SOURCE_REMOVE

    GLib.timeout_add(0, once)  # an idle source would starve behind a slow animation
