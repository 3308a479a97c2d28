# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The interface between whoever needs a password and whoever can ask for it: one method."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from unjam.cups import Credentials
from unjam.translation import _


class Reason(StrEnum):
    """Why it is asked."""

    NEEDED = "needed"
    REFUSED = "refused"
    NOT_ALLOWED = "not-allowed"


@dataclass(frozen=True, slots=True)
class PromptRequest:
    """What a person needs to know to answer.

    `title` is the purpose in the person's words. `user` is who it will be unless another name is
    given. `attempt` counts from 1 and starts anew for each operation.
    """

    title: str
    server: str
    user: str
    reason: Reason = Reason.NEEDED
    attempt: int = 1

    @property
    def explanation(self) -> str:
        """Why it is asked, in one or two sentences."""
        texts = {
            Reason.NEEDED: _("{server} asks for a user name and a password."),
            Reason.REFUSED: _("{server} refused. The password may be incorrect."),
            Reason.NOT_ALLOWED: _("{server} does not allow this to {user}. Somebody else may."),
        }
        return texts[self.reason].format(server=self.server, user=self.user)


class Prompt(Protocol):
    """Asks a person."""

    def ask(self, request: PromptRequest) -> Credentials | None:
        """Return what the person entered, or None where the person declines.

        It blocks its thread and may be called on any. A blank user means `request.user`. It raises
        `Cancelled` soon after the operation that needs the answer is cancelled (`current_token`),
        having taken the question away, and `NobodyToAsk` where there is no person.
        """
        ...


class NobodyToAsk(Exception):  # noqa: N818 - a circumstance, not a failure
    """There is nobody who could be asked: no terminal, no display."""


_purpose: ContextVar[str | None] = ContextVar("unjam_purpose", default=None)


@contextmanager
def purpose(title: str) -> Iterator[None]:
    """Name, for any prompt inside the block, what the person wants done.

    The outermost purpose stands: what serves it stays unmentioned.
    """
    if _purpose.get() is not None:
        yield
        return
    token = _purpose.set(title)
    try:
        yield
    finally:
        _purpose.reset(token)


def current_purpose() -> str:
    """Return the outermost purpose, or a general title."""
    return _purpose.get() or _("Authentication is needed")
