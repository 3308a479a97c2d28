# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the pages show of a queue, a job and a device: frozen, plain, read from IPP once.

A server may leave out any attribute; what is missing is empty, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unjam.diagnosis.reading.queue_uri import queue_named_by

Attributes = Mapping[str, Any]

PRINTER_ATTRIBUTES = (
    "printer-name",
    "printer-info",
    "printer-location",
    "printer-make-and-model",
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "printer-is-shared",
    "printer-type",
    "queued-job-count",
    "device-uri",
    "printer-uri-supported",
    "marker-names",
    "marker-colors",
    "marker-levels",
    "marker-low-levels",
)
JOB_ATTRIBUTES = (
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-printer-state-message",
    "job-printer-uri",
    "job-originating-user-name",
    "time-at-creation",
    "date-time-at-creation",
)
IDLE, PROCESSING, STOPPED = 3, 4, 5
"""printer-state (RFC 8011, 5.4.11)."""
CLASS = 0x0001
"""The bit of printer-type that marks a class (cups_ptype_e)."""


def words(value: object) -> str:
    """A single text, whatever stands there: a list's first, nothing for no value."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """Every text of a 1setOf."""
    several = value if isinstance(value, list) else [value]
    return tuple(str(one) for one in several if isinstance(one, str))


def number(value: object, default: int = 0) -> int:
    """A whole number, or `default` where the server gave none."""
    if isinstance(value, list):
        value = value[0] if value else default
    return int(value) if isinstance(value, int) else default


def numbers(value: object) -> list[int]:
    """Every number of a 1setOf."""
    several = value if isinstance(value, list) else [value]
    return [int(one) for one in several if isinstance(one, int)]


@dataclass(frozen=True, slots=True)
class Supply:
    """One cartridge, drum or box; `level` in percent, negative when the printer does not know."""

    name: str
    color: str
    level: int
    low: int

    @property
    def is_low(self) -> bool:
        """Whether it should be replaced soon."""
        return 0 <= self.level <= self.low


@dataclass(frozen=True, slots=True)
class Printer:
    """A queue, as CUPS-Get-Printers tells of it."""

    name: str
    info: str = ""
    location: str = ""
    model: str = ""
    state: int = IDLE
    reasons: tuple[str, ...] = ()
    message: str = ""
    accepting: bool = True
    shared: bool = False
    is_class: bool = False
    is_default: bool = False
    jobs: int = 0
    device_uri: str = ""
    supplies: tuple[Supply, ...] = ()


def printer(attributes: Attributes, *, default: str = "") -> Printer:
    """A queue from its attributes; `default` is the name of the server's default queue."""
    get = attributes.get
    name = words(get("printer-name"))
    return Printer(
        name=name,
        info=words(get("printer-info")),
        location=words(get("printer-location")),
        model=words(get("printer-make-and-model")),
        state=number(get("printer-state"), IDLE),
        reasons=tuple(r for r in texts(get("printer-state-reasons")) if r != "none"),
        message=words(get("printer-state-message")),
        accepting=get("printer-is-accepting-jobs") is not False,
        shared=get("printer-is-shared") is True,
        is_class=is_class(attributes),
        is_default=bool(name) and name == default,
        jobs=number(get("queued-job-count")),
        device_uri=words(get("device-uri")),
        supplies=supplies(attributes),
    )


def is_class(attributes: Attributes) -> bool:
    """Whether it is several queues under one name, which has no driver."""
    return bool(number(attributes.get("printer-type")) & CLASS)


def supplies(attributes: Attributes) -> tuple[Supply, ...]:
    """The marker attributes (PWG 5100.9) side by side."""
    names = texts(attributes.get("marker-names"))
    levels = numbers(attributes.get("marker-levels"))
    colors = [*texts(attributes.get("marker-colors")), *[""] * len(names)]
    lows = [*numbers(attributes.get("marker-low-levels")), *[10] * len(names)]
    return tuple(
        Supply(name, color, level, low)
        for name, color, level, low in zip(names, colors, levels, lows, strict=False)
    )


@dataclass(frozen=True, slots=True)
class Job:
    """One job, as Get-Jobs tells of it."""

    id: int
    title: str = ""
    queue: str = ""
    user: str = ""
    state: int = 3
    reasons: tuple[str, ...] = ()
    message: str = ""
    created: datetime | None = None


def job(attributes: Attributes) -> Job:
    """A job from its attributes."""
    get = attributes.get
    created = get("date-time-at-creation")
    if not isinstance(created, datetime):
        seconds = number(get("time-at-creation"))
        created = datetime.fromtimestamp(seconds).astimezone() if seconds else None
    return Job(
        id=number(get("job-id")),
        title=words(get("job-name")),
        queue=queue_named_by(words(get("job-printer-uri"))),
        user=words(get("job-originating-user-name")),
        state=number(get("job-state"), 3),
        reasons=tuple(r for r in texts(get("job-state-reasons")) if r != "none"),
        message=words(get("job-printer-state-message")),
        created=created,
    )


@dataclass(frozen=True, slots=True)
class Device:
    """What a backend found (CUPS-Get-Devices)."""

    uri: str
    info: str = ""
    model: str = ""
    location: str = ""
    device_class: str = ""
    id: str = ""

    @property
    def scheme(self) -> str:
        """The backend's name."""
        return self.uri.partition(":")[0]

    @property
    def driverless(self) -> bool:
        """Whether it speaks IPP, so that it needs no driver."""
        return self.scheme in {"ipp", "ipps"} or "._ipp" in self.uri


def device(attributes: Attributes) -> Device:
    """A device from its attributes."""
    get = attributes.get
    return Device(
        uri=words(get("device-uri")),
        info=words(get("device-info")),
        model=words(get("device-make-and-model")),
        location=words(get("device-location")),
        device_class=words(get("device-class")),
        id=words(get("device-id")),
    )
