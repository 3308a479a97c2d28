# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking a person on the terminal, while the event loop goes on turning.

The line is read by a daemon thread, so that Ctrl-C is served at once. Prompts go to standard error,
answers come from standard input; where either is no terminal there is nobody to ask.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence

import click

from unjam.cli.render import plain
from unjam.cli.words import _
from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.live.threads import in_thread
from unjam.diagnosis.questions import NOBODY_ASKED, Question


def somebody() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


async def line(prompt: str) -> str | None:
    """Ask for a line; None when the input has ended."""

    def read() -> str | None:
        click.echo(f"{plain(prompt)} ", err=True, nl=False)
        answer = sys.stdin.readline()
        return answer.strip() if answer else None

    return await in_thread(read)


async def values(purpose: str, names: Sequence[str]) -> Sequence[str] | None:
    """Ask for the user name and password that a printer wants; None if the person declines."""
    from unjam.auth import PromptRequest, TerminalPrompt
    from unjam.operations import Operation

    request = PromptRequest(purpose, _("The printer"), getpass.getuser())
    operation = Operation(TerminalPrompt().ask, request)
    try:
        answer = await operation
    finally:
        operation.join(1.0)
    if answer is None:
        return None
    known = {"username": answer.user, "password": answer.password}
    return [known.get(name, "") for name in names]


class TerminalQuestions:
    """The doctor's questions to a person, as numbered choices."""

    async def ask(self, question: Question) -> str | None:
        """Return the id of the choice, or the text; None for an empty answer."""
        if not somebody():
            raise Unavailable(_(NOBODY_ASKED).format(question=question.text))
        for number, choice in enumerate(question.choices, start=1):
            click.echo(f"  {number}) {plain(choice.text)}", err=True)
        answer = await line(question.text)
        if not answer or not question.choices:
            return answer or None
        known = {str(number): c.id for number, c in enumerate(question.choices, start=1)}
        return known.get(answer)
