# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Requests, encoded by libcups: ippNew, ippAdd*, ippWriteIO into memory."""

from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from unjam.cups._libcups cimport libcups as c
from unjam.cups._libcups.body cimport Body

cdef enum:
    TAG_INTEGER = 0x21
    TAG_BOOLEAN = 0x22
    TAG_ENUM = 0x23
    TAG_OCTETS = 0x30
    TAG_DATE = 0x31
    TAG_RESOLUTION = 0x32
    TAG_RANGE = 0x33
    TAG_COLLECTION = 0x34
    TAG_TEXTLANG = 0x35
    TAG_NAMELANG = 0x36


cdef Py_ssize_t on_write(void *context, c.ipp_uchar_t *buffer, size_t length) noexcept with gil:
    cdef Body body = <Body> context
    if not body.make_room(length):
        return -1
    memcpy(body.data + body.size, buffer, length)
    body.size += length
    return length


def encode(int operation, int request_id, groups):
    """The bytes of one request, as a `Body`: some are secret, and its `repr` shows none.

    `groups` holds (group tag, attributes, options): attributes are (name, value tag, values), the
    values in the types of `unjam.cups.model`; options are a mapping of strings, or of tuples of
    strings, that libcups turns into attributes by its own table (`cupsEncodeOptions2`). Raises
    `ValueError` for an option that libcups would leave out.
    """
    cdef c.ipp_t *ipp = c.ippNew()
    cdef Body body = Body()
    cdef c.ipp_state_t state
    if ipp == NULL:
        raise MemoryError
    try:
        c.ippSetOperation(ipp, <c.ipp_op_t> operation)
        c.ippSetRequestId(ipp, request_id)
        for group, attributes, options in groups:
            add_attributes(ipp, group, attributes)
            add_options(ipp, group, options)
        state = c.ippWriteIO(<void *> body, on_write, 1, NULL, ipp)
    finally:
        c.ippDelete(ipp)
    if state != c.IPP_STATE_DATA:
        raise ValueError("an attribute of the request is too long for IPP")
    return body


cdef int add_options(c.ipp_t *ipp, int group, options) except -1:
    cdef c.cups_option_t *encoded = NULL
    cdef int count = 0
    for name, value in options.items():
        if isinstance(value, str):
            count = c.cupsAddOption(c_string(name), c_string(value), count, &encoded)
        else:
            add_list(ipp, <c.ipp_tag_t> group, c_string(name), [c_string(each) for each in value])
    if count:
        c.cupsEncodeOptions2(ipp, count, encoded, <c.ipp_tag_t> group)
        c.cupsFreeOptions(count, encoded)
    for name in options:
        if c.ippFindAttribute(ipp, c_string(name), c.IPP_TAG_ZERO) == NULL:
            raise ValueError(f"{name}: libcups does not send this option with such a request")
    return 0


cdef int add_list(c.ipp_t *ipp, c.ipp_tag_t group, bytes name, list values) except -1:
    """Several values of the type that libcups' table has; strings are taken as they are."""
    cdef c.ipp_attribute_t *attribute = c.cupsEncodeOption(ipp, group, name, b"x")
    cdef int each
    cdef bint strings = attribute != NULL
    for each in range(len(values)):
        strings = strings and c.ippSetString(ipp, &attribute, each, <bytes> values[each]) != 0
    if not strings:
        if attribute != NULL:
            c.ippDeleteAttribute(ipp, attribute)
        c.cupsEncodeOption(ipp, group, name, b",".join(values))
    return 0


cdef bytes c_string(text):
    encoded = text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogateescape")
    if b"\0" in encoded:
        raise ValueError("an IPP name or string cannot hold a NUL character")
    return encoded


cdef int add_attributes(c.ipp_t *ipp, int group, attributes) except -1:
    for name, tag, values in attributes:
        try:
            taken = add_attribute(ipp, <c.ipp_tag_t> group, c_string(name), tag, tuple(values)) == 0
        except OverflowError:
            raise ValueError(f"{name}: an IPP integer has 32 bits, and a value has more") from None
        if not taken:
            raise ValueError(f"{name}: libcups does not take this value")
    return 0


