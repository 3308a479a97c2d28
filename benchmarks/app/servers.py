# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The print servers of the benchmark, each in a process of its own: large, slow, silent, mean.

python -m benchmarks.app.servers KIND      prints its address, serves until it is killed
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from collections.abc import Callable

from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.hostile import Behaviour, Exchange, HostileServer, HttpRequest

GET_PRINTERS, GET_DEFAULT, GET_JOBS, GET_CLASSES = 0x4002, 0x4001, 0x000A, 0x4005
GET_DEVICES = 0x400B
LATE, SILENCE = "late devices", 15.0
"""The server that looks for devices for so many seconds before it says anything of them."""
NOT_SUPPORTED = 0x0501
YES = True
PR_SET_PDEATHSIG = 1


def printers(count: int) -> acts.Reply:
    """CUPS-Get-Printers of this many queues; each seventh is stopped."""
    text, keyword, enum = wire.TEXT, wire.KEYWORD, wire.ENUM
    groups = [
        wire.Group(
            wire.PRINTER,
            {
                "printer-name": wire.attribute(wire.NAME, f"Queue{n:04}"),
                "printer-info": wire.attribute(text, f"Printer number {n} <b>&"),
                "printer-location": wire.attribute(text, f"Floor {n % 9}"),
                "printer-make-and-model": wire.attribute(text, "Some Printer"),
                "printer-state": wire.attribute(enum, 5 if n % 7 == 0 else 3),
                "printer-state-reasons": wire.attribute(keyword, "none"),
                "printer-is-accepting-jobs": wire.attribute(wire.BOOLEAN, YES),
                "printer-type": wire.attribute(enum, 4),
                "queued-job-count": wire.attribute(wire.INTEGER, n % 5),
            },
        )
        for n in range(count)
    ]
    return acts.ipp_reply(*groups)


def jobs(count: int) -> acts.Reply:
    """Get-Jobs of this many jobs."""
    groups = [
        wire.Group(
            wire.JOB,
            {
                "job-id": wire.attribute(wire.INTEGER, n),
                "job-name": wire.attribute(wire.NAME, f"Document {n} of a long list <i>&"),
                "job-state": wire.attribute(wire.ENUM, (3, 4, 5, 6)[n % 4]),
                "job-state-reasons": wire.attribute(wire.KEYWORD, "none"),
                "job-printer-uri": wire.attribute(wire.URI, "ipp://localhost/printers/Queue0000"),
                "job-originating-user-name": wire.attribute(wire.NAME, f"user{n % 50}"),
                "job-k-octets": wire.attribute(wire.INTEGER, n),
                "time-at-creation": wire.attribute(wire.INTEGER, 1_700_000_000 + n),
            },
        )
        for n in range(1, count + 1)
    ]
    return acts.ipp_reply(*groups)


def devices(count: int) -> acts.Reply:
    """CUPS-Get-Devices of this many devices."""
    groups = [
        wire.Group(
            wire.PRINTER,
            {
                "device-class": wire.attribute(wire.KEYWORD, "network"),
                "device-id": wire.attribute(wire.TEXT, f"MFG:Maker;MDL:Model {n};"),
                "device-info": wire.attribute(wire.TEXT, f"Maker Model {n}"),
                "device-make-and-model": wire.attribute(wire.TEXT, f"Maker Model {n}"),
                "device-uri": wire.attribute(wire.URI, f"socket://192.0.2.{n}:9100"),
            },
        )
        for n in range(1, count + 1)
    ]
    return acts.ipp_reply(*groups)


def large(printer_count: int, job_count: int) -> Behaviour:
    """A well-behaved server with a lot to tell."""
    return acts.answer(teller(queues(printer_count, job_count)))


def queues(printer_count: int, job_count: int) -> dict[int, acts.Reply]:
    """What is said of this many printers and jobs."""
    return {
        GET_PRINTERS: printers(printer_count),
        GET_DEFAULT: printers(1),
        GET_JOBS: jobs(job_count),
        GET_CLASSES: acts.ipp_reply(),
    }


def teller(replies: dict[int, acts.Reply]) -> Callable[[HttpRequest], bytes]:
    """Say to each operation what stands here, and refuse the others; each is encoded once."""
    refusal = acts.ipp_reply(status=NOT_SUPPORTED, message="not here")
    encoded: dict[int, tuple[bytes, bytes]] = {}

    def respond(request: HttpRequest) -> bytes:
        reply = replies.get(request.ipp.code, refusal)
        code, number = request.ipp.code, request.ipp.request_id.to_bytes(4, "big")
        if code not in encoded and callable(reply):
            head, _, body = reply(request).partition(b"\r\n\r\n")
            encoded[code] = head + b"\r\n\r\n", body
        head, body = encoded[code]
        return head + body[:4] + number + body[8:]

    return respond


def late(silence: float) -> Behaviour:
    """A small server whose devices come after a long silence."""
    respond = teller(queues(3, 3) | {GET_DEVICES: devices(40)})

    def behave(exchange: Exchange) -> None:
        while True:
            request = exchange.read_request()
            if request.ipp.code == GET_DEVICES:
                exchange.pause(silence)
            exchange.send(respond(request))

    return behave


KINDS: dict[str, Callable[[], Behaviour]] = {
    "idle": lambda: large(3, 3),
    "300 printers": lambda: large(300, 20),
    "10,000 jobs": lambda: large(3, 10_000),
    LATE: lambda: late(SILENCE),
    "black hole": acts.silence,
    "trickle": lambda: acts.trickle(printers(300), every=0.02),
    "cut short": lambda: acts.cut(printers(300), after=20_000, reset=True),
    "TLS stall": lambda: acts.answer(
        acts.http_reply(status=426, headers={"Upgrade": "TLS/1.2", "Connection": "Upgrade"})
    ),
    "401 loop": acts.challenge_forever,
    "garbage": acts.garbage,
}


def main(kind: str) -> None:
    """Serve until killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    with HostileServer(KINDS[kind]()) as server:
        print(server.address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
