# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""PHASE COUNT: how soon a cancel frees the caller, and how soon the call itself returns.

Each time an operation is brought into the phase, cancelled, and timed: "caller" until whoever waits
for it is free, "call" until the call inside has returned on its worker thread.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from unjam.cups import Connection, Encryption
from unjam.cups.errors import Cancelled
from unjam.operations import Operation, sleep
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer
from unjam.sandbox.hostile_acts import challenge_forever, http_reply, over_tls, silence

Work = Callable[[], object]
Reached = threading.Event
BIG = b"\0" * 65536
SETTLE = 0.02


@contextmanager
def resolving(reached: Reached) -> Iterator[Work]:
    def work() -> object:
        reached.set()
        return Connection("printer.slow:631", timeout=60).get_printers()

    yield work


@contextmanager
def connecting(reached: Reached) -> Iterator[Work]:
    """A listener whose queue is full: the kernel drops what comes, as a black hole does."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.settimeout(0)
            filler.connect_ex(full.getsockname())
            fillers.append(filler)

        def work() -> object:
            reached.set()
            return Connection(f"127.0.0.1:{full.getsockname()[1]}", timeout=60).get_printers()

        yield work
        for filler in fillers:
            filler.close()


def served(
    behaviour: Behaviour, encryption: Encryption = Encryption.IF_REQUESTED
) -> Callable[[Reached], Iterator[Work]]:
    def phase(reached: Reached) -> Iterator[Work]:
        def noting(exchange: Exchange) -> None:
            exchange.reached = reached  # type: ignore[attr-defined]
            if behaviour is SILENT:
                reached.set()
            behaviour(exchange)

        with HostileServer(noting) as server:
            yield lambda: Connection(
                server.address, encryption=encryption, timeout=60, trust=lambda _c: True
            ).get_printers()

    return phase


SILENT = silence()


def waiting(exchange: Exchange) -> None:
    exchange.read_request()
    exchange.reached.set()  # type: ignore[attr-defined]
    exchange.stay_silent()


def trickling(exchange: Exchange) -> None:
    exchange.read_request()
    exchange.send(http_reply(headers={"Content-Length": "1000000"}))
    exchange.send(b"\2\0\0\0")
    exchange.reached.set()  # type: ignore[attr-defined]
    exchange.trickle(BIG, every=0.02)


def encrypted(behaviour: Behaviour) -> Callable[[Reached], Iterator[Work]]:
    def phase(reached: Reached) -> Iterator[Work]:
        with tempfile.TemporaryDirectory() as directory:
            context = make_certificate(Path(directory) / "tls").context()

            def noting(exchange: Exchange) -> None:
                exchange.reached = reached  # type: ignore[attr-defined]
                behaviour(exchange)

            with HostileServer(over_tls(context, noting)) as server:
                yield lambda: Connection(
                    server.address, encryption=Encryption.ALWAYS, timeout=60, trust=lambda _c: True
                ).get_printers()

    return phase


@contextmanager
def uploading(reached: Reached) -> Iterator[Work]:
    """The server takes the beginning of a document and no more."""

    def begin_only(exchange: Exchange) -> None:
        exchange._until(b"\r\n\r\n")
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        reached.set()
        while True:
            exchange.pause(60)

    with HostileServer(begin_only) as server:
        yield lambda: Connection(server.address, timeout=60).print_job(
            "x", iter(lambda: BIG, None), title="endless"
        )


@contextmanager
def asking(reached: Reached) -> Iterator[Work]:
    def person(_request: object) -> None:
        reached.set()
        sleep(60)

    with HostileServer(challenge_forever()) as server:
        yield lambda: Connection(server.address, password=person, timeout=60).get_printers()


@contextmanager
def converting(reached: Reached) -> Iterator[Work]:
    from benchmarks.servers import canned

    reply = Path(__file__).parent.parent / "build" / "jobs-10000.ipp"
    with canned(f"a={reply}") as port:
        connection = Connection(f"127.0.0.1:{port}", timeout=60)
        jobs = connection.get_jobs(which_jobs="all", requested_attributes=["all"])

        def work() -> None:
            reached.set()
            while True:
                jobs.to_dicts()
                sleep(0)

        yield work


PHASES: dict[str, Callable[[Reached], object]] = {
    "resolving": resolving,
    "connecting": connecting,
    "tls-handshake": contextmanager(served(SILENT, Encryption.ALWAYS)),
    "waiting": contextmanager(served(waiting)),
    "trickle": contextmanager(served(trickling)),
    "tls-waiting": contextmanager(encrypted(waiting)),
    "tls-trickle": contextmanager(encrypted(trickling)),
    "uploading": uploading,
    "password": asking,
    "converting": converting,
}


def once(work: Work, reached: Reached) -> tuple[float, float]:
    reached.clear()
    returned: list[float] = []

    def timed() -> None:
        try:
            work()
        finally:
            returned.append(time.perf_counter())

    operation = Operation(timed)
    if not reached.wait(30):
        raise TimeoutError("the phase was not reached")
    time.sleep(SETTLE)
    begun = time.perf_counter()
    operation.cancel()
    outcome = operation.exception(30)
    free = time.perf_counter()
    if not isinstance(outcome, Cancelled):
        raise TypeError(f"not cancelled but {outcome!r}")
    operation.join(30)
    return (free - begun) * 1e3, ((returned or [float("inf")])[0] - begun) * 1e3


def main() -> None:
    phase, count = sys.argv[1], int(sys.argv[2])
    reached = Reached()
    with PHASES[phase](reached) as work:  # type: ignore[attr-defined]
        results = [once(work, reached) for _ in range(count)]
    print(json.dumps({"caller": [r[0] for r in results], "call": [r[1] for r in results]}))


if __name__ == "__main__":
    main()
