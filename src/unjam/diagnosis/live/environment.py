# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The real Env: this machine's files, programs and network, and one print server."""

from __future__ import annotations

import asyncio
import os
import pwd
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from unjam.diagnosis.deadline import patience
from unjam.diagnosis.declare import Unavailable
from unjam.diagnosis.env import (
    FILE_LIMIT,
    BusCall,
    Completed,
    Connected,
    DiskFacts,
    FileFacts,
    Reply,
    Resolved,
    Signal,
)
from unjam.diagnosis.live import bus, config_check, files, network, programs, snmp
from unjam.diagnosis.live.locations import SYSTEM_CONF, read_locations
from unjam.diagnosis.live.threads import in_thread
from unjam.diagnosis.live.together import Together
from unjam.diagnosis.reading.client_conf import Setting, server_setting
from unjam.diagnosis.reading.listeners import describes
from unjam.diagnosis.reading.server_address import DEFAULT_SOCKETS, ServerAddress
from unjam.diagnosis.wording import N_, _

if TYPE_CHECKING:
    from unjam.cups import AsyncConnection, Encryption
    from unjam.cups.certificate import Trust
    from unjam.diagnosis.facts.server import CupsFiles

T = TypeVar("T")

REMOTE = N_("The print server {server} runs on another machine, so its files cannot be read here.")
OTHER = N_(
    "The print server {server} is not the one that {conf} describes. Say where its"
    " configuration is with --cups-files."
)
NAMES_SILENT = N_(
    "The directory of names on the network does not answer, so it is not known which machine "
    "{host} is."
)
HOME_TIMEOUT = 2.0
"""Seconds that a home directory (perhaps on a network file system) gets to answer."""
NAME_TIMEOUT = 5.0
"""Seconds for the name service and for the directory of users, which may be on the network."""
CALL_TIMEOUT = 10.0
"""Seconds for one IPP request of a probe; the probe's own deadline is usually shorter."""


