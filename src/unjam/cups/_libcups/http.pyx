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

cimport cython
from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.errno cimport EMFILE
from libc.stdio cimport snprintf
from libc.stdint cimport uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcmp
from posix.unistd cimport close

from unjam.cups._libcups cimport libcups as c
from unjam.cups._libcups.aside cimport run_aside
from unjam.cups._libcups.body cimport Body
from unjam.cups._libcups.call cimport (
    Call, control_t, monotonic, publish, pthread_mutex_destroy, pthread_mutex_init,
    pthread_mutex_lock, pthread_mutex_unlock, patience_ms, remaining_ms, verdict, wake_by, withdraw)


cdef extern from "sys/socket.h" nogil:
    Py_ssize_t recv(int fd, void *buffer, size_t length, int flags)
    int shutdown(int fd, int how)
    int setsockopt(int fd, int level, int option, const void *value, unsigned int length)
    int SHUT_RD
    int MSG_PEEK
    int MSG_DONTWAIT
    int AF_UNSPEC


cdef extern from "netinet/tcp.h" nogil:
    int IPPROTO_TCP
    int TCP_CORK


cdef extern from *:
    """
    #ifndef POLLRDHUP
    #define POLLRDHUP 0x2000
    #endif
    """
    short POLLRDHUP


cdef extern from "poll.h" nogil:
    struct pollfd:
        int fd
        short events
        short revents
    int poll(pollfd *fds, unsigned long count, int timeout)
    short POLLIN
    short POLLHUP
    short POLLERR


cdef extern from "string.h" nogil:
    void *memmem(const void *hay, size_t hay_length, const void *needle, size_t length)


cdef extern from "sys/eventfd.h" nogil:
    int eventfd(unsigned int value, int flags)
    int eventfd_write(int fd, uint64_t value)
    int EFD_CLOEXEC
    int EFD_NONBLOCK


cdef enum:
    CONNECTING_DONE
    CONNECTING_RESOLVE
    CONNECTING_CONNECT
    CONNECTING_TLS

STEPS = ("done", "resolve", "connect", "tls")

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
    PEEK_CHUNK = 64
    AT_ONCE = 5             # milliseconds: less than a caller who cancels would notice
    DISCONNECTED = -1
    SWITCHING_PROTOCOLS = 101


cdef int on_silence(c.http_t *http, void *data) noexcept nogil:
    """libcups' timeout callback, each 100 ms of silence: 1 to wait on, 0 to give up."""
    cdef control_t *control = (<line_t *> data).control
    return control != NULL and verdict(control) == 0


cdef int patience(double deadline) noexcept nogil:
    """Milliseconds to the deadline as libcups wants them: 0 is for ever."""
    cdef double left = (deadline - monotonic()) * 1000.0
    if deadline <= 0:
        return 0
    return 1 if left < 1.0 else 2147483647 if left > 2147483000.0 else <int> left


cdef void hang_up(c.http_t *http) noexcept nogil:
    """Close, without waiting for a TLS peer to say goodbye too."""
    if c.httpGetFd(http) >= 0:
        shutdown(c.httpGetFd(http), SHUT_RD)
    c.httpClose(http)


cdef bint cork(int fd, int corked) noexcept nogil:
    """Keep what is written until the cork is drawn: a head and its body are one packet then.

    False where the connection is none of TCP.
    """
    return setsockopt(fd, IPPROTO_TCP, TCP_CORK, &corked, sizeof(corked)) == 0


# --- connecting -----------------------------------------------------------------------------------

cdef int on_silence_connecting(c.http_t *http, void *data) noexcept nogil:
    cdef attempt_t *attempt = <attempt_t *> data
    if attempt.cancel:
        return 0
    return attempt.deadline <= 0 or monotonic() < attempt.deadline


cdef c.http_t *at_once(const char *host, int port, int encryption, int *cancel) noexcept nogil:
    """Connect within `AT_ONCE` milliseconds, or NULL; `host` is an address, and no TLS is wanted.

    Only then is there nothing in libcups that might hang for longer.
    """
    cdef char service[16]
    cdef c.http_t *http = NULL
    cdef c.http_addrlist_t *addresses
    snprintf(service, sizeof(service), "%d", port)
    addresses = c.httpAddrGetList(host, AF_UNSPEC, service)
    if addresses != NULL:
        http = c.httpConnect2(
            host, port, addresses, AF_UNSPEC, <c.http_encryption_t> encryption, 1, 0, NULL)
        c.httpAddrFreeList(addresses)
    if http != NULL and c.httpReconnect2(http, AT_ONCE, cancel) != 0:
        hang_up(http)
        http = NULL
    return http


