# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The one door through which probes look at the world. Nothing behind it changes the world.

The laws: no method blocks the event loop, not for a file, not for the name service; each is
bounded in time and in size; cancelling the waiting task stops the work or leaves it to a daemon
thread that holds nobody up. `unjam.diagnosis.live.LiveEnv` is the real one; tests have others.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from unjam.diagnosis.facts.device import NAMES_SILENT

if TYPE_CHECKING:
    from unjam.cups import AsyncConnection, Encryption
    from unjam.cups.certificate import Trust
    from unjam.diagnosis.facts.server import CupsFiles
    from unjam.diagnosis.reading.client_conf import Setting

T = TypeVar("T")

FILE_LIMIT = 4 * 1024 * 1024
"""Bytes of a file or of a program's output that are looked at, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What stat(2) says of one path. `kind`: file, directory, link, socket, device or other."""

    path: str
    kind: str
    mode: int
    """Permission bits only, as in 0o755."""
    owner: str
    group: str
    uid: int
    gid: int
    size: int
    modified: float


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """What statvfs(2) says, in bytes and inodes that a program without privileges may use."""

    path: str
    free_bytes: int
    total_bytes: int
    free_inodes: int
    total_inodes: int
    """0 where the file system does not count inodes."""
    read_only: bool


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended. `returncode` is negative for a signal, as in `subprocess`."""

    argv: tuple[str, ...]
    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the name service says: addresses, or the resolver's code and text."""

    host: str
    addresses: tuple[str, ...]
    error: str = ""
    """The name of the code, as EAI_NONAME; empty when it resolved."""
    text: str = ""
    seconds: float = 0.0

    @property
    def silent(self) -> bool:
        """Whether the name service itself did not answer: it said neither yes nor no."""
        return self.error in NAMES_SILENT


@dataclass(frozen=True, slots=True)
class Connected:
    """How one connect(2) went. `error` is the errno's name (ECONNREFUSED), TIMEOUT, or empty."""

    target: str
    error: str
    text: str
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether there is a listener."""
        return not self.error


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for bytes sent: how it went, and what was read (perhaps nothing)."""

    connected: Connected
    data: bytes
    error: str = ""
    """TIMEOUT, an errno's name, TLS (handshake failed); empty: the peer closed, or enough came."""
    text: str = ""
    seconds: float = 0.0
    certificate: bytes = b""
    """The peer's certificate (DER) where TLS was spoken; not verified."""


@dataclass(frozen=True, slots=True)
class BusCall:
    """One method of one object of a service on the system bus, with its arguments."""

    service: str
    path: str
    interface: str
    member: str
    signature: str = ""
    body: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """What an object on the bus announced."""

    member: str
    body: tuple[object, ...]


class BusRefusal(Exception):  # noqa: N818 - an answer as well
    """The bus or the service refused: the error's D-Bus name, and its words."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, text)
        self.name = name
        self.text = text

    @property
    def no_bus(self) -> bool:
        """Whether there is no system bus at all."""
        return self.name == "org.freedesktop.DBus.Error.NoServer"

    @property
    def absent(self) -> bool:
        """Whether nobody on the bus has that name."""
        return self.name.rpartition(".")[2] in ("ServiceUnknown", "NameHasNoOwner")


class Env(Protocol):
    """The world, as far as a diagnosis may look at it."""

    @property
    def server(self) -> str:
        """The print server as libcups takes it: host, host:port, [v6]:port or a socket's path."""

    @property
    def server_setting(self) -> Setting | None:
        """Which file or variable chose the server; None when a person did, or nobody."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The person's environment variables."""

    @property
    def home(self) -> Path | None:
        """The person's home directory, if any."""

    @property
    def user(self) -> str:
        """The person's user name."""

    @property
    def uid(self) -> int:
        """The person's user id."""

    def now(self) -> datetime:
        """Return the time of day, aware."""

    async def is_local(self) -> bool:
        """Whether the print server runs on this machine. Raises `Unavailable` if nobody can tell.

        That is so while the name service does not answer.
        """

    def connect(
        self,
        server: str | None = None,
        *,
        encryption: Encryption | None = None,
        trust: Trust = None,
        user: str | None = None,
    ) -> AsyncConnection:
        """Open (lazily) a connection of one's own to the print server, or to a device.

        `user` is the name to be known by, the person's unless given. It never asks for a
        password. Use it in `async with`.
        """

    async def cups_files(self) -> CupsFiles:
        """Tell where this server's files are. Raises `Unavailable` where that cannot be known."""

    async def stat(self, path: str | Path, *, follow: bool = True) -> FileFacts | None:
        """Look at one path; None when there is nothing. Raises OSError."""

    async def list_directory(self, path: str | Path, *, limit: int = 100_000) -> Sequence[str]:
        """List names, sorted. Raises OSError."""

    async def disk(self, path: str | Path) -> DiskFacts:
        """Tell how full the file system under a path is. Raises OSError."""

    async def read_file(
        self, path: str | Path, *, limit: int = FILE_LIMIT, tail: bool = False
    ) -> bytes:
        """Read a regular file's first (or last) bytes. Raises OSError."""

    async def run(
        self,
        argv: Sequence[str],
        *,
        input: bytes = b"",
        environ: Mapping[str, str] | None = None,
        timeout: float = 5.0,
    ) -> Completed:
        """Run a program that only looks, in a process group of its own, in the C locale.

        Raises FileNotFoundError, PermissionError, TimeoutError.
        """

    async def check_configuration(self, files: CupsFiles) -> Completed | None:
        """Let `cupsd -t` check a copy of the configuration; None where there is no cupsd.

        Its messages name the original files. Raises OSError where they cannot be read.
        """

    async def resolve(self, host: str, *, timeout: float = 5.0) -> Resolved:
        """Ask the name service. A timeout is an answer too (error TIMEOUT)."""

    async def tcp_connect(
        self,
        host: str,
        port: int,
        *,
        timeout: float = 3.0,
    ) -> Connected:
        """Connect to an address (or a socket's path, port 0) and hang up; errno tells the rest."""

    async def exchange(
        self,
        host: str,
        port: int,
        data: bytes,
        *,
        tls: bool = False,
        limit: int = 65536,
        timeout: float = 5.0,
    ) -> Reply:
        """Connect, send bytes, and read until the peer closes, enough came or time is over."""

    async def together(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """Share one look that several probes want at the same time; nothing is remembered."""

    async def call_bus(
        self,
        asked: BusCall,
        *,
        timeout: float = 5.0,
    ) -> tuple[object, ...]:
        """Call a method on the system bus; starts no service. Raises BusRefusal, TimeoutError."""

    async def listen_bus(
        self,
        asked: BusCall,
        interface: str,
        last: frozenset[str],
        *,
        timeout: float = 2.0,
    ) -> Sequence[Signal]:
        """Call a method that returns an object; collect its signals until one in `last` or time."""

    async def snmp(
        self,
        host: str,
        tables: Sequence[str],
        *,
        port: int = 161,
        timeout: float = 6.0,
    ) -> Mapping[str, int | bytes]:
        """Read everything below these OIDs (SNMPv1, "public"), by OID.

        Raises ImportError where the SNMP library is not installed, TimeoutError for silence.
        """
