# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The entry point: runs one command, and turns whatever ends it into text and an exit status."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence

import click

import unjam
from unjam.cli import words
from unjam.cli.lazy import LazyGroup
from unjam.cli.status import Status

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit status (see `Status`)."""
    words.set_up()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    return _leave(_run(argv))


def _run(argv: Sequence[str] | None) -> int:
    """One command, with every way in which it can end."""
    try:
        status = cli.main(args=argv, prog_name="unjam", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        return Status.CANCELLED
    except KeyboardInterrupt:
        return Status.CANCELLED
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except BrokenPipeError:
        return _reader_gone()
    except Exception as problem:  # noqa: BLE001 - the outermost boundary; bugs are raised again
        return _failed(problem)
    return int(status or 0)


def _failed(problem: Exception) -> int:
    """Print a typed failure; anything else is a bug of ours and keeps its traceback."""
    from unjam.cli.failure import explain, show

    failure = explain(problem)
    if failure is None:
        raise problem
    show(failure)
    return failure.status


def _reader_gone() -> int:
    """Whoever read our output has left (`unjam jobs | head`): so do we, quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Status.OK


def _leave(status: int) -> int:
    """Return the status, or leave at once where an abandoned thread would hold the program."""
    others = [t for t in threading.enumerate() if t is not threading.main_thread()]
    if status >= Status.CANCELLED and any(not t.daemon for t in others):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main())
