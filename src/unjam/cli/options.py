# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The options that the commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_TIMEOUT = 30.0


class Seconds(click.FloatRange):
    """A positive number of seconds."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0, min_open=True, max=86400)


def server(function: F) -> F:
    """`--server`: which print server."""
    return click.option(
        "--server",
        metavar="SERVER",
        help="Print server: HOST, HOST:PORT or the path of its socket "
        "[default: what CUPS_SERVER and client.conf say].",
    )(function)


def as_json(function: F) -> F:
    """`--json`: for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(
        function
    )


def timeout(function: F) -> F:
    """`--timeout`: how long to wait."""
    return click.option(
        "--timeout",
        type=Seconds(),
        default=DEFAULT_TIMEOUT,
        show_default="30",
        help="Give up after this many seconds.",
    )(function)


def common(function: F) -> F:
    """`--server`, `--json` and `--timeout`, in this order."""
    return server(as_json(timeout(function)))
