# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0


cdef struct span_t:
    size_t start        # the first attribute's tag
    size_t end          # behind the last attribute
    unsigned char group


cdef struct index_t:
    span_t *spans
    size_t count
    size_t room
    size_t position     # of the first byte that is not understood yet, then behind the message
    const char *complaint
    bint truncated      # the complaint is only that there should be more
    bint whole          # and what is there ends with a whole attribute


cdef struct value_t:
    unsigned char tag
    const unsigned char *data
    size_t length


cdef struct attribute_t:
    const unsigned char *name
    size_t name_length
    size_t start        # the first value's tag
    size_t end          # behind the last value
    value_t first
    bint several


cdef bint build(const unsigned char *data, size_t size, index_t *index) noexcept nogil
cdef bint next_attribute(
    const unsigned char *data, size_t end, size_t *position, attribute_t *found) noexcept nogil
cdef bint next_value(
    const unsigned char *data, size_t end, size_t *position, value_t *found) noexcept nogil
cdef unsigned char merged_tag(unsigned char have, unsigned char tag) noexcept nogil
