# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Where the groups of an IPP message begin and end, found in one pass without the GIL.

The pass refuses exactly what libcups 2.4's `ippReadIO` refuses (RFC 8010 section 3 as libcups reads
it), oddities included: an end-of-attributes tag closes a collection too, and an endCollection
outside of one ends the message. What has passed can be walked later without any check of a length,
and that is how `next_attribute` and `next_value` walk it.
"""

from libc.stdlib cimport free, realloc

cdef enum:
    END = 0x03
    OPERATION = 0x01
    FIRST_VALUE_TAG = 0x10
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_LANGUAGE = 0x35
    NAME_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A
    NOTHING = 256           # no attribute to which a further value could belong
    MEMBER = 0              # a member that has a name and no value yet (IPP_TAG_ZERO)
    LONGEST = 32769         # IPP_BUF_SIZE
    LONGEST_OCTETS = 32767  # IPP_MAX_LENGTH
    LONGEST_LANGUAGE = 64   # IPP_MAX_LANGUAGE
    SHALLOW = 16


cdef const char *BREAKS_OFF = "it breaks off"


cdef inline bint out_of_band(unsigned char tag) noexcept nogil:
    return 0x10 <= tag <= 0x13 or 0x15 <= tag <= 0x17


cdef inline bint stringy(int tag) noexcept nogil:
    return tag == TEXT_LANGUAGE or tag == NAME_LANGUAGE or TEXT <= tag <= MIME_TYPE


cdef bint compatible(int have, unsigned char tag) noexcept nogil:
    """Whether libcups takes a further value with this tag for an attribute that has that one."""
    if have == MEMBER:
        return True
    if stringy(have):
        return stringy(tag) or tag == NO_VALUE
    if have == INTEGER or have == RANGE:
        return tag == INTEGER or tag == RANGE
    return have == tag


cdef unsigned char merged_tag(unsigned char have, unsigned char tag) noexcept nogil:
    """The attribute's tag once a further value has this one (`ippSetValueTag`)."""
    if have == tag or have == MEMBER or tag == NO_VALUE:
        return tag
    if have == INTEGER and tag == RANGE:
        return RANGE
    if have == KEYWORD and tag == NAME:
        return NAME
    if tag == NAME_LANGUAGE and (have == NAME or have == KEYWORD):
        return NAME_LANGUAGE
    if tag == TEXT_LANGUAGE and have == TEXT:
        return NAME_LANGUAGE
    return have


cdef inline const char *length_is(bint right, const char *complaint) noexcept nogil:
    return NULL if right else complaint


cdef const char *odd_length(
        unsigned char tag, const unsigned char *data, size_t length) noexcept nogil:
    """What is wrong with a value of this length, or NULL."""
    cdef size_t part
    if tag == INTEGER or tag == ENUM:
        return length_is(length == 4, "an integer is not 4 bytes long")
    if tag == BOOLEAN:
        return length_is(length == 1, "a boolean is not 1 byte long")
    if tag == DATE:
        return length_is(length == 11, "a date is not 11 bytes long")
    if tag == RESOLUTION:
        return length_is(length == 9, "a resolution is not 9 bytes long")
    if tag == RANGE:
        return length_is(length == 8, "a range is not 8 bytes long")
    if tag == COLLECTION or tag == END_COLLECTION:
        return length_is(length == 0, "a collection's brackets are not empty")
    if tag == MEMBER_NAME:
        return length_is(length > 0, "a member's name is empty")
    if tag == OCTETS:
        return length_is(length <= LONGEST_OCTETS, "an octet string is too long")
    if tag == TEXT_LANGUAGE or tag == NAME_LANGUAGE:
        if length < 4:
            return "a string with language is shorter than 4 bytes"
        part = (data[0] << 8) | data[1]
        if part + 4 > length or part >= LONGEST_LANGUAGE:
            return "a language is too long"
        if part + 4 + ((data[2 + part] << 8) | data[3 + part]) > length:
            return "a string with language overflows its value"
    return NULL


cdef bint begin_group(index_t *index, unsigned char group, size_t start) noexcept nogil:
    cdef span_t *bigger
    if index.count == index.room:
        index.room = index.room * 2 if index.room else 64
        bigger = <span_t *> realloc(index.spans, index.room * sizeof(span_t))
        if bigger == NULL:
            return False
        index.spans = bigger
    index.spans[index.count].group = group
    index.spans[index.count].start = start
    index.spans[index.count].end = start
    index.count += 1
    return True


cdef bint build(const unsigned char *data, size_t size, index_t *index) noexcept nogil:
    """Index a whole message; False with `index.complaint` when libcups would not read it.

    A group without attributes leaves no trace, as in libcups.
    """
    cdef int shallow[SHALLOW]
    cdef int *levels = shallow
    cdef size_t room = SHALLOW
    cdef size_t depth = 0
    cdef bint good
    shallow[0] = NOTHING
    index.complaint = NULL
    index.truncated = index.whole = False
    if size < 8:
        index.complaint = "the header is incomplete"
        index.truncated = True
        return False
    index.position = 8
    good = walk(data, size, index, &levels, &room, &depth, shallow)
    if levels != shallow:
        free(levels)
    index.truncated = not good and index.complaint == BREAKS_OFF
    return good


