# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A scripted server on loopback that misbehaves on purpose: a fake, and it says so.

Nothing here is CUPS or a printer. It is for what real servers cannot be brought to do at will:
silence, trickles, half replies, lies about lengths, garbage, endless login, broken TLS, and
answers with exactly these attributes. What it proves is how *we* take such answers; that a real
device gives them must be known from elsewhere.

A *behaviour* is a function of one `Exchange` (a connection, and the requests read from it). The
n-th connection gets the n-th behaviour, later ones the last. `unjam.sandbox.hostile_acts` has the
usual ones.

    with HostileServer(silence()) as server:
        Connection(server.address, timeout=1).get_printers()
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from unjam.sandbox import wire

BACKLOG: Final = 512
JOIN: Final = 5.0
HEADER_LIMIT: Final = 65536
REMEMBERED: Final = 1000


class HungUpError(Exception):
    """The peer is gone, or the server is being closed: the behaviour ends here."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What a client sent: the first line, the headers (names in lower case), the body."""

    method: str
    resource: str
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def ipp(self) -> wire.Message:
        """The body as IPP; raises `wire.MalformedError`."""
        return wire.decode(self.body)


class Exchange:
    """One connection from a client, as a behaviour sees it."""

    def __init__(self, server: HostileServer, connection: socket.socket) -> None:
        self._server = server
        self._socket = connection
        self._received = b""

    def read_request(self) -> HttpRequest:
        """Read one HTTP request with its body (length or chunked); answer `Expect` on the way."""
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        method, resource, *_ = (*head[0].split(" "), "", "")
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        if headers.get("expect", "").lower() == "100-continue":
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        request = HttpRequest(method, resource, headers, self._body(headers))
        self._server.requests.append(request)
        return request

    def send(self, data: bytes) -> None:
        """Send all of it; raises `HungUpError`."""
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise HungUpError from error

    def trickle(self, data: bytes, *, every: float, block: int = 1) -> None:
        """Send so many bytes at a time, and pause so many seconds between."""
        for start in range(0, len(data), block):
            self.send(data[start : start + block])
            self.pause(every)

    def pause(self, seconds: float) -> None:
        """Say nothing for a while; raises `HungUpError` as soon as the server is closed."""
        if self._server.closing.wait(seconds):
            raise HungUpError

    def receive(self) -> bytes:
        """Return what the peer sent next, unread; nothing when it has hung up."""
        return self._receive()

    def peek(self) -> bytes:
        """Return the first byte that the peer sends, and leave it there."""
        try:
            return self._socket.recv(1, socket.MSG_PEEK)
        except OSError as error:
            raise HungUpError from error

    def stay_silent(self) -> None:
        """Take whatever comes and say nothing, until the peer hangs up."""
        while self._receive():
            pass

    def hang_up(self) -> None:
        """End the conversation, from any thread: whoever waits for the peer wakes."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """Close with a TCP reset instead of an orderly end."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Shake hands; raises `HungUpError` when that fails."""
        try:
            self._socket = context.wrap_socket(self._socket, server_side=True)
        except OSError as error:
            raise HungUpError from error
        self._server.adopt(self._socket)

    def finish(self) -> None:
        """Close the connection, if the behaviour has not."""
        with contextlib.suppress(OSError):
            self._socket.close()

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks()
        length = int(headers.get("content-length", 0))
        while len(self._received) < length:
            self._more()
        body, self._received = self._received[:length], self._received[length:]
        return body

    def _chunks(self) -> bytes:
        body = b""
        while length := int(self._until(b"\r\n").strip() or b"0", 16):
            while len(self._received) < length + 2:
                self._more()
            body += self._received[:length]
            self._received = self._received[length + 2 :]
        self._until(b"\r\n")
        return body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._received:
            if len(self._received) > HEADER_LIMIT:
                raise HungUpError
            self._more()
        head, _, self._received = self._received.partition(mark)
        return head + mark

    def _more(self) -> None:
        block = self._receive()
        if not block:
            raise HungUpError
        self._received += block

    def _receive(self) -> bytes:
        try:
            return self._socket.recv(65536)
        except OSError:
            return b""


Behaviour = Callable[[Exchange], None]


class HostileServer:
    """Listens on loopback while its `with` block lasts.

    With `listener` it serves there instead: a socket of another network, say.
    `requests` are the last thousand that clients sent, `connections` counts all of them.
    """

    def __init__(
        self,
        *behaviours: Behaviour,
        host: str = "127.0.0.1",
        listener: socket.socket | None = None,
    ) -> None:
        if not behaviours:
            raise ValueError("a server needs a behaviour")
        self._behaviours = behaviours
        self.host = host
        self.requests: deque[HttpRequest] = deque(maxlen=REMEMBERED)
        self.connections = 0
        self.closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._listener = listener or socket.create_server(
            (host, 0), backlog=BACKLOG, family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        self.port: int = self._listener.getsockname()[1]

    @property
    def address(self) -> str:
        """`HOST:PORT`, as for `Connection`."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def uri(self, resource: str = "/ipp/print", scheme: str = "ipp") -> str:
        """Return a device URI of this server."""
        return f"{scheme}://{self.address}{resource}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up on everybody and wait for all threads. Idempotent."""
        self.closing.set()
        with self._lock:
            for each in (self._listener, *self._open):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            threads = tuple(self._threads)
        self._listener.close()
        for thread in threads:
            thread.join(JOIN)

    def adopt(self, connection: socket.socket) -> None:
        """Remember a socket that `close` must wake."""
        with self._lock:
            self._open.add(connection)
        if self.closing.is_set():
            raise HungUpError

    def _start(self, work: Callable[..., None], *operands: object) -> None:
        thread = threading.Thread(target=work, args=operands, name="hostile", daemon=True)
        with self._lock:
            self._threads.add(thread)
            thread.start()  # within the lock: `close` must not wait for one that never began

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            behaviour = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            self._start(self._serve, behaviour, connection)

    def _serve(self, behaviour: Behaviour, connection: socket.socket) -> None:
        exchange = Exchange(self, connection)
        try:
            self.adopt(connection)
            behaviour(exchange)
        except HungUpError:
            pass
        finally:
            exchange.finish()
            with self._lock:
                self._open = {each for each in self._open if each.fileno() != -1}
                self._threads.discard(threading.current_thread())