cdef void connect_aside(void *argument) noexcept nogil:
    """Resolve, connect and shake hands, on a thread that nobody needs to wait for."""
    cdef attempt_t *attempt = <attempt_t *> argument
    cdef char service[16]
    cdef c.http_addrlist_t *addresses
    cdef c.http_t *http = NULL
    cdef const char *words
    attempt.step = CONNECTING_RESOLVE
    snprintf(service, sizeof(service), "%d", attempt.port)
    addresses = c.httpAddrGetList(attempt.host, AF_UNSPEC, service)
    if addresses != NULL:
        attempt.step = CONNECTING_CONNECT
        http = c.httpConnect2(
            attempt.host, attempt.port, addresses, AF_UNSPEC,
            <c.http_encryption_t> attempt.encryption, 1, 0, NULL)
        c.httpAddrFreeList(addresses)
    if http != NULL and not attempt.cancel:
        # At least 10 s, or libcups puts its own 10 s, which know no cancel, in the place of ours
        # for the TLS handshake.
        c.httpSetTimeout(http, 10.0, on_silence_connecting, attempt)
        if c.httpReconnect2(http, patience(attempt.deadline), &attempt.cancel) == 0:
            attempt.step = CONNECTING_DONE
        elif c.cupsLastError() == c.IPP_STATUS_ERROR_CUPS_PKI:
            attempt.step = CONNECTING_TLS
        c.httpSetTimeout(http, 0.1, NULL, NULL)
    words = c.cupsLastErrorString()
    if words != NULL:
        snprintf(attempt.words, sizeof(attempt.words), "%s", words)
    if attempt.step != CONNECTING_DONE and http != NULL:
        hang_up(http)
        http = NULL
    attempt.http = http
    attempt.done = 1
    eventfd_write(attempt.ready, 1)
    let_go(attempt)


cdef void let_go(attempt_t *attempt) noexcept nogil:
    """Whoever lets go last closes what nobody took."""
    cdef bint last
    pthread_mutex_lock(&attempt.lock)
    attempt.holders -= 1
    last = attempt.holders == 0
    pthread_mutex_unlock(&attempt.lock)
    if last:
        if attempt.http != NULL:
            hang_up(attempt.http)
        close(attempt.ready)
        pthread_mutex_destroy(&attempt.lock)
        free(attempt)


def reach(bytes host not None, int port, int encryption, Call call not None):
    """A connection to an address (not a name) without TLS that comes about at once, or None.

    None says nothing of why: an `Opening` finds that out. It takes a thread, and this does not.
    """
    cdef c.http_t *http
    cdef const char *where = host
    with nogil:
        http = at_once(where, port, encryption, &call.control.reason)
    return None if http == NULL else make_http(http)


cdef Http make_http(c.http_t *http):
    cdef Http made = Http()
    made.line.http = http
    c.httpSetTimeout(http, 0.1, on_silence, made.line)
    made.encrypted = c.httpIsEncrypted(http)
    return made


