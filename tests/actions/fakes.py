# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A print server of paper: it answers what it was told, and writes down what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from unjam.actions import World
from unjam.cups import AsyncConnection


class PaperConnection:
    """Every method answers from `answers`, raises if that is an exception, or says None."""

    server = "paper:631"

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[Any, ...], Mapping[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        async def ask(*args: Any, **kwargs: Any) -> Any:
            self.asked.append((name, args, kwargs))
            answer = self.answers.get(name)
            if callable(answer):
                answer = answer(*args, **kwargs)
                if hasattr(answer, "__await__"):
                    answer = await answer
            if isinstance(answer, BaseException):
                raise answer
            return answer

        return ask


def paper_world(home: Path | None = None, **answers: Any) -> SimpleNamespace:
    """A world of paper, and the connection in it."""
    connection = PaperConnection(**answers)
    environ = {"HOME": str(home)} if home else {}
    world = World(cast("AsyncConnection", connection), environ=environ)
    return SimpleNamespace(world=world, connection=connection)
