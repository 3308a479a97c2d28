# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`python -m benchmarks [--quick] [--only PART]`: measure everything, print the tables.

The exit status is 1 when a promise is not kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import build, report, runs
from benchmarks.report import Target, number, ratio
from benchmarks.servers import canned, live

LIVE = runs.Case(
    "printers",
    "A live cupsd, all attributes of its queues",
    "4002",
    {"C cupsDoRequest": 5, "unjam": 20},
)
READING = ("waiting", "trickle", "tls-waiting", "tls-trickle")


@dataclass
class Bench:
    """One run of everything."""

    quick: bool
    console: Console
    peers: Path | None = None
    files: dict[str, Path] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def arguments(self) -> list[str]:
        return build.canned_arguments(self.files)

    def prepare(self) -> None:
        with self.console.status("building the contenders"):
            build.build()
            self.files = build.replies(10_000, 500)
            self.peers = build.peers_python()
        if self.peers is None:
            self.console.print("[red]pycups and pyipp could not be installed: no comparison[/]")

    def _interleaved(
        self,
        cases: tuple[runs.Case, ...],
        port: int,
        processes: int,
        host: str = "127.0.0.1",
        first: Sequence[str] = (),
    ) -> runs.Results:
        with self.console.status("measuring") as status:
            rounds = runs.Rounds(cases, host, port, self.peers, first)
            for what in rounds.run(processes):
                status.update(what)
        return rounds.results

    def speed(self) -> None:
        first = runs.undisturbed()
        with canned(*self.arguments, first=first) as port:
            found = self._interleaved(runs.CASES, port, 2 if self.quick else 5, first=first)
        report.times(self.console, runs.CASES, found)
        size = self.files["jobs"].stat().st_size
        lazily = found["unjam", "jobs"]
        memory = lazily.middle("memory")
        worst = {who: found[who, "jobs"].middle("worst") for who in ("unjam", "idle", "beside")}
        self.console.print(
            f"Worst stall: {number(worst['unjam'])} ms. "
            f"On an idle machine: {number(worst['idle'])}. "
            f"Beside a C program that receives the same: {number(worst['beside'])}."
        )
        stall = difference(worst["unjam"], worst["idle"])
        self.promise_ratio("10,000 jobs, 50 rows / pycups", found, "jobs", "pycups", 1 / 100)
        self.promise_ratio("10,000 jobs, 50 rows / bare recv", found, "jobs", "C receive", 3)
        self.promise_ratio("10,000 jobs, every value / pycups", found, "jobs-all", "pycups", 1 / 20)
        self.promise("worst stall over an idle machine, lazily, ms", stall, 1)
        share = None if memory is None else memory * 1024 / size
        self.promise("peak memory / size of the reply, lazily", share, 1.4)

    def small(self) -> None:
        """One printer: as it comes, and without what it costs to wake another processor."""
        self._printer("each on the processor it is given", runs.undisturbed())
        found = self._printer("client and server on one processor", runs.together())
        self.promise_ratio("one printer / pycups", found, "printer", "pycups", 1 / 4)

    def _printer(self, where: str, first: Sequence[str]) -> runs.Results:
        case = replace(runs.PRINTER, title=f"{runs.PRINTER.title}; {where}")
        with canned(*self.arguments, first=first) as port:
            found = self._interleaved((case,), port, 2 if self.quick else 5, first=first)
        report.times(self.console, (case,), found)
        return found

    def live(self) -> None:
        with live(100 if self.quick else 300) as server:
            host, _, port = server.partition(":")
            found = self._interleaved((LIVE,), int(port), 2 if self.quick else 4, host)
        report.times(self.console, (LIVE,), found, base="C cupsDoRequest")
        self.promise_ratio(
            "live cupsd, lazily / cupsDoRequest, eagerly",
            found,
            "printers",
            "C cupsDoRequest",
            1 / 8,
        )

    def cancels(self) -> None:
        found = {}
        with self.console.status("cancelling") as status:
            for phase in runs.PHASES:
                status.update(f"cancelling: {phase}")
                latencies = runs.cancels(phase, 10 if self.quick else 50)
                if latencies is not None:
                    found[phase] = latencies
        report.cancels(self.console, found)
        self.raw["cancels"] = found
        reading = [value for phase in READING if phase in found for value in found[phase]["call"]]
        caller = [value for latencies in found.values() for value in latencies["caller"]]
        complete = len(found) == len(runs.PHASES)
        self.promise("cancel while waiting or reading: call returns, 99 %, ms", high(reading), 5)
        self.promise(
            "cancel as the caller sees it, any phase, 99 %, ms",
            high(caller) if complete else None,
            10,
        )

    def harm(self) -> None:
        count = 1_000 if self.quick else 20_000
        with self.console.status(f"{count} cancels beside other threads"):
            found = runs.harm(self.arguments, count) or {}
        self.raw["harm"] = found
        self.console.print(
            f"{count:,} cancels ({found.get('cancelled', 0):,} in time) beside "
            f"{found.get('bystanders', 0):,} requests of other threads: "
            f"{found.get('harmed')} harmed {found.get('examples') or ''}"
        )
        self.promise(f"harmed by {count:,} cancels", found.get("harmed"), 0)

    def crowd(self) -> None:
        threads = 200 if self.quick else 500
        self._logins(threads, 5, delay=100)
        value = self._logins(threads, 20, delay=0)
        self.promise(f"{threads} logins, requests/s / pycups", value, 1.5, at_least=True)

    def _logins(self, threads: int, calls: int, delay: int) -> float | None:
        """Let so many log in at once; return how many more requests are served than by pycups."""
        what = f"{threads} log in at once, {calls} calls each, answered after {delay} ms"
        rates: dict[str, list[float]] = {"unjam": [], "pycups": []}
        for _ in range(2 if self.quick else 3):
            for who, interpreter in self._both():
                with self.console.status(f"{what}: {who}"):
                    found = runs.crowd(
                        who, interpreter, self.arguments, "crowd", threads, calls, delay=delay
                    )
                if found is not None:
                    rates[who].append(found["rate"])
                    self.console.print(
                        f"{what}, {who}: {found['rate']:,.0f} requests/s, "
                        f"99 % stall {found['p99']:.1f} ms, {found['failures']} failed, "
                        f"{found['mix_ups']} mixed up"
                    )
        best = {who: max(values) for who, values in rates.items() if values}
        value = best["unjam"] / best["pycups"] if len(best) == 2 else None
        most = f"; nobody can do more than {threads * 1000 // delay:,}/s" if delay else ""
        self.console.print(f"{what}: {ratio(value)} times as many as pycups{most}")
        return value

    def churn(self) -> None:
        count = 2 if self.quick else 20
        for who, interpreter in self._both():
            crashes = mixed = failed = 0
            for turn in range(count):
                with self.console.status(
                    f"60 x 60 connect, login, close: {who} {turn + 1}/{count}"
                ):
                    found = runs.crowd(who, interpreter, self.arguments, "churn", 60, 60, delay=0)
                crashes += found is None
                mixed += found["mix_ups"] if found else 0
                failed += found["failures"] if found else 0
            self.console.print(
                f"{count} runs of 60 threads x 60 connect, login, close, {who}: "
                f"{crashes} crashes, {mixed} mixed up, {failed} failed"
            )
            if who == "unjam":
                wrong = crashes + mixed + failed
                self.promise(f"{count} x 60 x 60 logins: crashes and mix-ups", wrong, 0)

    def _both(self) -> list[tuple[str, str | Path]]:
        both: list[tuple[str, str | Path]] = [("unjam", sys.executable)]
        return both if self.peers is None else [*both, ("pycups", self.peers)]

    def promise_ratio(
        self, title: str, found: runs.Results, case: str, base: str, limit: float
    ) -> None:
        mine, other = found.get(("unjam", case)), found.get((base, case))
        value = mine.time / other.time if mine and other and mine.times and other.times else None
        self.targets.append(Target(title, value, limit, ratio(value)))

    def promise(
        self, title: str, value: float | None, limit: float, *, at_least: bool = False
    ) -> None:
        shown = number(value) if value else "0" if value == 0 else "-"
        self.targets.append(Target(title, value, limit, shown, at_least))


def difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(0.0, one - other)


def high(values: list[float]) -> float | None:
    """Return the 99th percentile."""
    return sorted(values)[int(len(values) * 0.99)] if values else None


PARTS: dict[str, Callable[[Bench], None]] = {
    "speed": Bench.speed,
    "small": Bench.small,
    "live": Bench.live,
    "cancels": Bench.cancels,
    "harm": Bench.harm,
    "crowd": Bench.crowd,
    "churn": Bench.churn,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: some two minutes")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part")
    parser.add_argument("--save", type=Path, help="write the promises as JSON")
    options = parser.parse_args()
    bench = Bench(options.quick, Console())
    bench.prepare()
    for name in options.only or PARTS:
        PARTS[name](bench)
    kept = report.targets(bench.console, bench.targets)
    if options.save:
        figures = {target.title: target.value for target in bench.targets}
        options.save.write_text(json.dumps(figures, indent=2))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
