# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The entry point: runs one command, and turns whatever ends it into text and an exit status.

Nothing but the standard library is imported before `main` runs, so that Ctrl-C is served from the
first moment on.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence

from unjam.cli import encoding, streams
from unjam.cli.status import Status


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit status (see `Status`)."""
    streams.set_up()
    encoding.set_up()
    try:
        status = _run(argv)
    except KeyboardInterrupt:
        status = Status.CANCELLED
    except BrokenPipeError:
        status = Status.READER_GONE
    return _leave(status)


def _run(argv: Sequence[str] | None) -> int:
    """Run one command, with the ways in which it usually ends."""
    import click

    from unjam.cli import words
    from unjam.cli.frame import cli
    from unjam.cli.lazy import ReaderGoneError

    words.set_up()
    try:
        status = cli.main(args=argv, prog_name="unjam", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        return Status.CANCELLED
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (BrokenPipeError, ReaderGoneError):
        return Status.READER_GONE
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


def _leave(status: int) -> int:
    """Return the status; after an interruption leave at once, whatever was abandoned.

    A thread or a task that would not let go must neither hold the program nor be woken by its end.
    """
    _flush()
    if status >= Status.CANCELLED:
        atexit._run_exitfuncs()  # os._exit alone would leave programs behind
        os._exit(status)
    return status


def _flush() -> None:
    """Write what is left, or drop it where that cannot be: the status tells of it already."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
