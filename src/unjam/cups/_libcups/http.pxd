# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from unjam.cups._libcups.body cimport Body
from unjam.cups._libcups.call cimport Call, control_t, pthread_mutex_t
from unjam.cups._libcups.libcups cimport http_t


cdef struct line_t:
    http_t *http
    control_t *control      # of the call that uses the connection now, or NULL between calls


cdef struct attempt_t:
    pthread_mutex_t lock    # guards `holders`
    int holders             # who still needs this: the thread that connects, and who waits for it
    int ready               # an eventfd: there is an outcome, or the call has been stopped
    int done                # there is an outcome
    int cancel              # libcups' cancel pointer
    double deadline
    int port
    int encryption
    char host[1024]
    http_t *http            # the outcome, or NULL
    int step
    char words[1024]


cdef enum peek_t:
    PEEK_WHOLE
    PEEK_PARTIAL
    PEEK_SWITCH


cdef class Opening:
    cdef attempt_t *attempt
    cdef control_t *control
    cdef object call


cdef class Http:
    cdef line_t *line
    cdef Call call              # which `line` uses now
    cdef readonly bint encrypted
    cdef bint guarded
    cdef bint spent
    cdef bint ended
    cdef peek_t peek_headers(self) noexcept nogil
    cdef int await_head(self, int *status) noexcept nogil
    cdef bint put_head(self, int verb, const char *path, const char *authorization,
                       const char *content_type, Py_ssize_t length, bint expect) noexcept nogil
    cdef bint put_all(self, int verb, const char *path, const char *authorization,
                      const char *content_type, const char *data, Py_ssize_t length) noexcept nogil
    cdef int fetch(self, Body body, size_t limit, size_t at_least) noexcept nogil
    cdef bint declared(self) noexcept nogil
    cdef bint prompt(self, bint chunked) noexcept nogil
    cdef void hang_up(self) noexcept
    cdef int wait_readable(self) noexcept nogil
