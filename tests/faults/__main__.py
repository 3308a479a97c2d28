# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

# ruff: noqa: T201  (it prints a table)

"""`python -m tests.faults [--as-user UID] [NAME…]`: every fault, injected, found and mended.

`--pairs` tries them together instead: every two of them, in crowds.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from tests.faults.crowd import Crowd, Outcome, apart, crowds, try_crowd
from tests.faults.trial import Trial, problems, try_fault

from unjam.sandbox import FAULTS, Fault, SandboxError, SandboxUnavailableError

HEADINGS = (
    "fault",
    "finding",
    "user",
    "found",
    "seconds",
    "extras",
    "offline",
    "remedies",
    "mended",
    "healthy",
    "prints",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Try all faults, or those named; print the table; 1 when one did not pass."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="faults to try (default: all)")
    parser.add_argument("--as-user", type=int, metavar="UID", help="try them as this user")
    parser.add_argument("--pairs", action="store_true", help="try them two by two, in crowds")
    parser.add_argument(
        "--keep", type=Path, metavar="FILE",
        help="keep what came of each in FILE (JSON, one a line); what passed is not tried again",
    )  # fmt: skip
    options = parser.parse_args(argv)
    if options.as_user is not None and os.getuid() == 0:
        return _again_as(options.as_user, sys.argv[1:] if argv is None else argv)
    if options.pairs:
        return _try_crowds(options.names)
    return _try_all(options.names, options.keep)


def _try_all(names: Sequence[str], keep: Path | None) -> int:
    wanted = names or [name for name, fault in FAULTS.items() if _concerns_us(fault)]
    done = {trial.fault: trial for trial in _kept(keep) if trial.passed}
    for name in wanted:
        if name not in done and (trial := _try(name)) is not None:
            done[name] = trial
            if keep is not None:
                with keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(trial.to_json()) + "\n")
    trials = [done[name] for name in wanted if name in done]
    _show(trials, len(wanted))
    return 0 if len(trials) == len(wanted) and all(trial.passed for trial in trials) else 1


def _try_crowds(names: Sequence[str]) -> int:
    """Every crowd, or one of the faults named; 1 when one hid another or something else came."""
    if names:
        some = [apart("these", [FAULTS[name] for name in names])]
    else:
        some = list(crowds(root=os.getuid() == 0))
    outcomes = [outcome for crowd in some if (outcome := _try_crowd(crowd)) is not None]
    _show_crowds(outcomes)
    return 0 if len(outcomes) == len(some) and all(it.passed for it in outcomes) else 1


def _try_crowd(crowd: Crowd) -> Outcome | None:
    try:
        outcome = try_crowd(crowd)
    except SandboxUnavailableError as error:
        print(f"\n{crowd.title}: not possible here: {error}", file=sys.stderr)
    except (AssertionError, SandboxError) as error:
        print(f"\n{crowd.title} went wrong: {str(error)[-800:]}", file=sys.stderr)
    else:
        print("." if outcome.passed else "x", end="", file=sys.stderr, flush=True)
        return outcome
    return None


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


def _show(trials: Sequence[Trial], wanted: int) -> None:
    table = Table(*HEADINGS, title=f"{sum(t.passed for t in trials)} of {wanted} faults passed")
    for trial in trials:
        table.add_row(
            trial.fault, trial.finding, trial.user, "yes" if trial.found else "NO",
            f"{trial.seconds:.2f}", " ".join(trial.extras) or "-",
            "same" if trial.offline else "DIFFERS", " ".join(trial.remedies) or "-",
            trial.mended, "yes" if trial.healthy else "NO",
            {True: "yes", False: "NO", None: "a fake"}[trial.prints],
            style="" if trial.passed else "bold red",
        )  # fmt: skip
    _console().print(table)


def _show_crowds(outcomes: Sequence[Outcome]) -> None:
    passed = sum(it.passed for it in outcomes)
    pairs: set[frozenset[str]] = set().union(*(it.pairs for it in outcomes))
    table = Table(
        "crowd", "faults", "pairs", "seconds", "missing", "extras", "told as consequences",
        title=f"{passed} of {len(outcomes)} crowds passed; {len(pairs)} pairs",
    )  # fmt: skip
    for it in outcomes:
        table.add_row(
            it.crowd.title,
            str(len(it.faults)),
            str(len(it.pairs)),
            f"{it.seconds:.1f}",
            "\n".join(f"{finding} at {queue}" for finding, queue in it.missing) or "-",
            "\n".join(f"{finding} at {queue or 'all'}" for finding, queue in it.extras) or "-",
            "\n".join(f"{effect} of {cause} ({queue})" for effect, queue, cause in it.hidden)
            or "-",
            style="" if it.passed else "bold red",
        )
    _console().print(table)


def _kept(keep: Path | None) -> list[Trial]:
    if keep is None or not keep.exists():
        return []
    return [Trial.from_json(json.loads(line)) for line in keep.read_text().splitlines()]


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 220)


def _again_as(uid: int, words: Sequence[str]) -> int:
    account = pwd.getpwuid(uid)
    argv = ["setpriv", f"--reuid={uid}", f"--regid={account.pw_gid}", "--init-groups"]
    done = subprocess.run(
        [*argv, sys.executable, "-m", "tests.faults", *words],
        env=os.environ | {"HOME": "/nonexistent"}, check=False,
    )  # fmt: skip
    return done.returncode


def _concerns_us(fault: Fault) -> bool:
    return not (fault.spares_root if os.getuid() == 0 else fault.needs_root)


if __name__ == "__main__":
    sys.exit(main())
