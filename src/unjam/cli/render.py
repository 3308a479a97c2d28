# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a terminal gets to see: consoles, words in the right colour, and text made harmless.

Colours only on a terminal and not with NO_COLOR; nothing is said by colour alone. What a server
or a printer says never reaches the terminal with control characters in it.
"""

from __future__ import annotations

import shlex
import sys
import unicodedata
from collections.abc import Iterable
from typing import IO

from rich.console import Console
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

PROSE_WIDTH = 88
PIPE_WIDTH = 10_000

_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co"}


def plain(text: object) -> str:
    """Show control and invisible characters instead of sending them; keep line breaks and tabs."""
    return "".join(map(_harmless, str(text).expandtabs()))


def one_line(text: object) -> str:
    """Return the text on a single line, for a cell of a table."""
    return " ".join(plain(text).split())


def _harmless(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _UNPRINTABLE:
        return character
    return character.encode("unicode_escape").decode("ascii")


class _Console(Console):
    """A reader who is gone is an error like any other, and no silent end of the program."""

    def on_broken_pipe(self) -> None:
        """Let it go on its way to whoever runs the command."""
        raise BrokenPipeError


def console(stream: IO[str] | None = None) -> Console:
    """Return a console on `stream` (default: standard output): as wide as it likes when piped."""
    stream = sys.stdout if stream is None else stream
    made = _Console(file=stream, highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made.width = PIPE_WIDTH
    return made


def errors() -> Console:
    """Return the console on standard error."""
    return console(sys.stderr)


def unicode_capable(target: Console) -> bool:
    """Whether the target can show more than ASCII."""
    return target.encoding.lower().startswith("utf")


def prose(
    target: Console,
    *parts: str | Text,
    indent: int = 0,
    hang: int = 0,
    style: str | Style = "",
) -> None:
    """Print a paragraph, wrapped for reading; from the second line on indented by `hang` more."""
    text = Text(style=style)
    for part in parts:
        text.append_text(part if isinstance(part, Text) else Text(plain(part)))
    width = max(20, min(target.width, PROSE_WIDTH) - indent - hang)
    for number, line in enumerate(text.wrap(target, width)):
        margin = " " * (indent + (hang if number else 0))
        line.rstrip()
        target.print(Text(margin).append_text(line) if line.plain else "", soft_wrap=True)


def key(heading: str) -> Column:
    """A column that is never shortened: what people type, and what they look for."""
    return Column(heading, no_wrap=True, overflow="fold")


def number(heading: str) -> Column:
    """A column of numbers."""
    return Column(heading, no_wrap=True, overflow="fold", justify="right")


def note(heading: str) -> Column:
    """A column that gives way where the terminal is narrow: it is cut off on its line."""
    return Column(heading, overflow="ellipsis")


def table(*columns: Column | str) -> Table:
    """Return a table without lines: a heading row, two blanks between columns; others wrap."""
    made = [Column(it, overflow="fold") if isinstance(it, str) else it for it in columns]
    return Table(*made, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")


def row(into: Table, cells: Iterable[object | Text]) -> None:
    """Add a row of harmless text."""
    into.add_row(*map(_cell, into.columns, cells))


def _cell(column: Column, content: object | Text) -> Text:
    cell = content if isinstance(content, Text) else Text(one_line(content))
    cell.no_wrap = column.no_wrap or column.overflow == "ellipsis"
    return cell


def shell(command: Iterable[str]) -> str:
    """Return the command as one would type it."""
    return shlex.join(command)