@cython.no_gc_clear     # its end looks at the call
cdef class Opening:
    """A connection that is being made: resolved, connected, hands shaken.

    None of that can be cancelled for certain, so it happens on a thread without Python, which is
    left behind when the call is stopped and closes by itself what it opened.
    """

    def __init__(self, bytes host not None, int port, int encryption, Call call not None):
        cdef attempt_t *attempt
        if len(host) >= sizeof(attempt.host):
            raise ValueError("the name of the server is too long")
        attempt = <attempt_t *> calloc(1, sizeof(attempt_t))
        if attempt == NULL:
            raise MemoryError
        attempt.ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)
        if attempt.ready < 0:
            free(attempt)
            raise OSError(EMFILE, "no descriptor is left to connect with")
        pthread_mutex_init(&attempt.lock, NULL)
        snprintf(attempt.host, sizeof(attempt.host), "%s", <const char *> host)
        attempt.port, attempt.encryption = port, encryption
        attempt.deadline = call.control.deadline
        attempt.holders = 2
        self.attempt, self.control, self.call = attempt, call.control, call
        if not run_aside(connect_aside, attempt):
            attempt.holders = 1
            raise RuntimeError("no thread is left to connect with")
        wake_by(call.control, attempt.ready)

    def __dealloc__(self):
        if self.attempt != NULL:
            wake_by(self.control, -1)
            self.attempt.cancel = 1
            with nogil:
                let_go(self.attempt)

    def wait(self):
        """Wait for the outcome; False at the end of the call, or to let Python look for signals."""
        cdef pollfd waiting
        cdef int found
        waiting.fd, waiting.events = self.attempt.ready, POLLIN
        with nogil:
            found = poll(&waiting, 1, patience_ms(self.control))
        return found > 0

    def result(self):
        """(connection, step, libcups' words): the step is "done", or what failed: "resolve",
        "connect", "tls". Only when the call has not been stopped and `wait` has returned True.
        """
        cdef c.http_t *http
        cdef attempt_t *attempt = self.attempt
        if not attempt.done:
            return None, "connect", ""
        words = attempt.words.decode("utf-8", "replace")
        if attempt.http == NULL:
            return None, STEPS[attempt.step], words
        http, attempt.http = attempt.http, NULL
        return make_http(http), "done", ""


