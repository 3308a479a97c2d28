#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Threads: ask several servers at once, and give up together after a while.

    threads.py SERVER…

Every call runs with the GIL released. A token in the context of the work stops all of it, wherever
it is: resolving, connecting, waiting, reading.
"""

from __future__ import annotations

import sys
import threading

from unjam.cups import Connection, errors
from unjam.cups.cancel import CancelToken, current_token

PATIENCE = 5.0


def look(server: str, token: CancelToken) -> None:
    """Say what one server has; runs on a thread of its own."""
    current_token.set(token)
    try:
        with Connection(server, timeout=None) as cups:
            names = cups.get_printers(requested_attributes=["printer-name"]).column("printer-name")
            print(f"{server}: {', '.join(names) or 'no queue'}")
    except errors.Cancelled:
        print(f"{server}: too slow")
    except errors.CupsError as error:
        print(f"{server}: {error}")


def main(servers: list[str]) -> None:
    """Look at all of them side by side."""
    token = CancelToken()
    threads = [threading.Thread(target=look, args=(server, token)) for server in servers]
    alarm = threading.Timer(PATIENCE, token.cancel)
    alarm.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alarm.cancel()


if __name__ == "__main__":
    main(sys.argv[1:] or ["localhost"])
