# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the doctor is looking at, live on standard error; gone when the report is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from unjam.cli.render import errors, one_line, unicode_capable
from unjam.cli.words import _, ngettext
from unjam.diagnosis.events import Event, Judged, Observer, Outcome, ProbeFinished, ProbeStarted
from unjam.diagnosis.model import Severity


@dataclass(slots=True)
class Line:
    """One kind of look, at however many queues and devices."""

    title: str
    begun: int = 0
    ended: int = 0
    unknown: int = 0

    @property
    def running(self) -> bool:
        """Whether some of it still goes on."""
        return self.ended < self.begun


class Checklist:
    """Takes in the doctor's events and shows them: what runs first, as far as it fits."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._problems = 0
        self._spinner = Spinner("dots")

    def __call__(self, event: Event) -> None:
        """Take in one event."""
        if isinstance(event, ProbeStarted):
            self._line(event.title).begun += 1
        elif isinstance(event, ProbeFinished):
            line = self._line(event.title)
            line.ended += 1
            line.unknown += event.outcome is Outcome.UNKNOWN
        elif isinstance(event, Judged):
            self._problems = sum(f.severity is not Severity.INFO for f in event.findings)

    def _line(self, title: str) -> Line:
        return self._lines.setdefault(title, Line(title))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = max(3, options.size.height - 3)
        lines = sorted(self._lines.values(), key=lambda line: not line.running)
        table = Table.grid(padding=(0, 1))
        for line in lines[:room]:
            table.add_row(self._mark(line, console), self._text(line))
        yield table
        yield self._summary()

    def _mark(self, line: Line, console: Console) -> Text | Spinner:
        if line.running:
            return self._spinner if unicode_capable(console) else Text(">")
        if line.unknown:
            return Text("?", style="yellow")
        return Text("✓" if unicode_capable(console) else "+", style="green")

    @staticmethod
    def _text(line: Line) -> Text:
        text = Text(one_line(line.title), no_wrap=True, overflow="ellipsis")
        if line.begun > 1:
            text.append(f"  {line.ended}/{line.begun}", style="dim")
        return text

    def _summary(self) -> Text:
        if not self._problems:
            return Text(_("Ctrl-C stops"), style="dim")
        found = ngettext("{n} problem so far", "{n} problems so far", self._problems)
        return Text(found.format(n=self._problems), style="bold")


@contextmanager
def watching(*, quiet: bool = False) -> Iterator[Observer | None]:
    """Show the checklist while the block runs, if somebody is there to see it."""
    target = errors()
    if quiet or not sys.stderr.isatty() or target.is_dumb_terminal:
        yield None
        return
    checklist = Checklist()
    with Live(checklist, console=target, transient=True, refresh_per_second=12):
        yield checklist