@cython.no_gc           # a call refers to nothing, so no cycle leads through here
cdef class Http:
    """A connection; `reach` or an `Opening` makes one."""

    def __cinit__(self):
        self.line = <line_t *> calloc(1, sizeof(line_t))
        if self.line == NULL:
            raise MemoryError

    def __dealloc__(self):
        if self.line != NULL:
            self.hang_up()
            free(self.line)

    def close(self):
        """Close the connection; only its owner may, between calls."""
        self.hang_up()

    cdef void hang_up(self) noexcept:
        cdef c.http_t *http = self.line.http
        self.line.http = NULL
        if http == NULL:
            return
        if self.encrypted:
            with nogil:
                hang_up(http)
        else:
            hang_up(http)       # which waits for nobody, unlike whoever gives up the GIL

    @property
    def alive(self):
        """Whether the connection can carry another request: open, quiet, and nothing left over."""
        cdef pollfd waiting
        cdef char byte
        if self.ended or not self.complete or c.httpGetReady(self.line.http) > 0:
            return False
        waiting.fd = c.httpGetFd(self.line.http)
        waiting.events = POLLIN | POLLRDHUP
        if waiting.fd < 0:
            return False
        if poll(&waiting, 1, 0) == 0:
            return True
        # A TLS 1.3 server may send session tickets at any time; a plain one says nothing unasked.
        return (self.encrypted and not waiting.revents & (POLLHUP | POLLRDHUP | POLLERR)
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
        self.line.control, self.call = call.control, call
        self.guarded = False
        return publish(call.control, c.httpGetFd(self.line.http))

    def end(self):
        """Give the connection back: from now on `stop` cannot reach it."""
        if self.line.control != NULL:
            withdraw(self.line.control)
            self.line.control, self.call = NULL, None

    def spend(self):
        """Have no other request follow on this connection, until `renew`."""
        self.spent = True

    def renew(self):
        """All of the request has gone out: another one may follow its reply."""
        self.spent = False

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
        cdef bint sent
        with nogil:
            sent = self.put_head(verb, path, authorization, content_type, length, expect)
        return sent

    cdef bint put_head(self, int verb, const char *path, const char *authorization,
                       const char *content_type, Py_ssize_t length, bint expect) noexcept nogil:
        cdef c.http_t *http = self.line.http
        c.httpClearFields(http)
        if authorization != NULL:
            c.httpSetField(http, c.HTTP_FIELD_AUTHORIZATION, authorization)
        if content_type != NULL:
            c.httpSetField(http, c.HTTP_FIELD_CONTENT_TYPE, content_type)
        if verb == 0:
            return c.httpGet(http, path) == 0
        if expect:
            c.httpSetExpect(http, c.HTTP_STATUS_CONTINUE)
        c.httpSetLength(http, 0 if length < 0 else <size_t> length)
        return (c.httpPost(http, path) if verb == 1 else c.httpPut(http, path)) == 0

    def ask(self, str method, bytes resource not None, bytes auth, bytes kind, Body head not None,
            Body body, size_t limit):
        """Send a whole request without a document, wait for the reply's head, and read the reply.

        (sent, step, HTTP status), in one stretch without the GIL: each return to it is a wait where
        hundreds of threads want it. Unless `sent`, the connection failed on the way. The reply to a
        success goes to `body` unless that is None, as far as `read` gets; where the connection is
        not `complete` then, `read` says why.
        """
        cdef const char *path = resource
        cdef const char *authorization = NULL if auth is None else <const char *> auth
        cdef const char *content_type = NULL if kind is None else <const char *> kind
        cdef const char *start = <const char *> head.data
        cdef Py_ssize_t length = head.size
        cdef int verb = 0 if method == "GET" else 1
        cdef int status = c.HTTP_STATUS_CONTINUE
        cdef int step = STEP_FAILED
        cdef bint wanted = body is not None
        cdef bint sent
        with nogil:
            sent = self.put_all(verb, path, authorization, content_type, start, length)
            if sent:
                step = self.await_head(&status)
                if wanted and step == STEP_DONE and status == c.HTTP_STATUS_OK:
                    self.fetch(body, limit, 0)
        return sent, step, status

    cdef bint put_all(self, int verb, const char *path, const char *authorization,
                      const char *content_type, const char *data, Py_ssize_t length) noexcept nogil:
        cdef bint sent
        cdef int fd = c.httpGetFd(self.line.http)
        cdef bint corked = verb == 1 and cork(fd, 1)
        sent = self.put_head(verb, path, authorization, content_type, length, False)
        if sent and verb == 1:
            sent = (c.httpWrite2(self.line.http, data, length) == length
                    and c.httpFlushWrite(self.line.http) >= 0)
        if corked:
            cork(fd, 0)
        return sent

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
        cdef int step
        with nogil:
            step = self.await_head(&status)
        return step, status

    cdef int await_head(self, int *status) noexcept nogil:
        cdef int step
        cdef peek_t seen
        while status[0] == c.HTTP_STATUS_CONTINUE:
            if c.httpGetState(self.line.http) == c.HTTP_STATE_WAITING:
                return STEP_FAILED      # there is nothing to wait for: httpUpdate would not
            if verdict(self.line.control) != 0:
                return STEP_STOPPED
            if not self.guarded:
                step = self.wait_readable()
                if step != STEP_DONE:
                    return step
                seen = self.peek_headers()
                if seen == PEEK_SWITCH:
                    status[0] = SWITCHING_PROTOCOLS
                    break
                if seen == PEEK_PARTIAL:
                    return STEP_GUARD
            status[0] = c.httpUpdate(self.line.http)
        return STEP_FAILED if status[0] == DISCONNECTED else STEP_DONE

    cdef int wait_readable(self) noexcept nogil:
        """Wait for bytes: DONE, STOPPED, or INTERRUPTED by a signal that Python may want to see."""
        cdef pollfd waiting
        cdef control_t *control = self.line.control
        if verdict(control) != 0:
            return STEP_STOPPED
        if c.httpGetReady(self.line.http) > 0 or (
                self.encrypted and c.httpWait(self.line.http, 0)):
            return STEP_DONE            # libcups or the TLS layer has read it already
        waiting.fd = c.httpGetFd(self.line.http)
        waiting.events = POLLIN
        if waiting.fd < 0 or poll(&waiting, 1, patience_ms(control)) > 0:
            return STEP_STOPPED if verdict(control) != 0 else STEP_DONE
        return STEP_STOPPED if verdict(control) != 0 else STEP_INTERRUPTED

    cdef peek_t peek_headers(self) noexcept nogil:
        """What `httpUpdate` would meet: whether it would have to wait, or be led into TLS.

        Nobody asked for a switch of protocols, but libcups would shake hands for 10 s.
        """
        cdef char head[PEEK]
        cdef Py_ssize_t length
        if self.encrypted or c.httpGetReady(self.line.http) > 0:
            return PEEK_PARTIAL
        length = recv(c.httpGetFd(self.line.http), head, PEEK, MSG_PEEK | MSG_DONTWAIT)
        if length <= 0:
            return PEEK_WHOLE   # the end, or an error, which httpUpdate finds at once
        if length >= 12 and memcmp(head, "HTTP/", 5) == 0 and memcmp(head + 8, " 101", 4) == 0:
            return PEEK_SWITCH
        return PEEK_PARTIAL if memmem(head, length, "\r\n\r\n", 4) == NULL else PEEK_WHOLE

    def read(self, Body body not None, size_t limit, size_t at_least=0):
        """Append the rest of the reply to `body`, or until it holds `at_least` more bytes.

        DONE: the reply is complete, or there is enough (then `body` has grown). FAILED: it broke
        off. GUARD: call `guard()`, then again. TOO_LARGE: more than `limit` bytes. STOPPED.
        """
        cdef int step
        with nogil:
            step = self.fetch(body, limit, at_least)
        return step

    cdef int fetch(self, Body body, size_t limit, size_t at_least) noexcept nogil:
        cdef Py_ssize_t got
        cdef size_t start = body.size
        cdef int step
        cdef c.http_t *http = self.line.http
        cdef bint chunked = c.httpIsChunked(http)
        cdef Py_ssize_t known = 0 if chunked else c.httpGetRemaining(http)
        if known == 0 and not chunked:      # as the server says: no reply that broke off
            return STEP_DONE
        if known > 0 and self.declared() and <size_t> known > limit:
            return STEP_TOO_LARGE
        if known > 0 and <size_t> known <= limit and body.size == 0:
            if not body.make_room(known + 1):
                return STEP_TOO_LARGE
        while at_least == 0 or body.size - start < at_least:
            if c.httpGetState(http) == c.HTTP_STATE_WAITING:
                break
            step = self.wait_readable()
            if step != STEP_DONE:
                return step
            if not self.guarded and not self.prompt(chunked):
                return STEP_GUARD
            if not body.make_room(BLOCK):
                return STEP_TOO_LARGE
            got = c.httpRead2(http, <char *> body.data + body.size, BLOCK)
            if got == 0 and not chunked and not self.declared():
                self.spent = self.ended = True      # RFC 9112 section 6.3: closing ends it
                return STEP_DONE
            if got < 0 or (got == 0 and c.httpError(http) != 0):
                return STEP_FAILED
            if got == 0:
                return STEP_DONE if c.httpGetState(http) == c.HTTP_STATE_WAITING else STEP_FAILED
            body.size += got
            if body.size > limit:
                return STEP_TOO_LARGE
        return STEP_DONE

    cdef bint declared(self) noexcept nogil:
        """Whether the server said how long its reply is."""
        cdef const char *field = c.httpGetField(self.line.http, c.HTTP_FIELD_CONTENT_LENGTH)
        return field != NULL and field[0] != 0

    cdef bint prompt(self, bint chunked) noexcept nogil:
        """Whether libcups can read on with what is there, and need not wait in a loop of its own.

        It might for a whole record of TLS, and for the line that says how long a chunk is.
        """
        cdef char line[PEEK_CHUNK]
        cdef Py_ssize_t length
        cdef Py_ssize_t each
        if self.encrypted or (chunked and c.httpGetRemaining(self.line.http) <= 0
                              and c.httpGetReady(self.line.http) > 0):
            return False
        if not chunked or c.httpGetRemaining(self.line.http) > 0:
            return True
        length = recv(c.httpGetFd(self.line.http), line, PEEK_CHUNK, MSG_PEEK | MSG_DONTWAIT)
        for each in range(2, length):       # the line before may still have to be ended
            if line[each] == 10:
                return True
        return length <= 0

    @property
    def complete(self):
        """Whether the reply has been read to its end."""
        return self.ended or (
            self.line.http != NULL and c.httpGetState(self.line.http) == c.HTTP_STATE_WAITING)

    @property
    def local(self):
        """Whether the server is on this machine: nobody listens in between."""
        return c.httpAddrLocalhost(c.httpGetAddress(self.line.http)) != 0

    @property
    def reusable(self):
        """Whether libcups would use this connection again without reconnecting by itself."""
        cdef const char *token
        if self.spent or not self.complete:
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
