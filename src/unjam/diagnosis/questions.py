# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What only a person knows: asked through one interface, answered by each face in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.model import Scope
from unjam.diagnosis.wording import N_, _


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: its permanent id and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a person, already in the person's language.

    Without `choices` the answer is free text. `help` explains why it is asked.
    """

    id: str
    scope: Scope
    text: str
    choices: tuple[Choice, ...] = ()
    help: str = ""


class Questions(Protocol):
    """Whoever can ask a person."""

    async def ask(self, question: Question) -> str | None:
        """Return the id of the choice (or the text), or None when the person would not say."""


class Nobody:
    """There is no person: every question is skipped, visibly."""

    async def ask(self, question: Question) -> str | None:
        """Refuse to answer."""
        raise Unavailable(_(NOBODY_ASKED).format(question=question.text))


NOBODY_ASKED = N_("Only a person can answer this, and nobody was asked: “{question}”")
