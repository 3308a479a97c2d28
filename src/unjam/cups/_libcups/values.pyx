# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Python values of an indexed message. Only bytes that `index` has checked come here."""

cimport cython
from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.datetime cimport datetime_new, import_datetime
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport memchr, memcmp, memcpy

from datetime import timedelta, timezone

from unjam.cups._libcups.index cimport (
    attribute_t, merged_tag, next_value, value_t)
from unjam.cups.model import IntRange, LanguageString, OutOfBand, Resolution, ResolutionUnits
from unjam.cups.syntax import ENUMS, SETS, SINGLE, SINGLE_SUPPORTED, is_set

import_datetime()

cdef enum:
    END = 0x03
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    DATE = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_LANGUAGE = 0x35
    NAME_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A
    PROBES = 16
    MEMBERS = 256
    SUPPORTED_LENGTH = 10

cdef const char *SUPPORTED = "-supported"
cdef dict OUT_OF_BAND = {int(member): member for member in OutOfBand}
cdef dict UNITS = {int(member): member for member in ResolutionUnits}


cdef class Name:
    """An attribute's name, and what its registered syntax says about its values."""

    cdef object member(self, int number):
        """The enum member for a number, or the number where no table knows it."""
        found = self.members.get(number)
        if found is not None:
            return found
        if number < 0:
            return number       # no enum has such, and a flag would take it for a complement
        try:
            found = self.kind(number)
        except ValueError:
            return number
        if len(self.members) < MEMBERS:     # flags have more sums than are worth keeping
            self.members[number] = found
        return found


cdef Name named(str text):
    """A name with its registered syntax."""
    cdef Name name = Name.__new__(Name)
    name.text = text
    name.registered = is_set(text)
    name.kind = ENUMS.get(text)
    name.members = None if name.kind is None else {int(each): each for each in name.kind}
    return name


cdef Name strange(const unsigned char *text, size_t length):
    """A name that is not among `KNOWN`: only the ending can say that it is registered."""
    cdef Name name
    if memchr(text, 0, length) != NULL:
        return named(string(text, length))
    name = Name.__new__(Name)
    name.text = string(text, length)
    if length >= SUPPORTED_LENGTH and memcmp(
            text + length - SUPPORTED_LENGTH, SUPPORTED, SUPPORTED_LENGTH) == 0:
        name.registered = True
    return name


cdef class Names:
    """The names of one reply, each decoded once; `KNOWN` has the registered ones beforehand."""

    def __cinit__(self):
        self.zones = {}
        self.kept = []

    cdef Name find(self, const unsigned char *name, size_t length):
        cdef unsigned int place = digest(name, length)
        cdef slot_t *slot = seek(KNOWN.slots, place, name, length)
        cdef Name entry
        if slot != NULL and slot.entry != NULL:
            return <Name> slot.entry
        with cython.critical_section(self):     # a lock where there is no GIL
            slot = seek(self.slots, place, name, length)
            if slot == NULL:
                return strange(name, length)
            if slot.entry == NULL:
                entry = strange(name, length)
                self.kept.append(entry)
                slot.name, slot.length, slot.entry = name, length, <void *> entry
            return <Name> slot.entry


cdef slot_t *seek(
        slot_t *slots, unsigned int place, const unsigned char *name, size_t length) noexcept:
    """The slot of a name, or an empty one for it.

    NULL where there is neither: taken slots stay, and a hostile reply must not make this long.
    """
    cdef slot_t *slot
    cdef int attempt
    for attempt in range(PROBES):
        slot = &slots[(place + attempt) % SLOTS]
        if slot.entry == NULL or (
                slot.length == length and memcmp(slot.name, name, length) == 0):
            return slot
    return NULL


cdef Names known():
    """The registered names; nothing is added to them later, so every thread may look."""
    cdef Names names = Names()
    cdef slot_t *slot
    cdef bytes encoded
    cdef Name entry
    for text in sorted(SETS | SINGLE | SINGLE_SUPPORTED | ENUMS.keys()):
        encoded = text.encode()
        slot = seek(names.slots, digest(encoded, len(encoded)), encoded, len(encoded))
        if slot == NULL:
            raise OverflowError("the table of names is too small")
        if slot.entry == NULL:
            entry = named(text)
            names.kept += (encoded, entry)
            slot.name, slot.length, slot.entry = encoded, len(encoded), <void *> entry
    return names


cdef inline unsigned int digest(const unsigned char *name, size_t length) noexcept:
    """A hash of a name, eight bytes at a time."""
    cdef unsigned long long mixed = length * 0x9E3779B97F4A7C15u
    cdef unsigned long long word
    while length >= 8:
        memcpy(&word, name, 8)
        mixed = (mixed ^ word) * 0x9E3779B97F4A7C15u
        mixed ^= mixed >> 32
        name += 8
        length -= 8
    word = 0
    memcpy(&word, name, length)
    mixed = (mixed ^ word) * 0x9E3779B97F4A7C15u
    return <unsigned int> (mixed >> 32)


cdef inline bint out_of_band(unsigned char tag) noexcept:
    return 0x10 <= tag <= 0x13 or 0x15 <= tag <= 0x17


cdef inline str string(const unsigned char *data, size_t length):
    """Text up to the first NUL, as libcups has it; bytes that are not UTF-8 become U+FFFD."""
    cdef const void *end = memchr(data, 0, length)
    if end != NULL:
        length = <const unsigned char *> end - data
    return PyUnicode_DecodeUTF8(<const char *> data, length, "replace")


