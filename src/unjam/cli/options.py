# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The options that the commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from unjam.cli import complete
from unjam.cli.words import _

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_TIMEOUT = 30.0
LARGEST_INTEGER = 2**31 - 1
"""In IPP (RFC 8010, 3.9)."""
READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


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


class QueueName(click.types.StringParamType):
    """The name of a queue, whether it exists or not."""

    name = "queue"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Refuse the empty name."""
        if not value:
            self.fail("a queue has a name.", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer those that there are."""
        return complete.queues(ctx, param, incomplete)


class JobNumber(click.IntRange):
    """A job-id (RFC 8011, 5.3.2): cupsd would take a larger number for a smaller one's."""

    name = "number of a job"

    def __init__(self) -> None:
        super().__init__(1, LARGEST_INTEGER)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer those of the jobs that are not over."""
        return complete.jobs(ctx, param, incomplete)


class FaultName(click.types.StringParamType):
    """A name of the table of faults, optionally `@QUEUE`."""

    name = "fault"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Refuse names that are not in the table."""
        from unjam.sandbox import FAULTS

        text = str(value)
        if text.partition("@")[0] not in FAULTS:
            self.fail(
                _('There is no fault "{name}"; "unjam sandbox --list-faults" names them.').format(
                    name=text
                ),
                param,
                ctx,
            )
        return text

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the names of the table."""
        del ctx, param
        from unjam.sandbox import FAULTS

        return [
            CompletionItem(name, help=fault.summary)
            for name, fault in sorted(FAULTS.items())
            if name.startswith(incomplete)
        ]


def server(function: F) -> F:
    """`--server`: which print server."""
    return click.option(
        "--server",
        metavar="SERVER",
        help="Print server: HOST, HOST:PORT or the path of its socket "
        "[default: what CUPS_SERVER and client.conf say].",
    )(function)


def servers(function: F) -> F:
    """`--server`, any number of times: which print servers."""
    return click.option(
        "--server",
        multiple=True,
        metavar="SERVER",
        help="Print server: HOST, HOST:PORT or the path of its socket. May be given several times "
        "[default: what CUPS_SERVER and client.conf say].",
    )(function)


def cups_files(function: F) -> F:
    """`--cups-files`: where one print server's files are."""
    return click.option(
        "--cups-files",
        type=READABLE,
        envvar="UNJAM_CUPS_FILES",
        show_envvar=True,
        help="The server's cups-files.conf, if it is not the system's.",
    )(function)


def cups_files_of(ctx: click.Context, *, several: bool) -> Path | None:
    """Return the value of `--cups-files`.

    What the environment says is not for one of several servers. Raises `click.UsageError` where
    the command line says it.
    """
    given: Path | None = ctx.params["cups_files"]
    if given is None or not several:
        return given
    if ctx.get_parameter_source("cups_files") is ParameterSource.ENVIRONMENT:
        return None
    raise click.UsageError("--cups-files wants a single server.", ctx)


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
