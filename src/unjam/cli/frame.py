# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The group of all commands."""

from __future__ import annotations

import click

import unjam
from unjam.cli.lazy import LazyGroup

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}

EPILOG = """\b
Examples:
  unjam doctor                      find out why printing does not work
  unjam doctor Office --fix         look at one queue, and repair it
  unjam printers                    list the queues and their state
  unjam jobs cancel 42              cancel a job
  unjam doctor --server print.lan   look at another print server

\b
Exit status: 0 nothing wrong, 1 problems found, 2 wrong usage,
3 it could not be completed, 130 cancelled.
"""


@click.command(cls=LazyGroup, context_settings=CONTEXT, epilog=EPILOG)
@click.version_option(unjam.__version__, "-V", "--version", message="unjam %(version)s")
def cli() -> None:
    """Find out why printing does not work, see the proof, and put it right."""
