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


class Crowd:
    """So many threads, each with a name of its own, and what went wrong."""

    def __init__(self, open_client: Callable[[int, str], Client], port: int) -> None:
        self._open = open_client
        self._port = port
        self._start = threading.Event()
        self.done: list[int] = []
        self.failures: list[str] = []

    def run(self, kind: str, threads: int, calls: int) -> float:
        """Let them loose together; return the seconds until the last is back."""
        work = self._come_and_go if kind == "churn" else self._stay
        workers = [
            threading.Thread(target=work, args=(f"user{number}", calls))
            for number in range(threads)
        ]
        for worker in workers:
            worker.start()
        begun = time.perf_counter()
        self._start.set()
        for worker in workers:
            worker.join()
        return time.perf_counter() - begun

    def _stay(self, user: str, calls: int) -> None:
        self._start.wait()
        client = self._open(self._port, user)
        for _ in range(calls):
            self._call(client)
        client.close()

    def _come_and_go(self, user: str, calls: int) -> None:
        self._start.wait()
        for _ in range(calls):
            client = self._open(self._port, user)
            self._call(client)
            client.close()

    def _call(self, client: Client) -> None:
        try:
            if client.call() != "queue-001":
                self.failures.append("another's answer")
            self.done.append(1)
        except Exception as error:  # noqa: BLE001 - each library has its own
            self.failures.append(repr(error))


def main(open_client: Callable[[int, str], Client]) -> None:
    port, kind, threads, calls = sys.argv[1:]
    crowd = Crowd(open_client, int(port))
    with Heartbeat() as heart:
        spent = crowd.run(kind, int(threads), int(calls))
    result = {
        "rate": len(crowd.done) / spent,
        "failures": len(crowd.failures),
        "examples": crowd.failures[:3],
        "p99": heart.p99,
        "worst": heart.worst,
    }
    print(json.dumps(result))
