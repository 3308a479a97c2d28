# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from unjam.cups._libcups.index cimport attribute_t


cdef class Name:
    cdef readonly str text
    cdef object registered      # whether it is a set: True, False, or None for unregistered
    cdef dict members           # enum number -> member, and the sums of flags that came; or None
    cdef object kind            # the IntEnum, or None
    cdef object member(self, int number)


cdef Name named(str text)


cdef enum:
    SLOTS = 1024


cdef struct slot_t:
    const unsigned char *name
    size_t length
    void *entry


cdef class Names:
    cdef slot_t slots[SLOTS]
    cdef list kept
    cdef dict zones             # minutes east of UTC -> timezone
    cdef Name find(self, const unsigned char *name, size_t length)


cdef object attribute_value(
    const unsigned char *data, const attribute_t *attribute, Name name, Names names)
