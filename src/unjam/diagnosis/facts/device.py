# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The device behind a queue: where it is said to be, whether it answers, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from unjam.diagnosis.facts.base import Fact

NAMES_SILENT = frozenset({"TIMEOUT", "EAI_AGAIN"})
"""What asking for a name ends with when the name service does not answer."""


@dataclass(frozen=True, slots=True)
class DeviceAddress(Fact):
    """A device on the network, as the queue's URI gives it."""

    uri: str
    scheme: str
    host: str
    port: int
    resource: str
    is_ipp: bool
    encrypted: bool
    local_name: bool


@dataclass(frozen=True, slots=True)
class DeviceName(Fact):
    """What this machine's name service makes of the host: addresses, or the code and the text."""

    host: str
    addresses: tuple[str, ...]
    error: str = ""
    text: str = ""

    @property
    def silent(self) -> bool:
        """Whether the name service itself did not answer: it said neither yes nor no."""
        return self.error in NAMES_SILENT


class Reach(StrEnum):
    """How an attempt to connect ended."""

    CONNECTED = "connected"
    REFUSED = "refused"
    NO_ROUTE = "no-route"
    FORBIDDEN = "forbidden"
    SILENT = "silent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Knock:
    """One attempt to connect: to where, how it ended, the errno's name (or TIMEOUT), how long."""

    target: str
    reach: Reach
    error: str = ""
    text: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class DeviceReach(Fact):
    """Whether the device's own port can be reached from here: the best of all attempts."""

    host: str
    best: Knock
    attempts: tuple[Knock, ...]
    other_ports: tuple[Knock, ...] = ()
    """When the port is refused: how the other printing ports of the same host answered."""


class Answer(StrEnum):
    """What came back when the device was asked for its attributes."""

    ATTRIBUTES = "attributes"
    NOT_FOUND = "not-found"
    NEEDS_AUTH = "needs-auth"
    FORBIDDEN = "forbidden"
    NEEDS_TLS = "needs-tls"
    NO_TLS = "no-tls"
    TLS_FAILED = "tls-failed"
    CERTIFICATE = "certificate"
    NOT_IPP = "not-ipp"
    SILENT = "silent"
    BUSY = "busy"
    IPP_ERROR = "ipp-error"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeviceAnswer(Fact):
    """How the device answered Get-Printer-Attributes at the queue's own resource.

    `message` is its words or the error's, verbatim. `elsewhere` are resources of the same device
    that did answer when the queue's own was not found.
    """

    uri: str
    answer: Answer
    message: str = ""
    status: int | None = None
    seconds: float = 0.0
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownCertificate(Fact):
    """What the device showed of itself in the TLS handshake, and what was stored of it before.

    Times are in ISO 8601. `problems` are the binding's words (`expired`, `name-mismatch`…).
    `stored` is the fingerprint of the certificate at `stored_path`, or empty where there is none.
    """

    host: str
    port: int
    fingerprint: str
    subject: str
    names: tuple[str, ...]
    not_before: str
    not_after: str
    problems: tuple[str, ...]
    stored: str = ""
    stored_path: str = ""


@dataclass(frozen=True, slots=True)
class Supply:
    """One marker: `level` and `low` in percent; below 0 the device cannot tell."""

    name: str
    type: str
    level: int
    low: int = -1


@dataclass(frozen=True, slots=True)
class LoadedMedia:
    """One media-col: the size in hundredths of millimetres (0 unknown), its source, its type."""

    width: int
    length: int
    source: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class DeviceState(Fact):
    """What the device says of itself, not what the queue believes."""

    uri: str
    make_and_model: str
    state: int
    reasons: tuple[str, ...]
    message: str = ""
    accepting: bool = True
    queued_jobs: int = 0
    media_default: str = ""
    media_ready: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    supplies: tuple[Supply, ...] = ()
    uuid: str = ""
    media_col_default: LoadedMedia | None = None
    media_col_ready: tuple[LoadedMedia, ...] = ()
