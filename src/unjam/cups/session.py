# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The core of both faces: requests go out, replies come in, one at a time for each session.

The law: a request is sent once. A connection is checked for hang-up before it is used again; one
that failed, was refused or was stopped is thrown away; and only what a server has refused unread
(401, 426) is sent a second time, on a new connection. A stopped call raises why it was stopped,
whatever libcups says.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final, TypeVar

from unjam.cups import address, certificate, errors
from unjam.cups._libcups import call as c_call
from unjam.cups._libcups import http as c_http
from unjam.cups._libcups import message
from unjam.cups._libcups.authentication import authenticate
from unjam.cups._libcups.body import Body
from unjam.cups._libcups.records import Malformed, Record, Reply, Stream
from unjam.cups.cancel import on_cancel
from unjam.cups.certificate import Certificate, Trust
from unjam.cups.document import Document
from unjam.cups.effort import Effort
from unjam.cups.model import Encryption, Group
from unjam.cups.password import ATTEMPTS, PasswordCallback, PasswordRequest, encoded
from unjam.cups.plain import plain_reply
from unjam.cups.request import CONNECTION_TIMEOUT, Plan, Request, Timeout

T = TypeVar("T")

LARGEST_REPLY: Final = 1 << 28
"""A reply with more bytes than this is not read to its end."""

_UNAUTHORIZED: Final = 401
_UPGRADE: Final = 426
_OK: Final = (200, 201)
_ERRORS: Final = 0x0200
"""IPP status codes from here on are no success (RFC 8011 section B.1)."""

QUIET: Final = 0.1
"""Seconds of silence after which a group that could go on is taken to be whole."""


