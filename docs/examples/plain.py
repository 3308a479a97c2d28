#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A plain script: every queue with its state, and print a file if one is named.

plain.py [QUEUE FILE]
"""

from __future__ import annotations

import sys
from getpass import getpass

from unjam.cups import Connection, PasswordRequest, errors


def ask(question: PasswordRequest) -> str | None:
    """Ask on the terminal; an empty line gives up."""
    return getpass(f"{question.prompt} ") or None


def main(arguments: list[str]) -> int:
    """List the queues, or print."""
    with Connection(password=ask) as cups:
        if len(arguments) == 2:
            name, path = arguments
            job = cups.print_job(name, path, title=path, options={"copies": 1})
            print(f"job {job}")
            return 0
        for queue in cups.get_printers():
            reasons = ", ".join(queue.printer_state_reasons)
            print(f"{queue.printer_name}: {queue.printer_state.name.lower()} ({reasons})")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except errors.CupsError as error:
        sys.exit(f"plain.py: {error}")