cdef int add_attribute(
        c.ipp_t *ipp, c.ipp_tag_t group, bytes name, int tag, tuple values) except -2:
    """Add one attribute with all its values; -1 when libcups refuses it."""
    cdef c.ipp_attribute_t *attribute
    if tag < 0x20:
        attribute = c.ippAddOutOfBand(ipp, group, <c.ipp_tag_t> tag, name)
    elif not values:
        raise ValueError(f"{name.decode()}: an attribute needs a value")
    elif tag in (TAG_INTEGER, TAG_ENUM):
        attribute = add_integers(ipp, group, tag, name, values)
    elif tag == TAG_BOOLEAN:
        flags = bytes([1 if value else 0 for value in values])
        attribute = c.ippAddBooleans(ipp, group, name, len(values), flags)
    elif tag == TAG_RANGE:
        attribute = add_ranges(ipp, group, name, values)
    elif tag == TAG_RESOLUTION:
        attribute = add_resolutions(ipp, group, name, values)
    elif tag == TAG_OCTETS:
        attribute = add_octets(ipp, group, name, values)
    elif tag == TAG_DATE:
        attribute = c.ippAddDate(ipp, group, name, ipp_date(values[0]))
    elif tag == TAG_COLLECTION:
        attribute = add_collections(ipp, group, name, values)
    else:
        attribute = add_strings(ipp, group, tag, name, values)
    return -1 if attribute == NULL else 0


cdef c.ipp_attribute_t *add_integers(
        c.ipp_t *ipp, c.ipp_tag_t group, int tag, bytes name, tuple values) except? NULL:
    cdef int count = len(values)
    cdef int *numbers = <int *> malloc(count * sizeof(int))
    if numbers == NULL:
        raise MemoryError
    try:
        for index in range(count):
            numbers[index] = values[index]
        return c.ippAddIntegers(ipp, group, <c.ipp_tag_t> tag, name, count, numbers)
    finally:
        free(numbers)


cdef c.ipp_attribute_t *add_ranges(
        c.ipp_t *ipp, c.ipp_tag_t group, bytes name, tuple values) except? NULL:
    cdef int count = len(values)
    cdef int *numbers = <int *> malloc(2 * count * sizeof(int))
    if numbers == NULL:
        raise MemoryError
    try:
        for index in range(count):
            numbers[index], numbers[count + index] = values[index]
        return c.ippAddRanges(ipp, group, name, count, numbers, numbers + count)
    finally:
        free(numbers)


cdef c.ipp_attribute_t *add_resolutions(
        c.ipp_t *ipp, c.ipp_tag_t group, bytes name, tuple values) except? NULL:
    cdef c.ipp_attribute_t *attribute = NULL
    for index, (x, y, units) in enumerate(values):
        if index == 0:
            attribute = c.ippAddResolution(ipp, group, name, <c.ipp_res_t> <int> units, x, y)
        elif attribute != NULL:
            c.ippSetResolution(ipp, &attribute, index, <c.ipp_res_t> <int> units, x, y)
    return attribute


cdef c.ipp_attribute_t *add_octets(
        c.ipp_t *ipp, c.ipp_tag_t group, bytes name, tuple values) except? NULL:
    cdef c.ipp_attribute_t *attribute = NULL
    cdef bytes data
    for index, value in enumerate(values):
        data = bytes(value)
        if index == 0:
            attribute = c.ippAddOctetString(ipp, group, name, <char *> data, len(data))
        elif attribute != NULL:
            c.ippSetOctetString(ipp, &attribute, index, <char *> data, len(data))
    return attribute


cdef c.ipp_attribute_t *add_collections(
        c.ipp_t *ipp, c.ipp_tag_t group, bytes name, tuple values) except? NULL:
    cdef int count = len(values)
    cdef int made = 0
    cdef c.ipp_t **members = <c.ipp_t **> malloc(count * sizeof(c.ipp_t *))
    if members == NULL:
        raise MemoryError
    try:
        for value in values:
            members[made] = c.ippNew()
            made += 1
            add_attributes(members[made - 1], 0, value)
        return c.ippAddCollections(ipp, group, name, count, <const c.ipp_t **> members)
    finally:
        for index in range(made):
            c.ippDelete(members[index])
        free(members)


cdef c.ipp_attribute_t *add_strings(
        c.ipp_t *ipp, c.ipp_tag_t group, int tag, bytes name, tuple values) except? NULL:
    cdef int count = len(values)
    cdef const char *language = NULL
    cdef const char **strings = <const char **> malloc(count * sizeof(char *))
    if strings == NULL:
        raise MemoryError
    try:
        kept = [c_string(value) for value in values]
        for index in range(count):
            strings[index] = <bytes> kept[index]
        if tag in (TAG_TEXTLANG, TAG_NAMELANG):
            kept.append(c_string(values[0].language))
            language = <bytes> kept[count]
        return c.ippAddStrings(
            ipp, group, <c.ipp_tag_t> tag, name, count, language, <const char *const *> strings)
    finally:
        free(strings)


cdef bytes ipp_date(value):
    """RFC 2579 DateAndTime of an aware datetime."""
    minutes = int(value.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return bytes((
        value.year >> 8, value.year & 255, value.month, value.day, value.hour, value.minute,
        value.second, value.microsecond // 100000, ord("-" if minutes < 0 else "+"), hours, rest))