class LiveEnv:
    """The machine it runs on, and the print server that `server` names.

    `cups_files` is the path of the server's cups-files.conf; `environ`, `home` and `user` are
    those of the process unless given. `setting` tells what chose the server, if that was neither
    the person nor the default; `open` finds it, and looks the user's name up in a thread, which
    otherwise may wait for a directory service when it is first asked for. `machine` is for several
    that look at the same time from this machine: one look of theirs at a file, or by a program, is
    for all of them. Raises ValueError for a malformed server.
    """

    def __init__(
        self,
        server: str,
        *,
        cups_files: str | Path | None = None,
        environ: Mapping[str, str] | None = None,
        home: Path | None = None,
        user: str | None = None,
        setting: Setting | None = None,
        machine: Together | None = None,
    ) -> None:
        self._environ = dict(os.environ if environ is None else environ)
        self._home = home or _home(self._environ)
        self._user = user
        self._given_files = os.path.abspath(cups_files) if cups_files else None  # noqa: PTH100 - keeps links
        self._setting = setting
        self._address = ServerAddress.parse(server)
        self._files: CupsFiles | None = None
        self._local: bool | None = None
        self._together = Together()
        self._machine = machine or Together()

    @classmethod
    async def open(
        cls,
        server: str | None = None,
        *,
        cups_files: str | Path | None = None,
        environ: Mapping[str, str] | None = None,
        home: Path | None = None,
        user: str | None = None,
        machine: Together | None = None,
    ) -> LiveEnv:
        """Take the given server, or the one that the person's programs talk to.

        Without `cups_files` the environment's UNJAM_CUPS_FILES counts, if it is set.
        """
        environ = dict(os.environ if environ is None else environ)
        home = home or _home(environ)
        setting = None if server else await _find_setting(environ, home)
        cups_files = cups_files or environ.get("UNJAM_CUPS_FILES")
        chosen = server or (setting.value if setting else _default_server())
        user = user or await _find_user(environ)
        return cls(
            chosen, cups_files=cups_files, environ=environ, home=home, user=user, setting=setting,
            machine=machine,
        )  # fmt: skip

    @property
    def server(self) -> str:
        """The print server as libcups takes it."""
        return str(self._address)

    @property
    def address(self) -> ServerAddress:
        """The print server's address, in its parts."""
        return self._address

    @property
    def server_setting(self) -> Setting | None:
        """What chose the server: an environment variable or a file; None: given, or the default."""
        return self._setting

    @property
    def environ(self) -> Mapping[str, str]:
        """The person's environment variables."""
        return self._environ

    @property
    def home(self) -> Path | None:
        """The person's home directory, if any."""
        return self._home

    @property
    def user(self) -> str:
        """The person's user name."""
        if self._user is None:
            self._user = _user_name()
        return self._user

    @property
    def uid(self) -> int:
        """The person's user id."""
        return os.getuid()

    def now(self) -> datetime:
        """Return the time of day, aware."""
        return datetime.now(UTC)

    async def is_local(self) -> bool:
        """Whether the print server runs on this machine.

        Raises `Unavailable` when the name service does not answer: that is not remembered.
        """
        if self._local is None:
            self._local = await self._together.look("local", self._find_out_whether_local)
        return self._local

    def connect(
        self,
        server: str | None = None,
        *,
        encryption: Encryption | None = None,
        trust: Trust = None,
        user: str | None = None,
    ) -> AsyncConnection:
        """Open (lazily) a connection to the print server, or to a device; it asks no password."""
        from unjam.cups import AsyncConnection, Encryption

        return AsyncConnection(
            server or self.server,
            user=user or self.user,
            encryption=Encryption.IF_REQUESTED if encryption is None else encryption,
            trust=trust,
            timeout=CALL_TIMEOUT,
        )

    async def cups_files(self) -> CupsFiles:
        """Tell where this server's files are. Raises `Unavailable` where that cannot be known."""
        if self._files is None:
            self._files = await self._find_files()
        return self._files

    async def stat(self, path: str | Path, *, follow: bool = True) -> FileFacts | None:
        """Look at one path; None when there is nothing."""
        return await self._look(files.stat_path, path, follow)

    async def list_directory(self, path: str | Path, *, limit: int = 100_000) -> Sequence[str]:
        """List names, sorted."""
        return await self._look(files.list_directory, path, limit)

    async def disk(self, path: str | Path) -> DiskFacts:
        """Tell how full the file system under a path is."""
        return await self._look(files.disk_facts, path)

    async def read_file(
        self, path: str | Path, *, limit: int = FILE_LIMIT, tail: bool = False
    ) -> bytes:
        """Read a regular file's first (or last) bytes."""
        return await self._look(files.read_file, path, limit, tail)

    async def _look(self, function: Callable[..., T], *args: Hashable) -> T:
        """Look in a thread, and share that with whoever looks at the same thing just now."""
        key = (function, *args)
        return await self._machine.look(key, lambda: in_thread(function, *args))

    async def run(
        self,
        argv: Sequence[str],
        *,
        input: bytes = b"",
        environ: Mapping[str, str] | None = None,
        timeout: float = 5.0,
    ) -> Completed:
        """Run a program that only looks."""
        variables = {**self._environ, "LC_ALL": "C", "LANGUAGE": "", **(environ or {})}
        key = (programs.run, tuple(argv), input, frozenset(variables.items()), timeout)
        return await self._machine.look(key, lambda: programs.run(argv, input, variables, timeout))

    async def check_configuration(self, files: CupsFiles) -> Completed | None:
        """Let `cupsd -t` check a copy of the configuration; None where there is no cupsd."""
        return await config_check.check(self, files)

    async def resolve(self, host: str, *, timeout: float = 5.0) -> Resolved:
        """Ask the name service."""
        return await network.resolve(host, timeout)

    async def tcp_connect(
        self,
        host: str,
        port: int,
        *,
        timeout: float = 3.0,
    ) -> Connected:
        """Connect to an address (or a socket's path) and hang up."""
        return await network.connect(host, port, timeout)

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
        """Connect, send bytes, and read."""
        return await network.exchange(host, port, data, tls, limit, timeout)

    async def _find_out_whether_local(self) -> bool:
        host = self._address.host
        if self._address.path or host == "localhost":
            return True
        resolved = await self.resolve(host, timeout=patience(NAME_TIMEOUT))
        if resolved.silent:
            raise Unavailable(_(NAMES_SILENT).format(host=host), foreseen=False)
        return any(network.is_own_address(address) for address in resolved.addresses)

    async def _find_files(self) -> CupsFiles:
        if self._given_files is not None:
            text = await self.read_file(self._given_files)
            return await self._with_cupsd_conf(self._given_files, text, standard=False)
        if not await self.is_local():
            raise Unavailable(_(REMOTE).format(server=self.server))
        found = await self.stat(SYSTEM_CONF)
        text = await self.read_file(SYSTEM_CONF) if found else b""
        locations = await self._with_cupsd_conf(SYSTEM_CONF, text, standard=True)
        if not await self._is_described_by(locations):
            raise Unavailable(_(OTHER).format(server=self.server, conf=locations.cupsd_conf))
        return locations

    async def _with_cupsd_conf(self, path: str, text: bytes, *, standard: bool) -> CupsFiles:
        locations = read_locations(path, text.decode(errors="replace"), standard=standard)
        if await self.stat(locations.cupsd_conf) is None:
            return replace(locations, cupsd_conf=f"{locations.server_root}/cupsd.conf")
        return locations

    async def _is_described_by(self, locations: CupsFiles) -> bool:
        if self._address.path in DEFAULT_SOCKETS:
            return True
        if await self.stat(locations.cupsd_conf) is None:
            return describes("", self._address)
        text = await self.read_file(locations.cupsd_conf)
        return describes(text.decode(errors="replace"), self._address)

    async def snmp(
        self,
        host: str,
        tables: Sequence[str],
        *,
        port: int = 161,
        timeout: float = 6.0,
    ) -> Mapping[str, int | bytes]:
        """Read everything below these OIDs (SNMPv1, "public"), by OID."""
        return await snmp.walk(host, port, tables, timeout)

    async def together(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """Share one look that several probes want at the same time."""
        return await self._together.look(key, work)

    async def call_bus(
        self,
        asked: BusCall,
        *,
        timeout: float = 5.0,
    ) -> tuple[object, ...]:
        """Call a method on the system bus; starts no service."""
        return await bus.call(self._environ, asked, timeout)

    async def listen_bus(
        self,
        asked: BusCall,
        interface: str,
        last: frozenset[str],
        *,
        timeout: float = 2.0,
    ) -> Sequence[Signal]:
        """Call a method that returns an object; collect its signals until one in `last` or time."""
        return await bus.listen(self._environ, asked, interface, last, timeout)


def _default_server() -> str:
    found = (path for path in DEFAULT_SOCKETS if os.access(path, os.R_OK))
    return next(found, "localhost")


def _home(environ: Mapping[str, str]) -> Path | None:
    home = environ.get("HOME")
    return Path(home) if home else None


async def _find_user(environ: Mapping[str, str]) -> str:
    """Look the name up where it holds nobody up; of a silent directory take the shell's word."""
    try:
        async with asyncio.timeout(NAME_TIMEOUT):
            return await in_thread(_user_name)
    except TimeoutError:
        return environ.get("USER") or str(os.getuid())


def _user_name() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


async def _find_setting(environ: Mapping[str, str], home: Path | None) -> Setting | None:
    paths = client_files(environ, home)
    try:
        async with asyncio.timeout(HOME_TIMEOUT):
            texts = await in_thread(_read_small, paths)
    except TimeoutError:
        texts = []
    return server_setting(environ, texts)


def client_files(environ: Mapping[str, str], home: Path | None) -> list[Path]:
    """Return the client.conf files that count, the strongest first."""
    root = Path(environ.get("CUPS_SERVERROOT") or "/etc/cups")
    own = [home / ".cups/client.conf"] if home else []
    return [*own, root / "client.conf"]


def _read_small(paths: Sequence[Path]) -> list[tuple[str, str]]:
    texts = []
    for path in paths:
        with suppress(OSError):  # most systems have neither file
            text = files.read_file(path, 65536, tail=False)
            texts.append((str(path), text.decode(errors="replace")))
    return texts
