# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One HTTP connection of libcups, driven step by step by the thread that owns it.

libcups reconnects by itself where the connection looks broken, and would send a cancelled request
again. So this class never gives it the occasion: a connection that failed, that answered 4xx or 5xx
or that the server closed is thrown away, and a new one opened by the caller. Every wait ends at the
call's deadline or when the call is stopped; where libcups cannot be made to (a peer that trickles
within one of its own loops) the step returns `GUARD` first, and the caller sees to it that somebody
stops the call in time.
"""

from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.stdio cimport snprintf
from libc.stdlib cimport calloc, free

from unjam.cups._libcups cimport libcups as c
from unjam.cups._libcups.body cimport Body
from unjam.cups._libcups.call cimport (
    Call, control_t, publish, remaining_ms, verdict, withdraw)


cdef extern from "sys/socket.h" nogil:
    Py_ssize_t recv(int fd, void *buffer, size_t length, int flags)
    int shutdown(int fd, int how)
    int SHUT_RD
    int MSG_PEEK
    int MSG_DONTWAIT
    int AF_UNSPEC


cdef extern from "poll.h" nogil:
    struct pollfd:
        int fd
        short events
        short revents
    int poll(pollfd *fds, unsigned long count, int timeout)
    short POLLIN
    short POLLHUP


cdef extern from "string.h" nogil:
    void *memmem(const void *hay, size_t hay_length, const void *needle, size_t length)

cdef enum step_t:
    STEP_DONE
    STEP_FAILED
    STEP_GUARD
    STEP_TOO_LARGE
    STEP_STOPPED
    STEP_INTERRUPTED

DONE = STEP_DONE
FAILED = STEP_FAILED
GUARD = STEP_GUARD
TOO_LARGE = STEP_TOO_LARGE
STOPPED = STEP_STOPPED
INTERRUPTED = STEP_INTERRUPTED

cdef enum:
    BLOCK = 65536
    PEEK = 4096
    DISCONNECTED = -1


cdef int on_silence(c.http_t *http, void *data) noexcept nogil:
    """libcups' timeout callback, each 100 ms of silence: 1 to wait on, 0 to give up."""
    cdef control_t *control = (<line_t *> data).control
    return control != NULL and verdict(control) == 0


cdef int patience(control_t *control) noexcept nogil:
    """Milliseconds to the deadline as libcups wants them: 0 is for ever."""
    cdef int left = remaining_ms(control)
    return 0 if left < 0 else max(left, 1)


cdef void hang_up(c.http_t *http) noexcept nogil:
    """Close, without waiting for a TLS peer to say goodbye too."""
    if c.httpGetFd(http) >= 0:
        shutdown(c.httpGetFd(http), SHUT_RD)
    c.httpClose(http)