class Session:
    """A server, who talks to it, and the connection to it while there is one."""

    def __init__(
        self,
        server: str | None,
        user: str | None,
        encryption: Encryption,
        password: PasswordCallback | None,
        trust: Trust,
        timeout: float | None,
    ) -> None:
        found = address.defaults() if server is None or user is None else None
        if server is not None:
            self.address = address.parse(server)
        elif found is not None:
            self.address = found.address
            if encryption == Encryption.IF_REQUESTED:
                encryption = Encryption(found.encryption)
        self.user = user if user is not None else found.user if found is not None else ""
        self.encryption = encryption
        self.timeout = timeout
        self.closed = False
        self.certificate: Certificate | None = None
        self._trust = trust
        self._password = password
        self._authorization: bytes | None = None
        self._line: c_http.Http | None = None
        self._request_id = 0
        libcups = os.environ.get("UNJAM_IPP_DECODER") == "libcups"
        self._decode: Callable[[Body], Reply] = plain_reply if libcups else Reply
        self._changed = threading.Condition()
        self._busy: Effort | None = None
        self._owner = 0

    def another(self) -> Session:
        """The same server and user, and nobody to ask for a password; nothing is shared."""
        return Session(
            str(self.address), self.user, self.encryption, None, self._trust, self.timeout
        )

    # --- one call -------------------------------------------------------------------------------

    def run(self, plan: Plan[T], timeout: Timeout) -> T:
        """Carry out a plan here and now; one at a time, others wait for their turn."""
        with self.effort(timeout) as effort:
            return follow(plan, lambda request: self._perform(request, effort))

    def stream(self, request: Request, group: int, timeout: Timeout) -> Iterator[Record]:
        """Carry out a request and hand over each group of its reply as it comes in."""
        with self.effort(timeout) as effort:
            line, body = self._begun(request, effort)
            try:
                yield from self._coming(line, body, group, effort)
            finally:
                line.end()
                if not line.complete or not line.reusable:
                    self._drop()

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than until the caller cancels or the connection is closed."""
        effort = Effort(time.monotonic() + seconds, self._changed)
        with on_cancel(effort.stop), self._changed:
            try:
                effort.wait(lambda: self.closed)
            except errors.DeadlineExceeded:
                return
        self._refuse_if_closed()

    def connect(self, timeout: Timeout) -> None:
        """Have a connection, without asking the server anything."""
        with self.effort(timeout) as effort:
            effort.operation = "connect"
            self._connected(effort)

    @contextmanager
    def effort(self, timeout: Timeout) -> Iterator[Effort]:
        """Take a turn: wait for it, and be cancellable from then on."""
        seconds = self.timeout if timeout is CONNECTION_TIMEOUT else timeout
        deadline = None if seconds is None else time.monotonic() + seconds
        effort = Effort(deadline, self._changed)
        with on_cancel(effort.stop), self._turn(effort):
            yield effort

    @contextmanager
    def _turn(self, effort: Effort) -> Iterator[None]:
        with self._changed:
            if self._busy is not None and self._owner == threading.get_ident():
                raise RuntimeError("a call of this connection is under way on this very thread")
            effort.wait(lambda: self._busy is None or self.closed)
            self._refuse_if_closed()
            self._busy, self._owner = effort, threading.get_ident()
        try:
            yield
        finally:
            effort.over()
            with self._changed:
                self._busy = None
                self._changed.notify_all()
                line, closed = self._line, self.closed
                if closed:
                    self._line = None
            if closed and line is not None:
                line.close()

    def _refuse_if_closed(self) -> None:
        if self.closed:
            raise errors.Closed("", None, "the connection was closed")

    def close(self) -> None:
        """Close for good, from any thread: a call in progress ends with `Closed`. Idempotent."""
        with self._changed:
            self.closed = True
            busy, line = self._busy, self._line
            if busy is None:
                self._line = None
            self._changed.notify_all()
        if busy is not None:
            busy.stop(c_call.CLOSED)
        elif line is not None:
            line.close()

    # --- the connection -------------------------------------------------------------------------

    def _connected(self, effort: Effort) -> c_http.Http:
        """The kept connection if it is still good, else a new one."""
        effort.check()
        if self._line is not None:
            if self._line.alive:
                return self._line
            self._drop()
        line = self._open(effort)
        try:
            self._examine(line, effort)
        except BaseException:
            line.close()
            raise
        self._line = line
        return line

    def _examine(self, line: c_http.Http, effort: Effort) -> None:
        """Have the certificate judged, once for each connection."""
        shown = line.certificate(self.address.host) if line.encrypted else None
        if shown is None:
            return
        encoded, valid_name = shown
        try:
            found = certificate.examine(encoded, valid_name=valid_name)
        except ValueError as error:
            raise errors.TlsFailed(effort.operation, None, str(error)) from None
        if certificate.open_question(found, self._trust):
            found = self._vouched(found, effort)
        self.certificate = found
        refused = certificate.judge(found, self._trust, effort.operation)
        if refused is not None:
            raise refused

    def _vouched(self, found: Certificate, effort: Effort) -> Certificate:
        """Ask the system's authorities, aside: that is a connection of its own.

        Half of the time that is left is for that, so that even without an answer there is a word.
        """
        last, left = self.certificate, effort.call.remaining
        patience = None if left is None else left / 2
        upgrade = self.encryption != Encryption.ALWAYS
        known = (
            last is not None and last.encoded == found.encoded and not last.problems
        ) or effort.aside(
            lambda: certificate.vouched(self.address, found.encoded, patience, upgrade=upgrade),
            lambda _: None,
        )
        return replace(found, problems=() if known else found.problems or ("untrusted",))

    def _open(self, effort: Effort) -> c_http.Http:
        """Resolve, connect, shake hands; what cannot be stopped is left behind."""
        host, port, encryption = self.address.host, self.address.port, int(self.encryption)
        for last in (False, True):
            opening = c_http.Opening(host.encode(), port, encryption, effort.call)
            while not opening.wait():
                effort.check()
            effort.check()
            line, step, words = opening.result()
            if line is not None:
                return line
            failure = self._failure(step, words, effort)
            if failure is not None:
                raise failure
            if last:
                break
        raise errors.Unreachable(effort.operation, None, words)

    def _failure(self, step: str, words: str, effort: Effort) -> errors.CupsError | None:
        """Why there is no connection; None if it would come off now."""
        if step == "resolve":
            words = f"the name {self.address.host} has no address: {words}"
            return errors.NameNotResolved(effort.operation, None, words)
        if step == "tls":
            words = f"no encrypted connection to {self.address}: {words}"
            return errors.TlsFailed(effort.operation, None, words)
        return effort.aside(
            lambda: address.diagnose(self.address, effort.operation, effort.call.remaining),
            lambda _: None,
        )

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    # --- one request ----------------------------------------------------------------------------

    def _perform(self, request: Request, effort: Effort) -> Reply:
        """Send a request and read the reply; raises for every status that is no success."""
        line, body = self._begun(request, effort)
        good = False
        try:
            self._read(line, body, request.limit or LARGEST_REPLY, effort)
            good = line.reusable
            effort.check()
        finally:
            line.end()
            if not good:
                self._drop()
        return self._reply(request, body, effort)

    def _begun(self, request: Request, effort: Effort) -> tuple[c_http.Http, Body]:
        """Send a request till the server takes it: its reply is about to come in over the line."""
        effort.operation = request.words
        self._request_id = self._request_id % 0x7FFFFFFF + 1
        head = b""
        if request.operation is not None:
            head = message.encode(
                request.operation, self._request_id, request.signed(self.user or "anonymous")
            )
        attempt = 0
        while True:
            line = self._connected(effort)
            status = self._asked(line, request, head, effort)
            if status in _OK:
                return line, Body()
            if status == _UNAUTHORIZED:
                attempt = self._authorize(line, request, effort, attempt)
            elif status == _UPGRADE and self.encryption == Encryption.IF_REQUESTED:
                self.encryption = Encryption.REQUIRED
            else:
                self._drop()
                raise errors.from_http(effort.operation, status)
            self._drop()
            _replay(request.document, effort)

    def _asked(self, line: c_http.Http, request: Request, head: bytes, effort: Effort) -> int:
        """Send one request and wait for the reply's head: the HTTP status."""
        status = 0
        try:
            if not line.begin(effort.call):
                raise effort.error()
            status = self._sent(line, request, head, effort)
            effort.check()
        finally:
            if status not in _OK:
                line.end()
            if not status:
                self._drop()
        return status

    def _coming(
        self, line: c_http.Http, body: Body, group: int, effort: Effort
    ) -> Iterator[Record]:
        """The groups of a reply, each as soon as it is whole."""
        stream = Stream(body, group)
        quiet = False
        try:
            while not line.complete:
                if quiet or line.answered(QUIET):
                    step = line.read(body, LARGEST_REPLY, 1)
                    if step != c_http.DONE:
                        self._judge(step, line, effort)
                    quiet = False
                else:
                    effort.check()
                    quiet = True
                if (stream.status or 0) < _ERRORS:
                    yield from stream.take(quiet)
        except Malformed as error:
            raise _not_ipp(error, effort) from None
        self._message(body, effort)

    def _reply(self, request: Request, body: Body, effort: Effort) -> Reply:
        if request.operation is None:
            return Reply(Body(_FILE + bytes(body)))
        return self._message(body, effort)

    def _message(self, body: Body, effort: Effort) -> Reply:
        """The reply as IPP; raises for a status that is no success."""
        try:
            reply = self._decode(body)
        except Malformed as error:
            self._drop()
            raise _not_ipp(error, effort) from None
        if reply.request_id != self._request_id:
            self._drop()
            words = "the reply belongs to another request"
            raise errors.ProtocolError(effort.operation, reply.status, words)
        if reply.status >= _ERRORS:
            words = reply.first(Group.OPERATION).get("status-message") or ""
            raise errors.from_status(effort.operation, reply.status, str(words))
        return reply

    def _sent(self, line: c_http.Http, request: Request, head: bytes, effort: Effort) -> int:
        """Send a request; the status of its reply."""
        if request.document is not None or request.method == "PUT":
            self._send(line, request, head, effort)
            return self._status(line, effort)
        kind = b"application/ipp" if request.operation is not None else None
        sent, step, status = line.ask(
            request.method, request.resource.encode(), self._authorization, kind, head
        )
        if sent and step == c_http.DONE:
            return status
        if sent:
            self._judge(step, line, effort)
        elif not line.answered(0):
            raise self._broken(effort)
        return self._status(line, effort)

    def _send(self, line: c_http.Http, request: Request, head: bytes, effort: Effort) -> None:
        document = request.document
        length: int | None = 0
        if document is not None:
            length = document.length()
        total = -1 if length is None else len(head) + length
        kind = b"application/ipp" if request.operation is not None else None
        sent = line.send_head(
            request.method, request.resource.encode(), self._authorization, kind, total,
            document is not None,
        )  # fmt: skip
        if request.method != "GET":
            sent = sent and line.write(head)
            if sent and document is not None:
                sent = self._send_document(line, document, length, effort)
            else:
                sent = sent and line.finish(chunked=False)
        if not sent and not line.answered(0):
            raise self._broken(effort)

    def _send_document(
        self, line: c_http.Http, document: Document, total: int | None, effort: Effort
    ) -> bool:
        """Upload; False when the server answered before the end, or hung up."""
        if not line.finish(chunked=False):
            return False
        effort.guard()
        if line.answered(1.0) and line.interim() != 100:
            return False
        done = 0
        for block in document.blocks():
            effort.check()
            if line.answered(0) or not line.write(block):
                return False
            done += len(block)
            if document.progress is not None:
                document.progress(done, total)
        return line.finish(chunked=total is None)

    def _status(self, line: c_http.Http, effort: Effort) -> int:
        while True:
            step, status = line.status()
            if step == c_http.DONE:
                return status
            self._judge(step, line, effort)

    def _read(self, line: c_http.Http, body: Body, limit: int, effort: Effort) -> None:
        while (step := line.read(body, limit)) != c_http.DONE:
            self._judge(step, line, effort)

    def _judge(self, step: int, line: c_http.Http, effort: Effort) -> None:
        """Go on after a step that is not done yet, or raise why that is impossible."""
        if step == c_http.GUARD:
            effort.guard()
            line.guard()
        elif step == c_http.TOO_LARGE:
            raise errors.ProtocolError(effort.operation, None, "the reply is too large")
        elif step != c_http.INTERRUPTED:
            raise self._broken(effort)

    def _broken(self, effort: Effort) -> errors.CupsError:
        if effort.call.reason:
            return effort.error()
        words = f"the connection to {self.address} broke off; what it was to do may be done"
        return errors.ConnectionLost(effort.operation, None, words)

    # --- credentials ----------------------------------------------------------------------------

    def _authorize(self, line: c_http.Http, request: Request, effort: Effort, attempt: int) -> int:
        """Find an answer to a 401 and keep it; returns how often a person was asked so far."""
        asked = attempt

        def ask(prompt: str) -> tuple[bytes, bytes] | None:
            nonlocal asked
            effort.check()
            if self._password is None or asked >= ATTEMPTS:
                return None
            asked += 1
            question = PasswordRequest(
                prompt, self.user, self.address.host, self.address.port, request.resource,
                request.words, asked,
            )  # fmt: skip
            answer = encoded(self._password(question), self.user)
            cancelled.append(answer is None)
            return answer

        cancelled: list[bool] = []
        refused, self._authorization = self._authorization, None
        self._authorization = authenticate(
            line, self.user.encode(), request.method, request.resource.encode(), refused, ask
        )
        effort.check()
        if self._authorization is None:
            raise _unauthenticated(effort.operation, asked, gave_up=any(cancelled))
        return asked


_FILE: Final = bytes((2, 0, 0, 0, 0, 0, 0, 0, 3))
"""An IPP message without attributes: what a plain file is put behind."""


def follow(plan: Plan[T], perform: Callable[[Request], Reply]) -> T:
    """Drive a plan: each request through `perform`, its errors into the plan."""
    try:
        request = next(plan)
        while True:
            try:
                reply = perform(request)
            except errors.CupsError as error:
                request = plan.throw(error)
            else:
                request = plan.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result


def _not_ipp(error: Malformed, effort: Effort) -> errors.ProtocolError:
    return errors.ProtocolError(effort.operation, None, f"the reply is not IPP: {error}")


def _replay(document: Document | None, effort: Effort) -> None:
    """Refuse to send the rest of a document that cannot be read again."""
    if document is not None and not document.replayable:
        words = "the server asked for a password after the document had begun"
        raise errors.NotAuthenticated(effort.operation, None, words)


def _unauthenticated(operation: str, asked: int, *, gave_up: bool) -> errors.CupsError:
    if gave_up:
        return errors.AuthenticationCancelled(operation, 0x1000, "no password was given")
    words = "the password was not accepted" if asked else "the server wants a password"
    return errors.NotAuthenticated(operation, 0x0402, words)
