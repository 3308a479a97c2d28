# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The options that the commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_TIMEOUT = 30.0


class Seconds(click.types.FloatParamType):
    """A positive number of seconds, at most a day."""

    name = "seconds"
    longest = 86_400.0

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Refuse what is no positive number."""
        try:
            seconds = float(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a number.", param, ctx)
        if not 0 < seconds <= self.longest:
            self.fail(f"{value!r} is not a number of seconds up to a day.", param, ctx)
        return seconds


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
        help="Give up after this many seconds  [default: 30].",
    )(function)


def common(function: F) -> F:
    """`--server`, `--json` and `--timeout`, in this order."""
    return server(as_json(timeout(function)))
