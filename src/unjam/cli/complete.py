# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Completion of names that only the print server knows. Silent and quick, whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from unjam.cups import Connection

SECONDS = 1.0


def queues(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a queue."""
    del param
    try:
        with _connection(ctx) as connection:
            found = connection.get_printers(requested_attributes=["printer-name", "printer-info"])
            items = [(r["printer-name"], str(r.get("printer-info") or "")) for r in found]
    except Exception:  # noqa: BLE001 - a shell's prompt is no place for errors
        return []
    return [CompletionItem(n, help=i) for n, i in items if n.startswith(incomplete)]


def jobs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the number of a job that is not over."""
    del param
    try:
        with _connection(ctx) as connection:
            found = connection.get_jobs(requested_attributes=["job-id", "job-name"])
            items = [(str(r["job-id"]), str(r.get("job-name") or "")) for r in found]
    except Exception:  # noqa: BLE001 - a shell's prompt is no place for errors
        return []
    return [CompletionItem(n, help=i) for n, i in items if n.startswith(incomplete)]


def _connection(ctx: click.Context) -> Connection:
    from unjam.cups import Connection

    server = ctx.params.get("server")
    first = server[0] if isinstance(server, tuple | list) and server else server
    return Connection(first or None, timeout=SECONDS)
