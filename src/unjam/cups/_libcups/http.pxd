# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from unjam.cups._libcups.call cimport control_t
from unjam.cups._libcups.libcups cimport http_t


cdef struct line_t:
    http_t *http
    control_t *control      # of the call that uses the connection now, or NULL between calls


cdef class Http:
    cdef line_t *line
    cdef readonly bint encrypted
    cdef bint guarded
    cdef bint peek_headers(self) noexcept nogil
    cdef int wait_readable(self) noexcept nogil
