# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Runs the contenders, each in a process of its own, and gathers what they say."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.build import BUILD, HERE
from benchmarks.servers import canned

LONGEST = 600


@dataclass(slots=True)
class Figures:
    """What several processes measured of one contender in one case."""

    times: list[float] = field(default_factory=list)
    worst: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def time(self) -> float:
        """The call at the lower quartile, in milliseconds.

        What other programs do to the machine only ever makes a call slower.
        """
        ordered = sorted(self.times)
        return ordered[len(ordered) // 4]

    def add(self, found: dict[str, Any]) -> None:
        self.times += found["times"]
        for name in ("worst", "p99", "memory"):
            if name in found:
                getattr(self, name).append(found[name])

    def middle(self, name: str) -> float | None:
        values = getattr(self, name)
        return statistics.median(values) if values else None


def undisturbed() -> list[str]:
    """Return the beginning of a command that keeps the machine's other work out, where allowed."""
    return _beginning("chrt", "-r", "5")


def together() -> list[str]:
    """Return the beginning of a command that stays on one processor with others of its kind.

    A question and its answer are then passed on within that processor. Between two of them a
    virtual machine puts each to sleep and wakes it for every message, which takes longer than all
    of the work and differs from machine to machine.
    """
    return [*undisturbed(), *_beginning("taskset", "-c", str(min(os.sched_getaffinity(0))))]


def _beginning(program: str, *words: str) -> list[str]:
    tried = [shutil.which(program) or "false", *words]
    allowed = subprocess.run([*tried, "true"], check=False, capture_output=True).returncode == 0
    return tried if allowed else []


Results = dict[tuple[str, str], Figures]
Runner = Callable[[str, int, str, int, int], dict[str, Any] | None]


def python(
    interpreter: str | Path,
    module: str,
    *arguments: object,
    first: Sequence[str] = (),
    **more: str,
) -> dict[str, Any] | None:
    """Run a contender; return its JSON, or None after saying what was wrong with it."""
    ended = subprocess.run(
        [*first, interpreter, "-m", f"benchmarks.contenders.{module}", *map(str, arguments)],
        cwd=HERE.parent,
        capture_output=True,
        check=False,
        timeout=LONGEST,
        env=os.environ | more,
    )
    if ended.returncode:
        last = ended.stderr.decode(errors="replace").strip().splitlines()[-1:]
        print(f"  {module} {arguments}: ended with {ended.returncode} {last}", file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def program(*command: object) -> dict[str, Any]:
    """Run a C contender: lines of milliseconds, and perhaps a last one of KiB."""
    ended = subprocess.run(list(map(str, command)), capture_output=True, check=True, text=True)
    lines = ended.stdout.split()
    if any("receive" in str(word) for word in command):
        return {"times": list(map(float, lines))}
    return {"times": list(map(float, lines[:-1])), "memory": float(lines[-1])}


@dataclass(frozen=True, slots=True)
class Case:
    """One question to a server, asked by all contenders."""

    name: str
    title: str
    operation: str
    rounds: dict[str, int]
    """How often each contender asks in one process."""


CASES = (
    Case(
        "jobs",
        "10,000 jobs, then 50 rows",
        "a",
        {
            "idle": 2,
            "beside": 1,
            "C receive": 20,
            "C cupsDoRequest": 2,
            "pycups": 2,
            "pyipp": 1,
            "unjam": 20,
        },
    ),
    Case("jobs-columns", "10,000 jobs, six columns", "a", {"unjam": 8}),
    Case("jobs-all", "10,000 jobs, every value", "a", {"unjam": 6, "pycups": 1, "pyipp": 1}),
    Case(
        "printers",
        "500 printers, names",
        "4002",
        {"C receive": 20, "C cupsDoRequest": 3, "pycups": 2, "pyipp": 1, "unjam": 20},
    ),
)
PRINTER = Case(
    "printer",
    "one printer, every value",
    "b",
    {"C receive": 200, "C cupsDoRequest": 100, "pycups": 200, "pyipp": 50, "unjam": 200},
)


def ask(
    contender: str,
    case: Case,
    host: str,
    port: int,
    rounds: int,
    peers: Path | None,
    first: Sequence[str],
) -> dict[str, Any] | None:
    """Have one contender do one case in a process of its own."""
    if contender == "C receive":
        return program(*first, BUILD / "receive", port, BUILD / f"request-{case.name}.ipp", rounds)
    if contender == "C cupsDoRequest":
        return program(*first, BUILD / "client", host, port, case.operation, rounds)
    if contender in ("pycups", "pyipp"):
        module = f"{contender}_"
        if peers is None:
            return None
        return python(peers, module, case.name, host, port, rounds, first=first)
    module = contender if contender in ("idle", "beside") else "unjam_"
    return python(sys.executable, module, case.name, host, port, rounds, first=first)


class Rounds:
    """All contenders in turn, several times over, so that the machine's moods hit them alike."""

    def __init__(
        self,
        cases: Sequence[Case],
        host: str,
        port: int,
        peers: Path | None,
        first: Sequence[str] = (),
    ) -> None:
        self._first = first
        self._cases = cases
        self._host = host
        self._port = port
        self._peers = peers
        self.results: Results = defaultdict(Figures)

    def run(self, processes: int) -> Iterator[str]:
        """Run every contender in so many processes; yield what is done next."""
        for turn in range(processes):
            for case in self._cases:
                for contender, rounds in case.rounds.items():
                    yield f"{turn + 1}/{processes} {case.title}: {contender}"
                    found = ask(
                        contender,
                        case,
                        self._host,
                        self._port,
                        rounds,
                        self._peers,
                        self._first,
                    )
                    if found is not None:
                        self.results[contender, case.name].add(found)


PHASES = (
    *("resolving", "connecting", "tls-handshake", "waiting", "trickle"),
    *("tls-waiting", "tls-trickle", "uploading", "password", "converting"),
)


def cancels(phase: str, count: int) -> dict[str, list[float]] | None:
    """Return the latencies of so many cancels in one phase, in milliseconds."""
    resolver = str(BUILD / "slow_resolver.so")
    return python(sys.executable, "cancels", phase, count, first=undisturbed(), LD_PRELOAD=resolver)


def harm(arguments: Sequence[str], count: int) -> dict[str, Any] | None:
    with canned("--delay", "2", *arguments) as port:
        return python(sys.executable, "harm", port, count)


def crowd(
    who: str, interpreter: str | Path, arguments: Sequence[str], *what: object, delay: int
) -> dict[str, Any] | None:
    """Have many threads log in; the server says how many requests were somebody else's."""
    with canned("--login", "--delay", str(delay), *arguments) as port:
        found = python(interpreter, f"{who}_crowd", port, *what)
        if found is not None:
            found["mix_ups"] = mix_ups(port)
    return found


def mix_ups(port: int) -> int:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        return int(answer.read().split()[1])
