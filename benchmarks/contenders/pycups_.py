# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""pycups: cupsDoRequest(), and everything converted before the call returns."""

from __future__ import annotations

from collections.abc import Callable

import cups  # type: ignore[import-not-found]
from benchmarks.harness import main


def case(work: Callable[[cups.Connection], object]) -> Callable[[str, int], Callable[[], object]]:
    def connected(host: str, port: int) -> Callable[[], object]:
        cups.setUser("bench")
        connection = cups.Connection(host=host, port=port)
        return lambda: work(connection)

    return connected


def jobs(connection: cups.Connection) -> object:
    found = connection.getJobs(which_jobs="all", requested_attributes=["all"])
    return list(found.values())[:50]


def printers(connection: cups.Connection) -> object:
    return list(connection.getPrinters())


def printer(connection: cups.Connection) -> object:
    return connection.getPrinterAttributes("bench")


if __name__ == "__main__":
    main(
        {
            "jobs": case(jobs),
            "jobs-all": case(jobs),
            "printers": case(printers),
            "printer": case(printer),
        }
    )
