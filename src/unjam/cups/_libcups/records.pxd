# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from unjam.cups._libcups.body cimport Body
from unjam.cups._libcups.index cimport attribute_t, index_t
from unjam.cups._libcups.values cimport Names


cdef class Reply:
    cdef Body body
    cdef index_t *index
    cdef Names names


cdef class Record:
    cdef Reply reply
    cdef Py_ssize_t span
    cdef size_t ahead       # where the next attribute asked for may be, if no name comes twice
    cdef size_t count(self) noexcept
    cdef bint locate(self, bytes name, attribute_t *found) noexcept
    cdef object value(self, const attribute_t *found)
    cdef dict entries(self, bint values)


cdef class Records:
    cdef readonly Reply reply
    cdef object spans
