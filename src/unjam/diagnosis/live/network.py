# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Looking at the network with sockets of one's own, so that the errno is one's own as well.

libcups has one text for refused, unreachable and no route ("Host is down"); here each keeps its
name. Silence is an answer too.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
from ipaddress import ip_address
from time import monotonic

from unjam.diagnosis.env import Connected, Reply, Resolved
from unjam.diagnosis.live.threads import in_thread

TIMEOUT = "TIMEOUT"
TLS = "TLS"

Where = str | tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
Address = tuple[socket.AddressFamily, Where]


async def resolve(host: str, timeout: float) -> Resolved:
    """Ask getaddrinfo() in a daemon thread."""
    started = monotonic()
    if _is_literal(host):
        return Resolved(host, (host,))
    try:
        async with asyncio.timeout(timeout):
            addresses = await in_thread(_addresses, host)
    except TimeoutError:
        return Resolved(host, (), TIMEOUT, "", monotonic() - started)
    except (socket.gaierror, UnicodeError) as error:
        code = error.errno if isinstance(error, socket.gaierror) else socket.EAI_NONAME
        return Resolved(host, (), _eai_name(code), str(error), monotonic() - started)
    return Resolved(host, addresses, seconds=monotonic() - started)


async def connect(host: str, port: int, timeout: float) -> Connected:
    """Connect and hang up."""
    connected, connection = await _open(host, port, timeout)
    if connection:
        connection.close()
    return connected


async def exchange(
    host: str,
    port: int,
    data: bytes,
    tls: bool,  # noqa: FBT001 - the caller says it by name
    limit: int,
    timeout: float,
) -> Reply:
    """Connect, perhaps shake hands, send, read."""
    started = monotonic()
    connected, connection = await _open(host, port, timeout)
    if connection is None:
        return Reply(connected, b"", connected.error, connected.text, connected.seconds)
    kept = bytearray()
    certificate = [b""]
    problem, text = "", ""
    try:
        async with asyncio.timeout(max(0.01, timeout - connected.seconds)):
            await _talk(connection, host if tls else None, data, limit, kept, certificate)
    except TimeoutError:
        problem = TIMEOUT
    except ssl.SSLError as error:
        problem, text = TLS, error.reason or str(error)
    except OSError as error:
        problem, text = _errno_name(error), str(error)
    finally:
        connection.close()
    return Reply(connected, bytes(kept), problem, text, monotonic() - started, certificate[0])


def is_own_address(address: str) -> bool:
    """Whether an address literal is one of this machine's: then it can be bound.

    A name would be looked up, which may take long: ask `resolve` for its addresses. Raises
    ValueError.
    """
    ip_address(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _addresses(host: str) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


async def _candidates(host: str, port: int) -> list[Address]:
    if host.startswith("/"):
        return [(socket.AF_UNIX, host)]
    try:
        return _name_lookup(host, port, socket.AI_NUMERICHOST)
    except socket.gaierror:
        return await in_thread(_name_lookup, host, port)


def _name_lookup(host: str, port: int, flags: int = 0) -> list[Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return [(entry[0], entry[4]) for entry in found]


async def _open(
    host: str,
    port: int,
    timeout: float,
) -> tuple[Connected, socket.socket | None]:
    """Connect to the first address that accepts; else tell what the last one said.

    A name service that does not answer in that time is told apart from a silent host.
    """
    target = host if host.startswith("/") else f"{host}:{port}"
    started = monotonic()
    try:
        async with asyncio.timeout(timeout):
            candidates = await _candidates(host, port)
    except OSError as error:
        silent = isinstance(error, TimeoutError)
        return _failed(target, _names_silent() if silent else error, started), None
    left = timeout - (monotonic() - started)
    found = await _first_that_accepts(candidates, max(0.0, left))
    if isinstance(found, OSError):
        return _failed(target, found, started), None
    return Connected(target, "", "", monotonic() - started), found


async def _first_that_accepts(candidates: list[Address], seconds: float) -> socket.socket | OSError:
    error = OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    try:
        async with asyncio.timeout(seconds):
            for family, address in candidates:
                try:
                    return await _connect_one(family, address)
                except OSError as refused:
                    error = refused
    except TimeoutError as silence:
        error = silence
    return error


def _failed(target: str, error: OSError, started: float) -> Connected:
    return Connected(target, _errno_name(error), _text(error), monotonic() - started)


def _names_silent() -> OSError:
    return socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


async def _connect_one(family: socket.AddressFamily, address: Where) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    try:
        if family is socket.AF_UNIX:
            # It never takes time; with a full backlog asyncio would take EAGAIN for "in progress".
            connection.connect(address)
        else:
            await asyncio.get_running_loop().sock_connect(connection, address)
    except BaseException:
        connection.close()
        raise
    return connection


async def _talk(
    connection: socket.socket,
    tls_name: str | None,
    data: bytes,
    limit: int,
    kept: bytearray,
    certificate: list[bytes],
) -> None:
    reader, writer = await asyncio.open_connection(
        sock=connection,
        ssl=_looking_context() if tls_name is not None else None,
        server_hostname=tls_name,
    )
    try:
        if tls := writer.get_extra_info("ssl_object"):
            certificate[0] = tls.getpeercert(binary_form=True) or b""
        writer.write(data)
        await writer.drain()
        while len(kept) < limit and (block := await reader.read(limit - len(kept))):
            kept += block
    finally:
        writer.transport.abort()


def _looking_context() -> ssl.SSLContext:
    """Shake hands with anybody: the certificate is looked at, never trusted with a secret."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _errno_name(error: OSError) -> str:
    if isinstance(error, TimeoutError) and error.errno is None:
        return TIMEOUT
    if isinstance(error, socket.gaierror):
        return _eai_name(error.errno)
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


def _text(error: OSError) -> str:
    """Return the system's own words; asyncio writes its own into strerror."""
    if isinstance(error, socket.gaierror) or not error.errno:
        return error.strerror or str(error)
    return os.strerror(error.errno)


def _eai_name(code: int | None) -> str:
    names = (name for name in dir(socket) if name.startswith("EAI_"))
    return next((name for name in names if getattr(socket, name) == code), f"EAI_{code}")