cdef class Http:
    """A connection; `Http.open` makes one."""

    def __cinit__(self):
        self.line = <line_t *> calloc(1, sizeof(line_t))
        if self.line == NULL:
            raise MemoryError

    def __dealloc__(self):
        cdef c.http_t *http
        if self.line != NULL:
            http = self.line.http
            if http != NULL:
                with nogil:
                    hang_up(http)
            free(self.line)

    @staticmethod
    def open(bytes host not None, int port, int encryption, Call call not None):
        """Resolve, connect and shake hands: (connection, step, libcups' words).

        The step is "done", or what failed: "resolve", "connect", "tls". Uncancellable in part
        (name resolution, the TLS handshake): run it on a thread that the caller can leave behind.
        """
        cdef Http self = Http()
        cdef const char *name = host
        cdef char service[16]
        cdef c.http_addrlist_t *addresses
        cdef int failed = 1
        cdef int pki = 0
        cdef control_t *control = call.control
        with nogil:
            snprintf(service, sizeof(service), "%d", port)
            addresses = c.httpAddrGetList(name, AF_UNSPEC, service)
            if addresses != NULL:
                self.line.http = c.httpConnect2(
                    name, port, addresses, AF_UNSPEC, <c.http_encryption_t> encryption, 1, 0, NULL)
                c.httpAddrFreeList(addresses)
            if self.line.http != NULL and verdict(control) == 0:
                # At least 10 s, or libcups puts its own 10 s, which know no cancel, in the place of
                # ours for the TLS handshake.
                self.line.control = control
                c.httpSetTimeout(self.line.http, 10.0, on_silence, self.line)
                failed = c.httpReconnect2(
                    self.line.http, patience(control), &control.reason)
                pki = c.cupsLastError() == c.IPP_STATUS_ERROR_CUPS_PKI
                c.httpSetTimeout(self.line.http, 0.1, on_silence, self.line)
                self.line.control = NULL
        words = c.cupsLastErrorString()
        reason = words.decode("utf-8", "replace") if words != NULL else ""
        if self.line.http == NULL:
            return None, "resolve", reason
        if failed:
            return None, "tls" if pki else "connect", reason
        self.encrypted = c.httpIsEncrypted(self.line.http)
        return self, "done", ""

    def close(self):
        """Close the connection; only its owner may, between calls."""
        cdef c.http_t *http = self.line.http
        self.line.http = NULL
        if http != NULL:
            with nogil:
                hang_up(http)

    @property
    def alive(self):
        """Whether the connection can carry another request: open, quiet, and nothing left over."""
        cdef pollfd waiting
        cdef char byte
        if self.line.http == NULL or c.httpGetState(self.line.http) != c.HTTP_STATE_WAITING:
            return False
        waiting.fd = c.httpGetFd(self.line.http)
        waiting.events = POLLIN
        if waiting.fd < 0:
            return False
        if poll(&waiting, 1, 0) == 0:
            return True
        # A TLS 1.3 server may send session tickets at any time; a plain one says nothing unasked.
        return (self.encrypted and not waiting.revents & POLLHUP
                and recv(waiting.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0)

    def certificate(self, str name not None):
        """The server's certificate, DER, and whether it is valid for the name; None without TLS."""
        cdef bytes encoded_name = name.encode()
        cdef c.cups_array_t *credentials = NULL
        cdef c.http_credential_t *first
        if self.line.http == NULL or c.httpCopyCredentials(self.line.http, &credentials) != 0:
            return None
        try:
            first = <c.http_credential_t *> c.cupsArrayFirst(credentials)
            if first == NULL:
                return None
            valid = c.httpCredentialsAreValidForName(credentials, encoded_name) != 0
            return PyBytes_FromStringAndSize(<char *> first.data, first.datalen), valid
        finally:
            c.httpFreeCredentials(credentials)

    # --- one exchange ---------------------------------------------------------------------------

    def begin(self, Call call not None):
        """Take the connection for this call, and let `call.stop` reach it; False if too late."""
        self.line.control = call.control
        self.guarded = False
        return publish(call.control, c.httpGetFd(self.line.http))

    def end(self):
        """Give the connection back: from now on `stop` cannot reach it."""
        if self.line.control != NULL:
            withdraw(self.line.control)
            self.line.control = NULL

    def guard(self):
        """Promise that the call will be stopped at its deadline whatever the peer does."""
        self.guarded = True

    def send_head(self, str method, bytes resource not None, bytes auth, bytes kind,
                  Py_ssize_t length, bint expect):
        """Send the request line and the fields; `length` of -1 sends the body in chunks.

        False when the connection failed.
        """
        cdef const char *path = resource
        cdef const char *authorization = NULL if auth is None else <const char *> auth
        cdef const char *content_type = NULL if kind is None else <const char *> kind
        cdef int verb = 0 if method == "GET" else 1 if method == "POST" else 2
        cdef c.http_t *http = self.line.http
        cdef int failed
        with nogil:
            c.httpClearFields(http)
            if authorization != NULL:
                c.httpSetField(http, c.HTTP_FIELD_AUTHORIZATION, authorization)
            if content_type != NULL:
                c.httpSetField(http, c.HTTP_FIELD_CONTENT_TYPE, content_type)
            if verb == 0:
                failed = c.httpGet(http, path)
            else:
                if expect:
                    c.httpSetExpect(http, c.HTTP_STATUS_CONTINUE)
                c.httpSetLength(http, 0 if length < 0 else <size_t> length)
                failed = c.httpPost(http, path) if verb == 1 else c.httpPut(http, path)
        return not failed

    def write(self, const unsigned char[::1] data not None):
        """Send a piece of the body; False when the connection failed or the call was stopped."""
        cdef size_t length = data.shape[0]
        cdef const char *start
        cdef Py_ssize_t sent
        if length == 0:
            return True
        start = <const char *> &data[0]
        with nogil:
            sent = c.httpWrite2(self.line.http, start, length)
        return sent == <Py_ssize_t> length

    def finish(self, bint chunked):
        """Send what is still buffered, and the last chunk; False when the connection failed."""
        cdef Py_ssize_t failed = 0
        with nogil:
            if chunked:
                failed = c.httpWrite2(self.line.http, "", 0)
            if failed >= 0:
                failed = c.httpFlushWrite(self.line.http)
        return failed >= 0

    def answered(self, double seconds):
        """Whether the server has said something, waiting up to this long for it."""
        cdef pollfd waiting
        cdef int found
        cdef int limit = remaining_ms(self.line.control)
        cdef int patience = <int> (seconds * 1000)
        if c.httpGetReady(self.line.http) > 0:
            return True
        waiting.fd = c.httpGetFd(self.line.http)
        waiting.events = POLLIN
        if 0 <= limit < patience:
            patience = limit
        with nogil:
            found = poll(&waiting, 1, patience)
        return found > 0

    def interim(self):
        """Read one status, interim ones too: the status, or -1 when the connection failed."""
        cdef int status
        with nogil:
            status = c.httpUpdate(self.line.http)
        return status

    def status(self):
        """Wait for the reply and read its head: (step, HTTP status).

        GUARD asks for `guard()` and another call: the head comes in pieces.
        """
        cdef int status = c.HTTP_STATUS_CONTINUE
        cdef int step = STEP_DONE
        with nogil:
            while status == c.HTTP_STATUS_CONTINUE:
                if not self.guarded:
                    step = self.wait_readable()
                    if step != STEP_DONE:
                        break
                    if not self.peek_headers():
                        step = STEP_GUARD
                        break
                status = c.httpUpdate(self.line.http)
        if step == STEP_DONE and status == DISCONNECTED:
            step = STEP_FAILED
        return step, status

    cdef int wait_readable(self) noexcept nogil:
        """Wait for bytes: DONE, STOPPED, or INTERRUPTED by a signal that Python may want to see."""
        cdef pollfd waiting
        cdef control_t *control = self.line.control
        if verdict(control) != 0:
            return STEP_STOPPED
        if c.httpWait(self.line.http, 0):       # what libcups or the TLS layer has read already
            return STEP_DONE
        waiting.fd = c.httpGetFd(self.line.http)
        waiting.events = POLLIN
        if waiting.fd >= 0 and poll(&waiting, 1, remaining_ms(control)) < 0:
            return STEP_INTERRUPTED
        return STEP_STOPPED if verdict(control) != 0 else STEP_DONE

    cdef bint peek_headers(self) noexcept nogil:
        """Whether `httpUpdate` will not have to wait: no deadline, or the whole head is there."""
        cdef char head[PEEK]
        cdef Py_ssize_t length
        if self.line.control.deadline <= 0:
            return True
        if self.encrypted or c.httpGetReady(self.line.http) > 0:
            return False
        length = recv(c.httpGetFd(self.line.http), head, PEEK, MSG_PEEK | MSG_DONTWAIT)
        if length <= 0:
            return True     # the end, or an error, which httpUpdate finds at once
        return memmem(head, length, "\r\n\r\n", 4) != NULL

    def read(self, Body body not None, size_t limit, size_t at_least=0):
        """Append the rest of the reply to `body`, or until it holds `at_least` more bytes.

        DONE: the reply is complete, or there is enough (then `body` has grown). FAILED: it broke
        off. GUARD: call `guard()`, then again. TOO_LARGE: more than `limit` bytes. STOPPED.
        """
        cdef Py_ssize_t got
        cdef size_t start = body.size
        cdef int step = STEP_DONE
        cdef c.http_t *http = self.line.http
        cdef bint exposed = (self.line.control.deadline > 0
                             and (self.encrypted or c.httpIsChunked(http)))
        cdef Py_ssize_t known
        with nogil:
            known = 0 if c.httpIsChunked(http) else c.httpGetRemaining(http)
            if known > 0 and <size_t> known <= limit and body.size == 0:
                if not body.make_room(known + 1):
                    step = STEP_TOO_LARGE
            while step == STEP_DONE and (at_least == 0 or body.size - start < at_least):
                if c.httpGetState(http) == c.HTTP_STATE_WAITING:
                    break
                if exposed and not self.guarded and not c.httpWait(http, 0):
                    step = STEP_GUARD
                    break
                step = self.wait_readable()
                if step != STEP_DONE:
                    break
                if not body.make_room(BLOCK):
                    step = STEP_TOO_LARGE
                    break
                got = c.httpRead2(http, <char *> body.data + body.size, BLOCK)
                if got < 0 or (got == 0 and c.httpError(http) != 0):
                    step = STEP_FAILED
                    break
                if got == 0:
                    if c.httpGetState(http) != c.HTTP_STATE_WAITING:
                        step = STEP_FAILED
                    break
                body.size += got
                if body.size > limit:
                    step = STEP_TOO_LARGE
        return step

    @property
    def complete(self):
        """Whether the reply has been read to its end."""
        return self.line.http != NULL and c.httpGetState(self.line.http) == c.HTTP_STATE_WAITING

    @property
    def reusable(self):
        """Whether libcups would use this connection again without reconnecting by itself."""
        cdef const char *token
        if self.line.http == NULL or c.httpGetState(self.line.http) != c.HTTP_STATE_WAITING:
            return False
        token = c.httpGetField(self.line.http, c.HTTP_FIELD_CONNECTION)
        keep = token == NULL or token.lower() != b"close"
        return keep and c.httpGetVersion(self.line.http) >= c.HTTP_VERSION_1_1

    def field(self, str name):
        """A field of the reply: "content-type", "www-authenticate" or "location"."""
        cdef c.http_field_t field = {
            "content-type": c.HTTP_FIELD_CONTENT_TYPE,
            "location": c.HTTP_FIELD_LOCATION,
            "www-authenticate": c.HTTP_FIELD_WWW_AUTHENTICATE}[name]
        cdef const char *value = c.httpGetField(self.line.http, field)
        return "" if value == NULL else value.decode("utf-8", "replace")
