# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.runs import Case, Figures, Results

CONTENDERS = ("C receive", "C cupsDoRequest", "pycups", "pyipp", "idle", "beside", "unjam")


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of the house's promise."""

    title: str
    value: float | None
    limit: float
    shown: str
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        if self.value is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def number(value: float | None, digits: int = 2) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.{digits}f}"


def ratio(value: float | None) -> str:
    """Show a ratio as people say it: 1/120 or 2.3."""
    if value is None:
        return ""
    return f"1/{1 / value:.0f}" if 0 < value < 0.2 else f"{value:.2f}"


def times(console: Console, cases: Sequence[Case], results: Results, base: str = "pycups") -> None:
    for case in cases:
        found = {who: results[who, case.name] for who in CONTENDERS if (who, case.name) in results}
        table = Table(title=case.title, title_justify="left", title_style="bold")
        table.add_column("contender", no_wrap=True)
        for heading in ("ms", f"x {base}", "worst stall ms", "99 % stall ms", "peak memory MB"):
            table.add_column(heading, justify="right")
        for who, figures in found.items():
            table.add_row(
                who, *row(figures, found.get(base)), style="bold" if who == "unjam" else ""
            )
        console.print(table)


def row(figures: Figures, base: Figures | None) -> Iterable[str]:
    memory = figures.middle("memory")
    yield number(figures.time, 3)
    yield ratio(figures.time / base.time) if base else ""
    yield number(figures.middle("worst"))
    yield number(figures.middle("p99"))
    yield number(None if memory is None else memory / 1024, 1)


def cancels(console: Console, found: dict[str, dict[str, list[float]]]) -> None:
    table = Table(title="Cancel, milliseconds", title_justify="left", title_style="bold")
    table.add_column("phase")
    for heading in ("caller, median", "caller, worst", "call, median", "call, worst"):
        table.add_column(heading, justify="right")
    for phase, latencies in found.items():
        cells = []
        for side in ("caller", "call"):
            ordered = sorted(latencies[side])
            cells += [number(ordered[len(ordered) // 2]), number(ordered[-1])]
        table.add_row(phase, *cells)
    console.print(table)


def targets(console: Console, all_targets: Sequence[Target]) -> bool:
    """Show what was promised and what is; return whether all of it is kept."""
    table = Table(title="Promises", title_justify="left", title_style="bold")
    for heading in ("figure", "promised", "measured", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    words = {True: "[green]kept[/]", False: "[red]NOT KEPT[/]", None: "not measured"}
    for target in all_targets:
        bound = "at least" if target.at_least else "at most"
        table.add_row(
            target.title,
            f"{bound} {ratio_or_number(target.limit)}",
            target.shown,
            words[target.met],
        )
    console.print(table)
    return all(target.met is not False for target in all_targets)


def ratio_or_number(value: float) -> str:
    return ratio(value) if 0 < value < 1 else f"{value:g}"
