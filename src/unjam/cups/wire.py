# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Requests out, replies in: what is said over a link, step by step.

The law: a request is sent once. Only what a server has refused unread (401, 426) is sent a second
time, on a new connection. A stopped call raises why it was stopped, whatever libcups says.
"""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable, Iterator
from typing import Final

from unjam.cups import errors
from unjam.cups._libcups import http as c_http
from unjam.cups._libcups import message
from unjam.cups._libcups.body import Body
from unjam.cups._libcups.records import Malformed, Record, Reply, Stream
from unjam.cups.document import Document
from unjam.cups.effort import Effort
from unjam.cups.link import Link
from unjam.cups.login import Login
from unjam.cups.model import Encryption, Group
from unjam.cups.plain import plain_reply
from unjam.cups.request import Request

LARGEST_REPLY: Final = 1 << 28
"""A reply with more bytes than this is not read to its end."""

_UNAUTHORIZED: Final = 401
_UPGRADE: Final = 426
_REFUSED_UNREAD: Final = (_UNAUTHORIZED, _UPGRADE)
_CONTINUE: Final = 100
_OK: Final = (200, 201)
_ERRORS: Final = 0x0200
"""IPP status codes from here on are no success (RFC 8011 section B.1)."""

WELCOME: Final = 1.0
"""Seconds in which a server may refuse a request with a document before that is sent; one that
knows "Expect: 100-continue" says within them that it wants it."""

QUIET: Final = 0.1
"""Seconds of silence after which a group that could go on is taken to be whole."""

_FILE: Final = bytes((2, 0, 0, 0, 0, 0, 0, 0, 3))
"""An IPP message without attributes: what a plain file is put behind."""


class Wire:
    """What is said over a link, and in whose name; for one call at a time."""

    def __init__(self, link: Link, login: Login) -> None:
        self._link = link
        self._login = login
        self._request_id = 0
        libcups = os.environ.get("UNJAM_IPP_DECODER") == "libcups"
        self._decode: Callable[[Body], Reply] = plain_reply if libcups else Reply

    # --- a whole exchange -----------------------------------------------------------------------

    def perform(self, request: Request, effort: Effort) -> Reply:
        """Send a request and read the reply; raises for every status that is no success."""
        body = Body()
        line = self._begun(request, body, effort)
        good = False
        try:
            if not line.complete:
                self._read(line, body, request.limit or LARGEST_REPLY, effort)
            good = line.reusable
            effort.check()
        finally:
            line.end()
            if not good:
                self._link.drop()
        return self._reply(request, body, effort)

    def stream(self, request: Request, group: int, effort: Effort) -> Iterator[Record]:
        """Send a request and hand over each group of its reply as it comes in.

        libcups reads whole messages only: where it decodes, they come together at the end.
        """
        if self._decode is not Reply:
            yield from self.perform(request, effort).records(group)
            return
        body = Body()
        line = self._begun(request, None, effort)
        try:
            yield from self._coming(line, body, group, effort)
        finally:
            line.end()
            if not line.complete or not line.reusable:
                self._link.drop()

    # --- sending --------------------------------------------------------------------------------

    def _begun(self, request: Request, body: Body | None, effort: Effort) -> c_http.Http:
        """Send a request till the server takes it: its reply is about to come in over the line.

        Or it is in the body already, as far as it came in one go.
        """
        effort.operation = request.words
        self._request_id = self._request_id % 0x7FFFFFFF + 1
        head = Body()
        if request.operation is not None:
            head = message.encode(
                request.operation, self._request_id, request.signed(self._login.user or "anonymous")
            )
        asked = 0
        while True:
            line = self._link.line(effort)
            if request.confidential and not (line.encrypted or line.local):
                self._encrypt(effort)
                continue
            status = self._asked(line, request, head, body, effort)
            if status in _OK:
                return line
            if status in _REFUSED_UNREAD:
                _insist_on_replay(request.document, status, effort)
            if status == _UNAUTHORIZED:
                asked = self._login.answer(line, request, effort, asked)
            elif status == _UPGRADE and self._link.encryption == Encryption.IF_REQUESTED:
                self._link.encryption = Encryption.REQUIRED
            else:
                self._link.drop()
                raise errors.from_http(effort.operation, status)
            self._link.drop()

    def _encrypt(self, effort: Effort) -> None:
        """Have the next connection encrypted, whether or not the server asks for that."""
        self._link.drop()
        if self._link.encryption == Encryption.NEVER:
            words = f"a password is not sent to {self._link.address} in clear: allow encryption"
            raise errors.UpgradeRequired(effort.operation, None, words)
        self._link.encryption = Encryption.REQUIRED

    def _asked(
        self,
        line: c_http.Http,
        request: Request,
        head: Body,
        body: Body | None,
        effort: Effort,
    ) -> int:
        """Send one request and wait for the reply's head: the HTTP status."""
        try:
            _begin(line, effort)
            status = self._sent(line, request, head, body, effort)
            effort.check()
        except BaseException:
            line.end()
            self._link.drop()
            raise
        if status not in _OK:
            line.end()
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
                    step = effort.heard(lambda: line.read(body, LARGEST_REPLY, 1))
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
            self._link.drop()
            raise _not_ipp(error, effort) from None
        if reply.request_id != self._request_id:
            self._link.drop()
            words = "the reply belongs to another request"
            raise errors.ProtocolError(effort.operation, reply.status, words)
        if reply.status >= _ERRORS:
            words = reply.first(Group.OPERATION).get("status-message") or ""
            raise errors.from_status(effort.operation, reply.status, str(words))
        return reply

    def _sent(
        self,
        line: c_http.Http,
        request: Request,
        head: Body,
        body: Body | None,
        effort: Effort,
    ) -> int:
        """Send a request; the status of its reply."""
        if request.document is not None or request.method == "PUT":
            early = self._send(line, request, head, effort)
            return self._status(line, effort) if early is None else early
        kind = b"application/ipp" if request.operation is not None else None
        sent, step, status = line.ask(
            request.method, request.resource.encode(), self._login.authorization, kind, head,
            body, request.limit or LARGEST_REPLY,
        )  # fmt: skip
        if sent and step == c_http.DONE:
            return status
        if sent:
            self._judge(step, line, effort)
        elif not line.answered(0):
            raise self._broken(effort)
        return self._status(line, effort)

    def _send(self, line: c_http.Http, request: Request, head: Body, effort: Effort) -> int | None:
        """Send a request with a document; the reply's status if it has been read on the way."""
        document = request.document or Document(b"")
        with document.reading() as (length, blocks):
            total = None if length is None else len(head) + length
            kind = b"application/ipp" if request.operation is not None else None
            line.spend()  # till all of it has gone out
            sent = line.send_head(
                request.method, request.resource.encode(), self._login.authorization, kind,
                total or -1, expect=True,
            )  # fmt: skip
            sent = sent and line.write(bytes(head)) and line.finish(chunked=False)
            status = self._welcome(line, effort) if sent else None
            if sent and status is None:
                progress = functools.partial(document.tell, length)
                sent = self._upload(line, blocks, progress, effort)
                sent = sent and effort.heard(lambda: line.finish(chunked=not total))
                if sent and request.method != "PUT":
                    line.renew()
        if not sent and not line.answered(0):
            raise self._broken(effort)
        return status

    def _welcome(self, line: c_http.Http, effort: Effort) -> int | None:
        """Give the server a moment to refuse the head: the status with which it does."""
        effort.guard()
        if not line.answered(WELCOME):
            return None
        status = effort.heard(line.interim)
        effort.check()
        if status < 0:
            raise self._broken(effort)
        return None if status == _CONTINUE else status

    def _upload(
        self,
        line: c_http.Http,
        blocks: Iterator[bytes],
        progress: Callable[[int], None],
        effort: Effort,
    ) -> bool:
        """Send the document; False when the server answered before the end, or hung up."""
        done = 0
        for block in blocks:
            effort.check()
            if line.answered(0) or not effort.heard(functools.partial(line.write, block)):
                return False
            done += len(block)
            progress(done)
        return True

    def _status(self, line: c_http.Http, effort: Effort) -> int:
        while True:
            step, status = effort.heard(line.status)
            if step == c_http.DONE:
                return status
            self._judge(step, line, effort)

    def _read(self, line: c_http.Http, body: Body, limit: int, effort: Effort) -> None:
        while (step := effort.heard(lambda: line.read(body, limit))) != c_http.DONE:
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
        words = f"the connection to {self._link.address} broke off; what it was to do may be done"
        return errors.ConnectionLost(effort.operation, None, words)


def _begin(line: c_http.Http, effort: Effort) -> None:
    """Let the call reach the connection; raises when it has been stopped, or `OSError`."""
    if not line.begin(effort.call):
        effort.check()
        raise OSError(errno.EMFILE, "no descriptor is left to stop the call with")


def _not_ipp(error: Malformed, effort: Effort) -> errors.ProtocolError:
    return errors.ProtocolError(effort.operation, None, f"the reply is not IPP: {error}")


def _insist_on_replay(document: Document | None, status: int, effort: Effort) -> None:
    """Refuse to send the rest of a document that cannot be read again."""
    if document is None or document.replayable:
        return
    words = "the server asked for {} after the document had begun"
    if status == _UPGRADE:
        raise errors.UpgradeRequired(effort.operation, None, words.format("encryption"))
    raise errors.NotAuthenticated(effort.operation, None, words.format("a password"))
