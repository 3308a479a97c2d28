# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The canned replies: always the same bytes, shaped like those of cupsd (RFC 8010, section 3)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

Value = tuple[int, bytes]

GET_PRINTER_ATTRIBUTES, GET_JOBS, CUPS_GET_PRINTERS = 0x000B, 0x000A, 0x4002
OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
OCTETS, DATE, RESOLUTION, RANGE, BEGIN, END_COLLECTION, MEMBER = (
    0x30,
    0x31,
    0x32,
    0x33,
    0x34,
    0x37,
    0x4A,
)
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
NO_VALUE = 0x13


def number(value: int, tag: int = INTEGER) -> Value:
    return tag, struct.pack(">i", value)


def boolean(value: bool) -> Value:  # noqa: FBT001 - it is the value
    return BOOLEAN, bytes([value])


def text(value: str, tag: int = TEXT) -> Value:
    return tag, value.encode()


def date(day: int, second: int) -> Value:
    hours, minutes = second // 3600 % 24, second // 60 % 60
    return DATE, struct.pack(
        ">HBBBBBBcBB", 2026, 5, 1 + day % 28, hours, minutes, second % 60, 0, b"+", 0, 0
    )


def span(lower: int, upper: int) -> Value:
    return RANGE, struct.pack(">ii", lower, upper)


def resolution(dpi: int) -> Value:
    return RESOLUTION, struct.pack(">iib", dpi, dpi, 3)


