# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

# ruff: noqa: T201  (it prints a table)

"""`python -m tests.faults [--as-user UID] [NAME…]`: every fault, injected, found and mended."""

from __future__ import annotations

import argparse
import itertools
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from tests.faults.trial import Trial, problems, try_fault, try_pair

from unjam.sandbox import FAULTS, Fault, SandboxError, SandboxUnavailableError

HEADINGS = (
    "fault",
    "finding",
    "user",
    "found",
    "seconds",
    "extras",
    "remedies",
    "mended",
    "healthy",
)


PAIRED = tuple(
    name
    for name, fault in FAULTS.items()
    if fault.on_queue and not fault.needs_namespace and not fault.needs_root
)


def main(argv: Sequence[str] | None = None) -> int:
    """Try all faults, or those named; print the table; 1 when one did not pass."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="faults to try (default: all)")
    parser.add_argument("--as-user", type=int, metavar="UID", help="try them as this user")
    parser.add_argument("--pairs", action="store_true", help="try them two by two, at two queues")
    options = parser.parse_args(argv)
    if options.pairs:
        return _try_pairs(options.names or PAIRED)
    if options.as_user is not None and os.getuid() == 0:
        return _again_as(options.as_user, options.names)
    names = options.names or [name for name, fault in FAULTS.items() if _concerns_us(fault)]
    trials = [trial for name in names if (trial := _try(name)) is not None]
    _show(trials)
    return 0 if len(trials) == len(names) and all(trial.passed for trial in trials) else 1


def _try_pairs(names: Sequence[str]) -> int:
    """Every two of these faults together; 1 when one hid another or something else was found."""
    table = Table("first", "second", "missing", "extras", title="pairs")
    pairs = list(itertools.combinations(names, 2))
    for first, second in pairs:
        expected, found = try_pair(FAULTS[first], FAULTS[second])
        print("." if found == expected else "x", end="", file=sys.stderr, flush=True)
        if found != expected:
            table.add_row(first, second, " ".join(expected - found), " ".join(found - expected))
    print(f"\n{len(pairs) - table.row_count} of {len(pairs)} pairs passed")
    if table.row_count:
        Console(width=None if sys.stdout.isatty() else 160).print(table)
    return 1 if table.row_count else 0


def _try(name: str) -> Trial | None:
    try:
        trial = try_fault(FAULTS[name], pwd.getpwuid(os.getuid()).pw_name)
    except SandboxUnavailableError as error:
        print(f"\n{name}: not possible here: {error}", file=sys.stderr)
        return None
    except (AssertionError, SandboxError) as error:
        print(f"\n{name} went wrong: {str(error)[-800:]}", file=sys.stderr)
        return None
    print(
        "." if trial.passed else f"\n{name} failed: {problems(trial.report)}\n",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return trial


def _show(trials: Sequence[Trial]) -> None:
    table = Table(
        *HEADINGS, title=f"{sum(t.passed for t in trials)} of {len(trials)} faults passed"
    )
    for trial in trials:
        table.add_row(
            trial.fault.name, trial.fault.finding, trial.user, "yes" if trial.found else "NO",
            f"{trial.seconds:.2f}", " ".join(trial.extras) or "-", " ".join(trial.remedies) or "-",
            trial.mended, "yes" if trial.healthy else "NO",
            style="" if trial.passed else "bold red",
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _again_as(uid: int, names: Sequence[str]) -> int:
    account = pwd.getpwuid(uid)
    argv = ["setpriv", f"--reuid={uid}", f"--regid={account.pw_gid}", "--init-groups"]
    done = subprocess.run(
        [*argv, sys.executable, "-m", "tests.faults", *names],
        env=os.environ | {"HOME": "/nonexistent"}, check=False,
    )  # fmt: skip
    return done.returncode


def _concerns_us(fault: Fault) -> bool:
    return not (fault.spares_root if os.getuid() == 0 else fault.needs_root)


if __name__ == "__main__":
    sys.exit(main())
