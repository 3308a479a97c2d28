# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Several print servers in one call: all at once, one report, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from unjam.cli.doctor_view import show_diagnosis, verdict_words
from unjam.cli.failure import WrongUsageError
from unjam.cli.render import one_line, plain, prose, unicode_capable
from unjam.cli.words import _
from unjam.diagnosis.model import Diagnosis, Verdict

ORDER = (Verdict.PROBLEMS, Verdict.INCOMPLETE, Verdict.HEALTHY)
STYLES = {
    Verdict.PROBLEMS: ("✗", "x", "bold red"),
    Verdict.INCOMPLETE: ("?", "?", "yellow"),
    Verdict.HEALTHY: ("✓", "+", "green"),
}


def from_file(path: Path) -> list[str]:
    """Read one server a line; blank lines and what follows a # do not count."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as problem:
        message = _("{path} could not be read: {why}.")
        raise WrongUsageError(message.format(path=path, why=problem.strerror)) from problem
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    if not (servers := [line for line in lines if line]):
        raise WrongUsageError(_("{path} names no print server.").format(path=path))
    return servers


def distinct(servers: Iterable[str]) -> list[str]:
    """Each server once, in the order in which they were named."""
    return list(dict.fromkeys(servers))


class Roll:
    """One line for each server, as soon as it is known; then the details of those not well."""

    def __init__(self, target: Console, servers: Sequence[str], *, verbose: bool) -> None:
        self._target = target
        self._width = max(map(cell_len, servers))
        self._verbose = verbose

    def tell(self, diagnosis: Diagnosis) -> None:
        """Print a server's line."""
        symbol, ascii_symbol, style = STYLES[diagnosis.verdict]
        mark = symbol if unicode_capable(self._target) else ascii_symbol
        found = ", ".join(dict.fromkeys(finding.id for finding in diagnosis.problems))
        server = set_cell_size(one_line(diagnosis.server), self._width)
        line = f" {server}  {verdict_words(diagnosis)}  {found}".rstrip()
        prose(self._target, Text(mark, style=style), line, hang=self._width + 4)

    def sum_up(self, diagnoses: Sequence[Diagnosis]) -> None:
        """Print the details, and how many are well."""
        for diagnosis in sorted(diagnoses, key=lambda d: (ORDER.index(d.verdict), d.server)):
            if diagnosis.findings or self._verbose:
                self._details(diagnosis)
        well = sum(diagnosis.verdict is Verdict.HEALTHY for diagnosis in diagnoses)
        text = _("Servers that are well: {well} of {n}.")
        self._target.print()
        prose(self._target, Text(text.format(well=well, n=len(diagnoses)), style="bold"))

    def _details(self, diagnosis: Diagnosis) -> None:
        rule = "─" if unicode_capable(self._target) else "-"
        title = f"{rule * 2} {plain(diagnosis.server)}"
        self._target.print()
        prose(self._target, Text(title, style="bold cyan"))
        show_diagnosis(self._target, diagnosis, verbose=self._verbose)