def one(tag: int, name: bytes, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def attribute(name: str, *values: Value) -> bytes:
    """Encode an attribute of one or many simple values."""
    names = [name.encode()] + [b""] * (len(values) - 1)
    return b"".join(one(tag, name, value) for name, (tag, value) in zip(names, values, strict=True))


def collection(name: str, members: dict[str, Value]) -> bytes:
    inner = b"".join(
        one(MEMBER, b"", member.encode()) + one(tag, b"", value)
        for member, (tag, value) in members.items()
    )
    return one(BEGIN, name.encode(), b"") + inner + one(END_COLLECTION, b"", b"")


def header(code: int) -> bytes:
    return (
        struct.pack(">BBHi", 2, 0, code, 1)
        + bytes([OPERATION])
        + attribute("attributes-charset", text("utf-8", CHARSET))
        + attribute("attributes-natural-language", text("en-us", LANGUAGE))
    )


def job(number_: int) -> bytes:
    """25 attributes, as cupsd sends them for requested-attributes=all."""
    queue, second = f"queue-{number_ % 40:02d}", number_ * 7
    return b"".join(
        (
            attribute("job-id", number(number_)),
            attribute("job-uri", text(f"ipp://localhost/jobs/{number_}", URI)),
            attribute("job-printer-uri", text(f"ipp://localhost/printers/{queue}", URI)),
            attribute("job-printer-up-time", number(1_790_000_000)),
            attribute("job-name", text(f"Quarterly report {number_}, final.pdf", NAME)),
            attribute("job-originating-user-name", text(f"user{number_ % 100}", NAME)),
            attribute("job-originating-host-name", text("localhost", NAME)),
            attribute("job-state", number(3 + number_ % 7, ENUM)),
            attribute("job-state-reasons", text("job-completed-successfully", KEYWORD)),
            attribute("job-state-message", text("")),
            attribute("job-k-octets", number(number_ % 5000)),
            attribute("job-media-sheets-completed", number(number_ % 12)),
            attribute("job-priority", number(50)),
            attribute("job-preserved", boolean(value=True)),
            attribute("job-sheets", text("none", KEYWORD), text("none", KEYWORD)),
            attribute("job-hold-until", text("no-hold", KEYWORD)),
            attribute("document-format", text("application/pdf", MIME)),
            attribute("number-of-documents", number(1)),
            attribute("number-up", number(1)),
            attribute("time-at-creation", number(1_780_000_000 + second)),
            attribute("time-at-processing", number(1_780_000_001 + second)),
            attribute("time-at-completed", number(1_780_000_004 + second)),
            attribute("date-time-at-creation", date(number_, second)),
            attribute("date-time-at-processing", date(number_, second + 1)),
            attribute("date-time-at-completed", date(number_, second + 4)),
        )
    )


def printer(number_: int) -> bytes:
    """66 attributes, as of a queue with a driver."""
    name = f"queue-{number_:03d}"
    words = ("one-sided", "two-sided-long-edge", "two-sided-short-edge")
    sizes = [f"iso_a{n}_{n * 10}x{n * 14}mm" for n in range(12)]
    yes = [f"feature-{n}-supported" for n in range(20)]
    lists = {
        "sides-supported": words,
        "media-supported": sizes,
        "document-format-supported": ("application/pdf", "image/urf", "image/jpeg", "text/plain"),
        "job-sheets-supported": ("none", "classified", "confidential", "secret", "standard"),
        "job-creation-attributes-supported": tuple(f"attribute-{n}" for n in range(14)),
        "which-jobs-supported": ("completed", "not-completed", "all", "aborted", "canceled"),
    }
    return b"".join(
        (
            attribute("printer-name", text(name, NAME)),
            attribute("printer-info", text(f"Printer number {number_} on the second floor")),
            attribute("printer-location", text(f"Room {number_}")),
            attribute("printer-make-and-model", text("Acme LaserStar 4100 Foomatic/pxlmono")),
            attribute("printer-uri-supported", text(f"ipp://localhost/printers/{name}", URI)),
            attribute("device-uri", text(f"socket://192.0.2.{number_ % 250}:9100", URI)),
            attribute("printer-state", number(3 + number_ % 3, ENUM)),
            attribute("printer-state-reasons", text("none", KEYWORD)),
            attribute("printer-state-message", text("")),
            attribute("printer-state-change-time", number(1_780_000_000 + number_)),
            attribute("printer-state-change-date-time", date(number_, number_)),
            attribute("printer-is-accepting-jobs", boolean(value=True)),
            attribute("printer-is-shared", boolean(value=number_ % 2 == 0)),
            attribute("printer-type", number(0x8090D4, ENUM)),
            attribute("printer-up-time", number(1_790_000_000)),
            attribute("queued-job-count", number(number_ % 9)),
            attribute("copies-supported", span(1, 9999)),
            attribute("printer-resolution-default", resolution(600)),
            attribute("printer-resolution-supported", *map(resolution, (300, 600, 1200))),
            attribute("finishings-supported", *(number(n, ENUM) for n in (3, 4, 5, 20, 21))),
            attribute(
                "operations-supported", *(number(n, ENUM) for n in (*range(4, 15), *range(16, 50)))
            ),
            attribute("orientation-requested-default", (NO_VALUE, b"")),
            *(attribute(key, *(text(v, KEYWORD) for v in values)) for key, values in lists.items()),
            collection(
                "media-col-default",
                {
                    "media-bottom-margin": number(423),
                    "media-source": text("auto", KEYWORD),
                    "media-type": text("stationery", KEYWORD),
                    "media-top-margin": number(423),
                },
            ),
            *(attribute(key, boolean(value=True)) for key in yes),
            *(
                attribute(f"supply-{n}-names", text("black", NAME), text("cyan", NAME))
                for n in range(17)
            ),
        )
    )


def grouped(tag: int, records: Iterable[bytes]) -> bytes:
    return header(0) + b"".join(bytes([tag]) + record for record in records) + bytes([END])


def request(operation: int) -> bytes:
    """The request of the program that only receives."""
    return header(operation) + bytes([END])


def write_all(directory: Path, jobs: int, printers: int) -> Iterator[tuple[str, Path]]:
    """Write the replies and requests; yield their names and files."""
    contents = {
        f"jobs-{jobs}": grouped(JOB, map(job, range(1, jobs + 1))),
        f"printers-{printers}": grouped(PRINTER, map(printer, range(printers))),
        "printer": grouped(PRINTER, [printer(1)]),
        "request-jobs": request(GET_JOBS),
        "request-printers": request(CUPS_GET_PRINTERS),
        "request-printer": request(GET_PRINTER_ATTRIBUTES),
    }
    for name, data in contents.items():
        path = directory / f"{name}.ipp"
        path.write_bytes(data)
        yield name.partition("-")[0] if not name.startswith("request") else name, path
