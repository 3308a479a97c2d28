# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The binding of this house."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.harness import main
from unjam.cups import Connection

COLUMNS = (
    "job-id", "job-name", "job-state", "job-originating-user-name", "time-at-creation",
    "job-k-octets",
)  # fmt: skip


def case(
    work: Callable[[Connection], object],
) -> Callable[[str, int], Callable[[], object]]:
    def connected(host: str, port: int) -> Callable[[], object]:
        connection = Connection(host if host.startswith("/") else f"{host}:{port}", user="bench")
        connection.connect()
        return lambda: work(connection)

    return connected


def jobs_lazy(connection: Connection) -> object:
    jobs = connection.get_jobs(which_jobs="all", requested_attributes=["all"])
    return [job.to_dict() for job in jobs[:50]]


def jobs_columns(connection: Connection) -> object:
    jobs = connection.get_jobs(which_jobs="all", requested_attributes=["all"])
    return [jobs.column(name) for name in COLUMNS]


def jobs_all(connection: Connection) -> object:
    return connection.get_jobs(which_jobs="all", requested_attributes=["all"]).to_dicts()


def printers_lazy(connection: Connection) -> object:
    return connection.get_printers(requested_attributes=["all"]).column("printer-name")


def printer(connection: Connection) -> object:
    return connection.get_printer_attributes("bench").to_dict()


if __name__ == "__main__":
    main(
        {
            "jobs": case(jobs_lazy),
            "jobs-columns": case(jobs_columns),
            "jobs-all": case(jobs_all),
            "printers": case(printers_lazy),
            "printer": case(printer),
        }
    )
