# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Many threads that log in, each as somebody else: for both contenders, standard library only.

CONTENDER PORT crowd THREADS CALLS     each thread one connection and so many calls
CONTENDER PORT churn THREADS CALLS     each call with a connection of its own
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Protocol

from benchmarks.harness import Heartbeat


class Client(Protocol):
    def call(self) -> str:
        """Ask for the printer; return its name."""
        ...

    def close(self) -> None: ...


def main(open_client: Callable[[int, str], Client]) -> None:
    port, kind, threads, calls = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    failures: list[str] = []
    done: list[int] = []
    start = threading.Event()

    def work(number: int) -> None:
        start.wait()
        user = f"user{number}"
        client = None
        for _ in range(calls):
            try:
                if client is None:
                    client = open_client(port, user)
                if client.call() != "queue-001":
                    failures.append("another's answer")
                done.append(1)
            except Exception as error:
                failures.append(repr(error))
            if kind == "churn" and client is not None:
                client.close()
                client = None

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    with Heartbeat() as heart:
        begun = time.perf_counter()
        start.set()
        for worker in workers:
            worker.join()
        spent = time.perf_counter() - begun
    result = {
        "rate": len(done) / spent,
        "failures": len(failures),
        "examples": failures[:3],
        "p99": heart.p99,
        "worst": heart.worst,
    }
    print(json.dumps(result))
