# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Groups of commands that are imported only when they are run, so that start-up stays quick."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import click
from click.shell_completion import CompletionItem


class ReaderGoneError(Exception):
    """Whoever read the output has gone: a closed pipe, by a name that click does not act upon."""


class LazyGroup(click.Group):
    """The commands are the modules of one package; each holds its own as `command`."""

    package = "unjam.cli.commands"
    first = ("doctor", "printers", "jobs", "devices", "watch")

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the command line. Raises `ReaderGoneError` if nobody reads the help."""
        with _named():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises `ReaderGoneError`."""
        with _named():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the modules of the package, those that people come for first."""
        del ctx
        path = importlib.import_module(self.package).__path__
        names = {module.name for module in pkgutil.iter_modules(path)}
        return [name for name in self.first if name in names] + sorted(names - {*self.first})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one module that is asked for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{self.package}.{cmd_name}")
        return cast("click.Command", module.command)


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as problem:
        raise ReaderGoneError from problem


class ListingGroup(click.Group):
    """A group that lists when no verb is given: `jobs Office` means `jobs list Office`."""

    default = "list"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default verb in where the first word is none of the verbs."""
        verbs = (*self.commands, *ctx.help_option_names)
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in verbs):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the verbs, and what the default verb would offer."""
        default = self.commands[self.default]
        inner = click.Context(default, parent=ctx, info_name=self.default)
        items = default.shell_complete(inner, incomplete)
        for parameter in default.params:
            if isinstance(parameter, click.Argument):
                items += parameter.shell_complete(inner, incomplete)
        verbs = super().shell_complete(ctx, incomplete)
        known = {item.value for item in verbs}
        return verbs + [item for item in items if item.value not in known]
