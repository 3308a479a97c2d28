# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What was measured, for people."""

from __future__ import annotations

from benchmarks.app import rival
from benchmarks.app.result import Result, Row

HEAD = ("server", "page", "worst gap", "own work", "a frame", "ours", "99 %")


def show(result: Result) -> None:
    """Print the tables."""
    print(f"{HEAD[0]:14} {HEAD[1]:10}", *(f"{title:>10}" for title in HEAD[2:]))
    missed = result.missed()
    for row in result.rows:
        print(line(row) + ("  <-" if row in missed else ""))
    print("\nthe idle window's pages drawn again, with nothing of ours to do:")
    for row in result.again:
        print(line(row))
    print(f"\ngaps over 16 ms that the idle window does not have: {len(missed)}")
    worst = max(result.rows, key=lambda row: row.ours)
    print(f"longest work of ours: {worst.ours:.1f} ms ({worst.server}, {worst.page})")
    for kind, took in result.cancel_ms.items():
        print(f"cancel of a diagnosis, {kind}: {took:.1f} ms to a usable page")
    for what, left in (("threads", result.threads), ("descriptors", result.descriptors)):
        found = {kind: names for kind, names in left.items() if names}
        print(f"{what} left after closing: {found or 'none'}")
    print("kept" if result.kept else "NOT KEPT")
    show_rival(result)


def line(row: Row) -> str:
    """One page against one server."""
    numbers = (row.wall, row.own, row.frame, row.ours, row.usual)
    return f"{row.server:14} {row.page:10} " + " ".join(f"{n:7.1f} ms" for n in numbers)


def show_rival(result: Result) -> None:
    """Print system-config-printer beside ours: the worst gap on the clock."""
    if not result.rival:
        print("\nsystem-config-printer: not compared (is it installed?)")
        return
    print(f"\n{'server':14} {'window':10} {'ours':>10} {'own work':>10}   system-config-printer")
    ours = {(row.server, row.page): row for row in result.rows}
    for kind, pages in result.rival.items():
        for page in rival.WAYS:
            row = ours[kind, page]
            print(f"{kind:14} {page:10} {row.wall:7.1f} ms {row.own:7.1f} ms   {pages[page].words}")
