# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Raw bytes of a reply, outside Python's heap: filled without the GIL, freed in one step."""

from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.stdlib cimport free, realloc
from libc.string cimport memcpy

cdef enum:
    LARGE = 65536


cdef class Body:
    """A growing block of bytes."""

    def __cinit__(self, const unsigned char[::1] content=None):
        if content is None or content.shape[0] == 0:
            return
        if not self.make_room(content.shape[0]):
            raise MemoryError
        memcpy(self.data, &content[0], content.shape[0])
        self.size = content.shape[0]

    def __dealloc__(self):
        cdef unsigned char *data = self.data
        if self.size < LARGE:
            free(data)
        else:
            with nogil:     # giving pages back takes the system its time
                free(data)

    def __len__(self):
        return self.size

    def __bytes__(self):
        return PyBytes_FromStringAndSize(<char *> self.data, self.size)

    cdef bint make_room(self, size_t more) noexcept nogil:
        """Have room for `more` bytes behind those that are there; False when memory is out.

        Half as much again each time: what is never touched is never resident.
        """
        cdef size_t wanted = self.size + more
        cdef unsigned char *bigger
        if wanted <= self.room:
            return True
        if wanted < self.room + self.room // 2:
            wanted = self.room + self.room // 2
        bigger = <unsigned char *> realloc(self.data, wanted)
        if bigger == NULL:
            return False
        self.data = bigger
        self.room = wanted
        return True
