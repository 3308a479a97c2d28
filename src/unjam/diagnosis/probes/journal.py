# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading the system's journal: what cannot be read there is said, and never passes for nothing.

Only the beginning of a long output is kept, so the newest messages are asked for first.
"""

from __future__ import annotations

from collections.abc import Iterator

from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.env import Completed, Env
from unjam.diagnosis.reading.error_log import LogLine, read_journal
from unjam.diagnosis.wording import N_, _

NO_JOURNAL = N_("The print server logs to the system's journal, and that cannot be read here.")

JOURNAL = "journal"
LINES = "20000"
FIELDS = "MESSAGE,PRIORITY,PWG_JobID"
OF_CUPS = ("journalctl", "--no-pager", "-r", "-o", "json", f"--output-fields={FIELDS}", "-n", LINES,
           "-u", "cups.service")  # fmt: skip

SHUT = ("not seeing messages", "no journal files", "permission denied")
"""What journalctl says (in English) when there is more than this user may read, or nothing."""


async def cups_messages(env: Env, marks: tuple[str, ...]) -> list[LogLine]:
    """Return the print server's messages that contain any of the marks, oldest first.

    Raises `Unavailable` where this user may not read them.
    """
    newest_first = await env.together(("journal", OF_CUPS), lambda: _read(env))
    return list(read_journal("\n".join(reversed(list(_marked(newest_first, marks))))))


def unreadable(done: Completed) -> bool:
    """Whether journalctl kept something back; it ends with 1, silently, where nothing matches."""
    said = done.stderr.lower()
    failed = done.returncode not in (0, 1) or (done.returncode == 1 and bool(said.strip()))
    return failed or any(words in said for words in SHUT)


async def _read(env: Env) -> str:
    try:
        done = await env.run(OF_CUPS, timeout=8.0)
    except FileNotFoundError:
        raise Unavailable(_(NO_JOURNAL)) from None
    if unreadable(done):
        raise Unavailable(_(NO_JOURNAL))
    return done.stdout


def _marked(text: str, marks: tuple[str, ...]) -> Iterator[str]:
    """Find the lines with a mark before anything is parsed."""
    return (line for line in text.splitlines() if any(mark in line for mark in marks))
