# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0


cdef class Body:
    cdef unsigned char *data
    cdef size_t size
    cdef size_t room
    cdef bint make_room(self, size_t more) noexcept nogil
