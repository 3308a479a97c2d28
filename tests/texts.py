# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The texts for people, as the sources mark them for translation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import unjam

SOURCE = Path(unjam.__file__).parent
MARKS = {"_", "N_", "ngettext"}


@dataclass(frozen=True)
class Text:
    """One text, and where it stands."""

    place: str
    words: str


def texts(*parts: str) -> Iterator[Text]:
    """Every text for people in these parts of the program, by file and line."""
    for part in parts:
        for path in sorted((SOURCE / part).rglob("*.py")):
            yield from _marked(path)


def _marked(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            place = f"{path.relative_to(SOURCE)}:{node.lineno}"
            yield from (Text(place, words) for words in _literals(node))


def _literals(call: ast.Call) -> Iterator[str]:
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
