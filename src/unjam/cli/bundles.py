# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Bundles: shown before they are written, private on disk, and judged again without a server."""

from __future__ import annotations

from pathlib import Path

import click

from unjam.cli import asking
from unjam.cli.failure import CommandError, WrongUsageError
from unjam.cli.render import errors, prose
from unjam.cli.saving import save, say_replaced
from unjam.cli.words import _
from unjam.diagnosis.bundle import Bundle, BundleError, make_bundle
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.model import Diagnosis

PRIVATE = 0o600
LARGEST = 256 * 1024 * 1024


async def offer_bundle(env: Env, facts: Facts, path: Path, *, yes: bool) -> None:
    """Collect, show, ask, write. Without a terminal it is written as the command says."""
    bundle = await make_bundle(env, facts)
    text = bundle.to_text()
    if asking.somebody() and not yes:
        click.echo_via_pager(text)
        say_replaced(bundle.replaced)
        answer = await asking.line(_("Write this to {path}? [y/N]").format(path=path))
        if (answer or "").lower() not in ("y", "yes", _("y"), _("yes")):
            raise CommandError(_("The bundle was not written."))
    save(path, text, mode=PRIVATE)
    if not asking.somebody() or yes:
        say_replaced(bundle.replaced)
    prose(errors(), _("The bundle is in {path}. Read it before you send it.").format(path=path))


def judge_file(path: Path) -> Diagnosis:
    """Judge a saved bundle. Raises `WrongUsageError` for what is none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            return Bundle.from_text(stream.read(LARGEST)).judge()
    except (BundleError, RecursionError) as problem:
        raise WrongUsageError(f"{path}: {problem}") from problem
    except OSError as problem:
        message = _("{path} could not be read: {why}.")
        raise WrongUsageError(message.format(path=path, why=problem.strerror)) from problem
