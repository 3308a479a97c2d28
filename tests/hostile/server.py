# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A server that does what it is told, however wrong: for tests of those who must survive it.

A script is a function of one connection's `Peer`; it runs on a thread of its own for each
connection and ends with it. Closing the server closes every connection and waits for every script.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from unjam.sandbox.wire import Message, encode, operation_group

LONGEST_HEAD = 65536


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as it came: first line, headers in lower case, the whole body."""

    line: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def operation(self) -> int:
        """The IPP operation."""
        return int.from_bytes(self.body[2:4])

    @property
    def request_id(self) -> int:
        """The IPP request's number."""
        return int.from_bytes(self.body[4:8])


class Gone(Exception):  # noqa: N818 - the other side's decision, not a failure
    """The client closed the connection, or the server is being closed."""


class Peer:
    """The server's end of one connection."""

    def __init__(self, server: HostileServer, connection: socket.socket) -> None:
        self._server = server
        self._connection = connection
        self._buffer = b""

    @property
    def connection(self) -> socket.socket:
        """The socket itself, for what has no method here."""
        return self._connection

    def read(self, size: int) -> bytes:
        """Return exactly so many bytes; raises `Gone`."""
        while len(self._buffer) < size:
            self._fill()
        found, self._buffer = self._buffer[:size], self._buffer[size:]
        return found

    def read_request(self, *, go_on: bool = True) -> HttpRequest:
        """Return the next request, body and all, and note it in the server's `requests`.

        With `go_on`, "100 Continue" is said where the client waits for it.
        """
        line, headers = self.read_head()
        if go_on and "expect" in headers:
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        request = HttpRequest(line, headers, self._read_body(headers))
        self._server.requests.append(request)
        return request

    def read_head(self) -> tuple[str, dict[str, str]]:
        """Return a request's first line and its headers."""
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
            if len(self._buffer) > LONGEST_HEAD:
                raise Gone
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        line, *rest = head.decode("latin-1").split("\r\n")
        pairs = (entry.partition(":") for entry in rest)
        return line, {name.strip().lower(): value.strip() for name, _, value in pairs}

    def _read_body(self, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return self.read(int(headers.get("content-length", "0")))
        body = b""
        while size := int(self._read_line(), 16):
            body += self.read(size)
            self._read_line()
        self._read_line()
        return body

    def _read_line(self) -> bytes:
        while b"\r\n" not in self._buffer:
            self._fill()
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line

    def _fill(self) -> None:
        try:
            block = self._connection.recv(65536)
        except OSError as error:
            raise Gone from error
        if not block:
            raise Gone
        self._buffer += block

    def send(self, data: bytes) -> None:
        """Send; raises `Gone`."""
        try:
            self._connection.sendall(data)
        except OSError as error:
            raise Gone from error

    def reply(self, body: bytes, *, status: str = "200 OK", chunk: int = 0, **more: str) -> None:
        """Send a whole HTTP reply; with `chunk`, in chunks of that size. `more` are headers."""
        self.send(http_head(None if chunk else len(body), status=status, **more))
        self.send(chunked(body, chunk) if chunk else body)

    def trickle(self, data: bytes, every: float) -> None:
        """Send one byte at a time, `every` so many seconds."""
        for each in data:
            self.send(bytes([each]))
            self.pause(every)

    def pause(self, seconds: float | None = None) -> None:
        """Do nothing for a while, or (None) until the server is closed; raises `Gone` then."""
        if self._server.closing.wait(seconds):
            raise Gone

    def wait_for_end(self) -> None:
        """Say nothing until the client closes the connection."""
        while True:
            self._fill()

    def reset(self) -> None:
        """Break the connection with a TCP reset."""
        linger = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close()

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Continue encrypted; raises `Gone` where the handshake fails."""
        try:
            self._connection = context.wrap_socket(self._connection, server_side=True)
        except (OSError, ssl.SSLError) as error:
            raise Gone from error
        self._server.replace(self)

    def close(self) -> None:
        """Close this end."""
        with suppress(OSError):
            self._connection.close()

    def interrupt(self) -> None:
        """Wake whoever waits on this connection."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)


Script = Callable[[Peer], None]


def http_head(length: int | None, *, status: str = "200 OK", **more: str) -> bytes:
    """Return the head of a reply; `length` None means chunked."""
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    rest = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    kind = "" if "Content_Type" in more else "Content-Type: application/ipp\r\n"
    return f"HTTP/1.1 {status}\r\n{kind}{size}\r\n{rest}\r\n".encode("latin-1")


def chunked(body: bytes, size: int) -> bytes:
    """Return a body in chunks, the last one included."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answer_to(request: HttpRequest, template: bytes | None = None) -> bytes:
    """Return an IPP reply with the request's number: `template`, or the plainest success."""
    body = encode(Message(0, 1, [operation_group()])) if template is None else template
    return body[:4] + request.body[4:8] + body[8:]


class HostileServer:
    """Listens on a loopback port (or, with `path`, on a socket) and plays a script to each client.

    The script may be changed at any time; connections made later get the new one. `requests` holds
    everything that `read_request` saw, `connections` how many clients came, `failures` what went
    wrong in a script besides the client's going away.
    """

    def __init__(self, script: Script, *, path: str | None = None, backlog: int = 128) -> None:
        self.script = script
        self.requests: list[HttpRequest] = []
        self.connections = 0
        self.failures: list[BaseException] = []
        self.closing = threading.Event()
        self._peers: set[Peer] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        family = socket.AF_INET if path is None else socket.AF_UNIX
        self._listener = socket.socket(family)
        self._listener.bind(("127.0.0.1", 0) if path is None else path)
        self._listener.listen(backlog)
        self._acceptor = threading.Thread(target=self._accept, daemon=True)

    @property
    def port(self) -> int:
        """The loopback port."""
        return int(self._listener.getsockname()[1])

    @property
    def server(self) -> str:
        """The server's name as a connection takes it."""
        name = self._listener.getsockname()
        return name if isinstance(name, str) else f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._acceptor.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            peers, threads = list(self._peers), list(self._threads)
        for peer in peers:
            peer.interrupt()
        for thread in [self._acceptor, *threads]:
            thread.join(10)

    def drop_all(self) -> None:
        """Break every connection that is open."""
        with self._lock:
            peers = list(self._peers)
        for peer in peers:
            peer.interrupt()

    def replace(self, peer: Peer) -> None:
        """Let a peer whose socket changed hear of an end that came meanwhile."""
        if self.closing.is_set():
            peer.interrupt()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            peer = Peer(self, connection)
            thread = threading.Thread(target=self._play, args=(peer,), daemon=True)
            with self._lock:
                self.connections += 1
                self._peers.add(peer)
                self._threads = [one for one in self._threads if one.is_alive()]
                self._threads.append(thread)
                thread.start()

    def _play(self, peer: Peer) -> None:
        try:
            self.script(peer)
        except Gone:
            pass
        except BaseException as exception:  # noqa: BLE001 - kept for the test to look at
            self.failures.append(exception)
        finally:
            peer.close()
            with self._lock:
                self._peers.discard(peer)
