# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""libcups' own decoder: what ours is measured against, and what replaces it on request."""

from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.string cimport memcpy, strlen

from datetime import datetime, timedelta, timezone

from unjam.cups._libcups cimport libcups as c
from unjam.cups._libcups.body cimport Body
from unjam.cups._libcups.values cimport Name, named
from unjam.cups.model import IntRange, LanguageString, OutOfBand, Resolution, ResolutionUnits

cdef dict OUT_OF_BAND = {int(member): member for member in OutOfBand}
cdef dict UNITS = {int(member): member for member in ResolutionUnits}


cdef struct source_t:
    const unsigned char *data
    size_t left


cdef Py_ssize_t on_read(void *context, c.ipp_uchar_t *buffer, size_t length) noexcept nogil:
    cdef source_t *source = <source_t *> context
    if length > source.left:
        length = source.left
    memcpy(buffer, source.data, length)
    source.data += length
    source.left -= length
    return length


def decode(Body body not None):
    """The groups of a message, eagerly: ([(group tag, {name: value}), …], bytes behind them).

    None when libcups does not read it.
    """
    cdef source_t source
    cdef c.ipp_t *ipp = c.ippNew()
    cdef c.ipp_state_t state
    source.data, source.left = body.data, body.size
    if ipp == NULL:
        raise MemoryError
    try:
        with nogil:
            state = c.ippReadIO(&source, on_read, 1, NULL, ipp)
        if state != c.IPP_STATE_DATA:
            return None
        return groups(ipp), PyBytes_FromStringAndSize(<const char *> source.data, source.left)
    finally:
        with nogil:
            c.ippDelete(ipp)


cdef list groups(c.ipp_t *ipp):
    cdef c.ipp_attribute_t *attribute = c.ippFirstAttribute(ipp)
    cdef const char *name
    found = []
    last = -1
    while attribute != NULL:
        name = c.ippGetName(attribute)
        group = <int> c.ippGetGroupTag(attribute)
        if name == NULL:
            last = -1
        else:
            if group != last:
                found.append((group, {}))
                last = group
            add(found[len(found) - 1][1], name, attribute)
        attribute = c.ippNextAttribute(ipp)
    return found


cdef int add(dict members, const char *name, c.ipp_attribute_t *attribute) except -1:
    entry = named(name[:strlen(name)].decode("utf-8", "replace"))
    if entry.text not in members:
        members[entry.text] = value(attribute, entry)
    return 0


cdef object value(c.ipp_attribute_t *attribute, Name name):
    cdef int tag = c.ippGetValueTag(attribute)
    if tag in OUT_OF_BAND:
        return OUT_OF_BAND[tag]
    values = [one(attribute, tag, each, name) for each in range(c.ippGetCount(attribute))]
    if name.registered is False and values:
        return values[0]
    return values if name.registered is True or len(values) != 1 else values[0]


cdef object one(c.ipp_attribute_t *attribute, int tag, int each, Name name):
    cdef int upper = 0
    cdef int length = 0
    cdef c.ipp_res_t units = c.IPP_RES_PER_INCH
    cdef const char *language = NULL
    cdef const char *text
    cdef void *data
    if tag == 0x21:
        return c.ippGetInteger(attribute, each)
    if tag == 0x23:
        return number(name, c.ippGetInteger(attribute, each))
    if tag == 0x22:
        return c.ippGetBoolean(attribute, each) != 0
    if tag == 0x33:
        lower = c.ippGetRange(attribute, each, &upper)
        return IntRange(lower, upper)
    if tag == 0x32:
        x = c.ippGetResolution(attribute, each, &upper, &units)
        return Resolution(x, upper, UNITS.get(<int> units, <int> units))
    if tag == 0x31:
        return date(c.ippGetDate(attribute, each))
    if tag == 0x34:
        return collection(c.ippGetCollection(attribute, each))
    if tag in (0x35, 0x36) or 0x41 <= tag <= 0x49:
        text = c.ippGetString(attribute, each, &language)
        return string(text, language)
    data = c.ippGetOctetString(attribute, each, &length)
    return b"" if data == NULL else PyBytes_FromStringAndSize(<char *> data, length)


cdef object number(Name name, int value):
    return value if name.members is None else name.member(value)


cdef object string(const char *text, const char *language):
    if text == NULL:
        return ""
    decoded = text[:strlen(text)].decode("utf-8", "replace")
    if language == NULL:
        return decoded
    return LanguageString(decoded, language[:strlen(language)].decode("utf-8", "replace"))


cdef dict collection(c.ipp_t *ipp):
    cdef c.ipp_attribute_t *attribute = c.ippFirstAttribute(ipp)
    members = {}
    while attribute != NULL:
        if c.ippGetName(attribute) != NULL:
            add(members, c.ippGetName(attribute), attribute)
        attribute = c.ippNextAttribute(ipp)
    return members


cdef object date(const c.ipp_uchar_t *data):
    minutes = (data[9] * 60 + data[10]) * (-1 if data[8] == 45 else 1)
    try:
        return datetime(
            (data[0] << 8) | data[1], data[2], data[3], data[4], data[5], min(data[6], 59),
            data[7] * 100000, timezone(timedelta(minutes=minutes)))
    except ValueError:
        return PyBytes_FromStringAndSize(<const char *> data, 11)
