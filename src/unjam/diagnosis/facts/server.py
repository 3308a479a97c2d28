# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Facts about the print server: where it is, whether it answers, where its files are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from unjam.diagnosis.facts.base import Fact


@dataclass(frozen=True, slots=True)
class CupsFiles(Fact):
    """Where the server keeps its files (cups-files.conf(5)); paths are absolute.

    A log is empty when it is not a file (`syslog`, `stderr`: the journal, that is).
    """

    cups_files_conf: str
    cupsd_conf: str
    server_root: str
    server_bin: str
    data_dir: str
    state_dir: str
    cache_dir: str
    spool: str
    temp: str
    error_log: str
    access_log: str
    page_log: str
    keychain: str
    user: str
    group: str
    system_groups: tuple[str, ...]
    standard: bool
    """Whether this is the system's own CUPS (not one given by --cups-files)."""

    @property
    def ppd_dir(self) -> str:
        """The directory of the queues' PPD files."""
        return f"{self.server_root}/ppd"

    @property
    def backend_dir(self) -> str:
        """The directory of the backends."""
        return f"{self.server_bin}/backend"

    @property
    def filter_dir(self) -> str:
        """The directory of the filters."""
        return f"{self.server_bin}/filter"


class ServerState(StrEnum):
    """How the print server took to being asked something harmless."""

    ANSWERS = "answers"
    ABSENT = "absent"
    """No listener: refused, no socket, unreachable."""
    UNRESOLVED = "unresolved"
    """Its name does not resolve."""
    SILENT = "silent"
    """It accepted the connection and said nothing."""
    REFUSES = "refuses"
    """It answered with an HTTP error instead of IPP."""
    NOT_IPP = "not-ipp"
    """Something else answers there."""
    FAILED = "failed"
    """The connection broke, or TLS failed."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to connect: to what, and the errno's name (empty when there was a listener)."""

    target: str
    error: str
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ServerReach(Fact):
    """Whether the print server answers, and what each address tried said."""

    server: str
    local: bool
    state: ServerState
    attempts: tuple[Attempt, ...] = ()
    http_status: int = 0
    answer: str = ""
    """The answer, or the error, verbatim."""
    seconds: float = 0.0
    clock: float = 0.0
    """The server's time of day (seconds since 1970), to compare its times with."""
    encryption: str = ""
    """Why no encrypted connection came about, where the server wants one (426)."""

    @property
    def answers(self) -> bool:
        """Whether it can be asked anything."""
        return self.state is ServerState.ANSWERS


@dataclass(frozen=True, slots=True)
class ConfigError:
    """A line of a configuration file that cupsd cannot take, and what it says of it."""

    message: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ConfigCheck(Fact):
    """Whether cupsd accepts its configuration files as they are now."""

    ok: bool
    errors: tuple[ConfigError, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerSettings(Fact):
    """What cupsd.conf says, as far as findings need it. 0 is "no limit"."""

    path: str
    max_jobs: int = 500
    max_jobs_per_printer: int = 0
    max_jobs_per_user: int = 0
    max_request_size: int = 0
    """Bytes (MaxRequestSize, LimitRequestBody)."""
    listens_outside: bool = False
    """Whether it listens on more than this machine's own loopback."""
    browsing: bool = True


@dataclass(frozen=True, slots=True)
class UnitState(Fact):
    """What systemd says of the print server's unit."""

    unit: str
    active: str
    sub: str
    result: str
    restarts: int
    enabled: str
    socket: str = ""
    """The ActiveState of cups.socket, which starts the service when somebody prints; or empty."""
    socket_enabled: str = ""

    @property
    def starts_itself(self) -> bool:
        """Whether it is started with the system, or when somebody prints."""
        return "enabled" in (self.enabled, self.socket_enabled)


@dataclass(frozen=True, slots=True)
class LogEnd(Fact):
    """The last lines of the print server's log that matter to how it (mis)behaves. Scope: ()."""

    source: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CupsVersion(Fact):
    """Which CUPS the server says it is, and which package of the distribution brought it."""

    version: str
    package: str = ""
    """Name and version of the package; empty when no package manager knows it."""


@dataclass(frozen=True, slots=True)
class Denial(Fact):
    """A harmless question that the print server refused to answer to this person.

    One fact for all: `asked` is the IPP operation, `answer` the server's words.
    """

    asked: str
    answer: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class LoginFailure:
    """A refused password in the server's log: when (seconds since 1970), and the line."""

    when: float
    line: str


@dataclass(frozen=True, slots=True)
class LoginFailures(Fact):
    """The passwords that PAM refused lately, newest first."""

    source: str
    failures: tuple[LoginFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class UdpListener(Fact):
    """A program that listens for the printer announcements of old (UDP port 631)."""

    line: str
    address: str
    browsed: str = ""
    """The version of cups-browsed, if it is installed and tells."""
