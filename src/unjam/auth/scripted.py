# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A prompt that knows its answers beforehand: for tests and demonstrations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from unjam.auth.prompt import NobodyToAsk, PromptRequest
from unjam.cups import Credentials

Answer: TypeAlias = Credentials | Callable[[PromptRequest], Credentials | None] | None


class ScriptedPrompt:
    """Gives one answer to each question, in order; afterwards there is nobody to ask.

    An answer is credentials, None (declined), or a function of the request. `requests` keeps what
    was asked.
    """

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._answers = iter(answers)
        self.requests: list[PromptRequest] = []

    def ask(self, request: PromptRequest) -> Credentials | None:
        """Return the next answer."""
        self.requests.append(request)
        try:
            answer = next(self._answers)
        except StopIteration:
            raise NobodyToAsk("the script has ended") from None
        return answer(request) if callable(answer) else answer