cdef inline int integer(const unsigned char *data) noexcept:
    return <int> ((<unsigned int> data[0] << 24) | (data[1] << 16) | (data[2] << 8) | data[3])


cdef object date(const unsigned char *data, Names names):
    """RFC 2579 DateAndTime as an aware datetime; what is no date stays bytes."""
    cdef int minutes = (data[9] * 60 + data[10]) * (-1 if data[8] == 45 else 1)
    try:
        zone = names.zones.get(minutes)
        if zone is None:
            zone = names.zones[minutes] = timezone(timedelta(minutes=minutes))
        return datetime_new(
            (data[0] << 8) | data[1], data[2], data[3], data[4], data[5],
            data[6] if data[6] < 60 else 59, data[7] * 100000, zone)
    except ValueError:
        return PyBytes_FromStringAndSize(<const char *> data, 11)


cdef object with_language(const unsigned char *data):
    cdef size_t language = (data[0] << 8) | data[1]
    cdef const unsigned char *text = data + 2 + language
    return LanguageString(
        string(text + 2, (text[0] << 8) | text[1]), string(data + 2, language))


cdef object one_value(const value_t *value, Name name, Names names):
    cdef const unsigned char *data = value.data
    cdef unsigned char tag = value.tag
    if tag == INTEGER:
        return integer(data)
    if TEXT <= tag <= MIME_TYPE:
        return string(data, value.length)
    if tag == ENUM:
        return integer(data) if name.members is None else name.member(integer(data))
    if tag == BOOLEAN:
        return data[0] != 0
    if tag == RANGE:
        return IntRange(integer(data), integer(data + 4))
    if tag == COLLECTION:
        return collection(data, value.length, names)
    if tag == DATE:
        return date(data, names)
    if tag == RESOLUTION:
        return Resolution(integer(data), integer(data + 4), UNITS.get(data[8], data[8]))
    if tag == TEXT_LANGUAGE or tag == NAME_LANGUAGE:
        return with_language(data)
    if tag in OUT_OF_BAND:
        return string(data, value.length) if value.length else OUT_OF_BAND[tag]
    return PyBytes_FromStringAndSize(<const char *> data, value.length)


cdef object attribute_value(
        const unsigned char *data, const attribute_t *attribute, Name name, Names names):
    """The value of an attribute: a list where the registered syntax says `1setOf`."""
    if attribute.several:
        return several(data, attribute.start, attribute.end, name, names)
    return shaped(one_value(&attribute.first, name, names), attribute.first.tag, name)


cdef object shaped(object value, unsigned char tag, Name name):
    """A single value as the syntax has it."""
    if name.registered is True and not (out_of_band(tag) and isinstance(value, OutOfBand)):
        return [value]
    return value


cdef object several(
        const unsigned char *data, size_t first, size_t end, Name name, Names names):
    cdef size_t position = first
    cdef value_t value
    cdef unsigned char tag = 0
    cdef list values = []
    while next_value(data, end, &position, &value):
        tag = value.tag if tag == 0 else merged_tag(tag, value.tag)
        if tag == NO_VALUE and value.tag == NO_VALUE and values and isinstance(values[-1], str):
            values.clear()      # libcups forgets the strings that came before a no-value
        if out_of_band(tag) and value.length:
            tag = TEXT
        values.append(one_value(&value, name, names))
    if tag == RANGE:
        values = [IntRange(each, each) if isinstance(each, int) else each for each in values]
    if out_of_band(tag) or name.registered is False:
        return values[0]
    if name.registered is None and len(values) == 1:
        return values[0]
    return values


cdef dict collection(const unsigned char *data, size_t length, Names names):
    """The members of a collection value; nested ones without recursion, so at any depth."""
    cdef list stack = []
    cdef dict members = {}
    cdef list values = None
    cdef Name name = None
    cdef size_t at = 0
    cdef size_t size
    cdef unsigned char tag
    cdef value_t value
    cdef unsigned char have = 0
    while at < length:
        tag = data[at]
        if tag == END or tag == END_COLLECTION:
            close_member(members, name, values, have)
            at += 1 if tag == END else 5
            if not stack:
                break
            inner = members
            members, name, values, have = stack.pop()
            values.append(inner)
            continue
        at += 3
        size = (data[at] << 8) | data[at + 1]
        at += 2
        if tag == MEMBER_NAME:
            close_member(members, name, values, have)
            name, values, have = names.find(data + at, size), [], 0
        else:
            have = merged_tag(have, tag)
            if tag == NO_VALUE and have == NO_VALUE and values and isinstance(values[-1], str):
                values.clear()
            if tag == COLLECTION:
                stack.append((members, name, values, have))
                members, name, values, have = {}, None, None, 0
            else:
                if out_of_band(have) and size:
                    have = TEXT
                value.tag, value.data, value.length = tag, data + at, size
                values.append(one_value(&value, name, names))
        at += size
    return members


cdef int close_member(dict members, Name name, list values, unsigned char have) except -1:
    """Enter the member that is open; the first of a name counts."""
    if name is None or name.text in members:
        return 0
    if have == RANGE:
        values = [IntRange(each, each) if isinstance(each, int) else each for each in values]
    if len(values) == 1 and (name.registered is not True or isinstance(values[0], OutOfBand)):
        members[name.text] = values[0]
    elif values and (out_of_band(have) or name.registered is False):
        members[name.text] = values[0]
    else:
        members[name.text] = values
    return 0


cdef Names KNOWN = known()