cdef bint walk(const unsigned char *data, size_t size, index_t *index, int **levels, size_t *room,
               size_t *depth, int *shallow) noexcept nogil:
    cdef size_t position = index.position
    cdef size_t start, length
    cdef unsigned char tag
    cdef int group = 0
    cdef int *current = levels[0]
    index.complaint = BREAKS_OFF
    while True:
        if position + 1 > size:
            index.whole = depth[0] == 0
            return False
        start = position
        tag = data[position]
        position += 1
        if tag == END or tag == END_COLLECTION:
            if tag == END_COLLECTION:
                # A name length is read and ignored; a name would be taken for the value's length.
                if position + 4 > size:
                    return False
                if depth[0] and (data[position] or data[position + 1]):
                    index.complaint = "a collection has a named attribute"
                    return False
                if not reasonable(data, position):
                    index.complaint = "a name is too long"
                    return False
                if data[position + 2] or data[position + 3]:
                    index.complaint = "a collection's brackets are not empty"
                    return False
                position += 4
            if depth[0] == 0:
                close_group(index, start)
                index.position = position
                index.complaint = NULL
                return True
            depth[0] -= 1
            current = levels[0] + depth[0]
            continue
        if tag < FIRST_VALUE_TAG:
            if tag == 0 or depth[0] or (tag == OPERATION and group != 0):
                index.complaint = "a group begins where none can"
                return False
            close_group(index, start)
            if not begin_group(index, tag, position):
                index.complaint = "memory is out"
                return False
            index.position = start
            group = tag
            current[0] = NOTHING
            continue
        if index.count == 0 and not begin_group(index, 0, start):
            index.complaint = "memory is out"
            return False
        if position + 2 > size:
            return False
        length = (data[position] << 8) | data[position + 1]
        position += 2
        if length >= LONGEST:
            index.complaint = "a name is too long"
            return False
        if length and (depth[0] or tag == MEMBER_NAME):
            index.complaint = "a member of a collection is named like an attribute"
            return False
        if tag == MEMBER_NAME:
            if depth[0] == 0:
                index.complaint = "a member's name stands outside of a collection"
                return False
            current[0] = MEMBER
        elif length == 0:
            if current[0] == NOTHING:
                index.complaint = "a value belongs to no attribute"
                return False
            if not compatible(current[0], tag):
                index.complaint = "the values of a set have different types"
                return False
            current[0] = merged_tag(current[0], tag)
        else:
            if position + length > size:
                return False
            position += length
            current[0] = tag
        if position + 2 > size:
            return False
        length = (data[position] << 8) | data[position + 1]
        position += 2
        if length >= LONGEST:
            index.complaint = "a value is too long"
            return False
        if position + length > size:
            return False
        index.complaint = odd_length(tag, data + position, length)
        if index.complaint != NULL:
            return False
        index.complaint = BREAKS_OFF
        position += length
        if out_of_band(tag) and length:
            current[0] = TEXT
        elif tag == COLLECTION:
            if not deeper(levels, room, depth, shallow):
                index.complaint = "memory is out"
                return False
            current = levels[0] + depth[0]
            current[0] = NOTHING


cdef inline bint reasonable(const unsigned char *data, size_t position) noexcept nogil:
    return ((data[position] << 8) | data[position + 1]) < LONGEST


cdef void close_group(index_t *index, size_t end) noexcept nogil:
    """The group that is open ends here; one without attributes is forgotten."""
    if index.count == 0:
        return
    index.spans[index.count - 1].end = end
    if index.spans[index.count - 1].start == end:
        index.count -= 1


cdef bint deeper(int **levels, size_t *room, size_t *depth, int *shallow) noexcept nogil:
    """One level more, on the heap once the stack's few are used up."""
    cdef int *bigger
    cdef size_t each
    depth[0] += 1
    if depth[0] < room[0]:
        return True
    if levels[0] == shallow:
        bigger = <int *> realloc(NULL, 2 * room[0] * sizeof(int))
        if bigger != NULL:
            for each in range(room[0]):
                bigger[each] = shallow[each]
    else:
        bigger = <int *> realloc(levels[0], 2 * room[0] * sizeof(int))
    if bigger == NULL:
        depth[0] -= 1
        return False
    levels[0] = bigger
    room[0] *= 2
    return True


cdef bint next_attribute(
        const unsigned char *data, size_t end, size_t *position, attribute_t *found) noexcept nogil:
    """The attribute at `position` in an indexed group, and step behind it; False at the end."""
    cdef size_t at = position[0]
    cdef value_t more
    if at >= end:
        return False
    found.start = at
    found.name_length = (data[at + 1] << 8) | data[at + 2]
    found.name = data + at + 3
    next_value(data, end, &at, &found.first)
    found.several = at < end and not (data[at + 1] or data[at + 2])
    while at < end and not (data[at + 1] or data[at + 2]):
        next_value(data, end, &at, &more)
    found.end = at
    position[0] = at
    return True


cdef bint next_value(
        const unsigned char *data, size_t end, size_t *position, value_t *found) noexcept nogil:
    """The value at `position`, a whole collection as one, and step behind it; False at the end."""
    cdef size_t at = position[0]
    cdef size_t depth = 0
    if at >= end:
        return False
    found.tag = data[at]
    at += 3 + ((data[at + 1] << 8) | data[at + 2])
    found.length = (data[at] << 8) | data[at + 1]
    at += 2
    found.data = data + at
    at += found.length
    if found.tag == COLLECTION:
        depth = 1
        while depth:
            if data[at] == END:
                depth -= 1
                at += 1
                continue
            if data[at] == COLLECTION:
                depth += 1
            elif data[at] == END_COLLECTION:
                depth -= 1
            at += 3
            at += 2 + ((data[at] << 8) | data[at + 1])
        found.length = data + at - found.data
    position[0] = at
    return True
