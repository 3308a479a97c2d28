# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Where the groups of an IPP message begin and end, found in one pass without the GIL.

The pass refuses exactly what libcups 2.4's `ippReadIO` refuses (RFC 8010 section 3 as libcups reads
it), oddities included: an end-of-attributes tag closes a collection too, and an endCollection
outside of one ends the message. What has passed can be walked later without any check of a length,
and that is how `next_attribute` and `next_value` walk it.
"""

from libc.stdlib cimport free, realloc
from libc.string cimport memcpy

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


cdef struct walk_t:
    const unsigned char *data
    size_t size
    size_t position
    index_t *index
    int group                   # the group tag that is open, or 0
    int *levels                 # the tag of the current attribute, for each level of collections
    size_t depth
    size_t room
    int shallow[SHALLOW]


cdef bint build(const unsigned char *data, size_t size, index_t *index) noexcept nogil:
    """Index a whole message; False with `index.complaint` when libcups would not read it.

    A group without attributes leaves no trace, as in libcups.
    """
    cdef walk_t walk
    cdef bint good
    index.complaint = BREAKS_OFF
    index.whole = False
    index.truncated = size < 8
    if index.truncated:
        return False
    walk.data, walk.size, walk.position, walk.index, walk.group = data, size, 8, index, 0
    walk.levels, walk.depth, walk.room = walk.shallow, 0, SHALLOW
    walk.shallow[0] = NOTHING
    good = walk_on(&walk)
    if walk.levels != walk.shallow:
        free(walk.levels)
    if good:
        index.position = walk.position
        index.complaint = NULL
    index.truncated = not good and index.complaint == BREAKS_OFF
    return good


cdef inline bint refuse(walk_t *walk, const char *complaint) noexcept nogil:
    walk.index.complaint = complaint
    return False


cdef bint walk_on(walk_t *walk) noexcept nogil:
    """Walk to the end of the message."""
    cdef unsigned char tag
    while walk.position < walk.size:
        tag = walk.data[walk.position]
        walk.position += 1
        if tag == END or tag == END_COLLECTION:
            if tag == END_COLLECTION and not skip_bracket(walk):
                return False
            if walk.depth == 0:
                close_group(walk.index, walk.position - (1 if tag == END else 5))
                return True
            walk.depth -= 1
        elif tag < FIRST_VALUE_TAG:
            if not enter_group(walk, tag):
                return False
        elif not (enter_attribute(walk, tag) and enter_value(walk, tag)):
            return False
    walk.index.whole = walk.depth == 0
    return refuse(walk, BREAKS_OFF)


cdef bint take_length(walk_t *walk, size_t *length, const char *complaint) noexcept nogil:
    """Read a length of two bytes."""
    if walk.position + 2 > walk.size:
        return refuse(walk, BREAKS_OFF)
    length[0] = (walk.data[walk.position] << 8) | walk.data[walk.position + 1]
    walk.position += 2
    return length[0] < LONGEST or refuse(walk, complaint)


cdef bint skip_bracket(walk_t *walk) noexcept nogil:
    """The lengths of an endCollection.

    libcups reads its name's length and no name: a name would be taken for the value's length.
    """
    cdef size_t length
    if not take_length(walk, &length, "a name is too long"):
        return False
    if length and walk.depth:
        return refuse(walk, "a collection has a named attribute")
    if not take_length(walk, &length, "a value is too long"):
        return False
    return length == 0 or refuse(walk, "a collection's brackets are not empty")


cdef bint enter_group(walk_t *walk, unsigned char tag) noexcept nogil:
    if tag == 0 or walk.depth or (tag == OPERATION and walk.group != 0):
        return refuse(walk, "a group begins where none can")
    close_group(walk.index, walk.position - 1)
    walk.group = tag
    walk.levels[0] = NOTHING
    return begin_group(walk.index, tag, walk.position) or refuse(walk, "memory is out")


cdef bint enter_attribute(walk_t *walk, unsigned char tag) noexcept nogil:
    """The name, or what stands for it: a new attribute, a new member, or one more value."""
    cdef size_t length
    cdef int *current = walk.levels + walk.depth
    if walk.index.count == 0 and not begin_group(walk.index, 0, walk.position - 1):
        return refuse(walk, "memory is out")
    if not take_length(walk, &length, "a name is too long"):
        return False
    if length and (walk.depth or tag == MEMBER_NAME):
        return refuse(walk, "a member of a collection is named like an attribute")
    if tag == MEMBER_NAME:
        current[0] = MEMBER
        return walk.depth > 0 or refuse(walk, "a member's name stands outside of a collection")
    if length:
        current[0] = tag
        walk.position += length
        return walk.position <= walk.size or refuse(walk, BREAKS_OFF)
    if current[0] == NOTHING:
        return refuse(walk, "a value belongs to no attribute")
    if not compatible(current[0], tag):
        return refuse(walk, "the values of a set have different types")
    current[0] = merged_tag(current[0], tag)
    return True


cdef bint enter_value(walk_t *walk, unsigned char tag) noexcept nogil:
    cdef size_t length
    cdef const char *complaint
    if not take_length(walk, &length, "a value is too long"):
        return False
    if walk.position + length > walk.size:
        return refuse(walk, BREAKS_OFF)
    complaint = odd_length(tag, walk.data + walk.position, length)
    if complaint != NULL:
        return refuse(walk, complaint)
    walk.position += length
    if tag == COLLECTION:
        return deeper(walk) or refuse(walk, "memory is out")
    if length and out_of_band(tag):
        walk.levels[walk.depth] = TEXT
    return True


cdef void close_group(index_t *index, size_t end) noexcept nogil:
    """The group that is open ends here; one without attributes is forgotten."""
    if index.count == 0:
        return
    index.spans[index.count - 1].end = end
    if index.spans[index.count - 1].start == end:
        index.count -= 1


cdef bint deeper(walk_t *walk) noexcept nogil:
    """One level more, on the heap once the few on the stack are used up."""
    cdef int *bigger
    if walk.depth + 1 == walk.room:
        bigger = <int *> realloc(
            NULL if walk.levels == walk.shallow else walk.levels, 2 * walk.room * sizeof(int))
        if bigger == NULL:
            return False
        if walk.levels == walk.shallow:
            memcpy(bigger, walk.shallow, sizeof(walk.shallow))
        walk.levels = bigger
        walk.room *= 2
    walk.depth += 1
    walk.levels[walk.depth] = NOTHING
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
