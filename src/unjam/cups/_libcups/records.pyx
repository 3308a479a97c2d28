# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A reply as its bytes: records are views, and values are made when somebody asks for them.

Ten thousand jobs are one block of memory and a table of where each begins. Work that makes many
values takes a real pause every millisecond, because whoever releases the GIL and takes it back at
once wins it again; the clock that decides when lives across calls.
"""

import asyncio
from collections.abc import Mapping, Sequence

from cpython.dict cimport PyDict_Copy, PyDict_SetDefault
from libc.stdlib cimport calloc, free
from libc.string cimport memcmp, memset
from posix.time cimport nanosleep, timespec

from unjam.cups._libcups.body cimport Body
from unjam.cups._libcups.call cimport monotonic
from unjam.cups._libcups.index cimport attribute_t, build, index_t, next_attribute, span_t
from unjam.cups._libcups.values cimport Name, Names, attribute_value, slot_t

cdef double SLICE = 0.001

cdef enum:
    SMALL = 65536       # bytes that are indexed sooner than the GIL would be had again

cdef extern from *:
    """
    static _Thread_local double unjam_last_pause;
    """
    double unjam_last_pause


cdef int breathe() except -1:
    """Let other threads run, if this one has held the GIL for a slice."""
    global unjam_last_pause
    cdef timespec pause
    cdef double now = monotonic()
    if now - unjam_last_pause < SLICE:
        return 0
    if now - unjam_last_pause < 2 * SLICE:
        pause.tv_sec, pause.tv_nsec = 0, 50000
        with nogil:
            nanosleep(&pause, NULL)
            now = monotonic()
    unjam_last_pause = now
    return 0


class Malformed(ValueError):
    """The bytes are not an IPP message that libcups would read."""


cdef class Reply:
    """One IPP message: its status, its groups, and the data behind it."""

    def __cinit__(self, Body body not None):
        cdef bint good
        self.body = body
        self.names = Names()
        self.index = <index_t *> calloc(1, sizeof(index_t))
        if self.index == NULL:
            raise MemoryError
        if body.size < SMALL:
            good = build(body.data, body.size, self.index)
        else:
            with nogil:
                good = build(body.data, body.size, self.index)
        if not good:
            raise Malformed((<bytes> self.index.complaint).decode())

    def __dealloc__(self):
        if self.index != NULL:
            free(self.index.spans)
            free(self.index)

    @property
    def version(self):
        """(major, minor)."""
        return self.body.data[0], self.body.data[1]

    @property
    def status(self):
        """The status code (or the operation, if this is a request)."""
        return (self.body.data[2] << 8) | self.body.data[3]

    @property
    def request_id(self):
        """The number that ties a reply to its request."""
        cdef unsigned char *data = self.body.data
        return (data[4] << 24) | (data[5] << 16) | (data[6] << 8) | data[7]

    @property
    def data(self):
        """What follows the attributes: a document, a PPD."""
        return (<const unsigned char *> self.body.data)[self.index.position:self.body.size]

    @property
    def size(self):
        """Bytes of the whole message."""
        return self.body.size

    def records(self, int group):
        """The groups with this tag, one record each, in the order of the reply."""
        cdef size_t each
        cdef size_t first = 0
        cdef size_t count = 0
        cdef size_t last = 0
        for each in range(self.index.count):
            if self.index.spans[each].group == group:
                first = first if count else each
                last = each
                count += 1
        if count == 0 or last - first + 1 == count:
            return make_records(self, range(first, first + count))
        return make_records(self, [
            each for each in range(first, last + 1) if self.index.spans[each].group == group])

    def first(self, int group):
        """The first group with this tag; an empty record when there is none."""
        cdef size_t each
        for each in range(self.index.count):
            if self.index.spans[each].group == group:
                return make_record(self, each)
        return make_record(self, -1)

    @property
    def groups(self):
        """Every group, in order: (tag, record)."""
        cdef size_t each
        return [(self.index.spans[each].group, make_record(self, each))
                for each in range(self.index.count)]


cdef Record make_record(Reply reply, Py_ssize_t span):
    cdef Record record = Record.__new__(Record)
    record.reply = reply
    record.span = span
    return record


cdef Records make_records(Reply reply, spans):
    cdef Records records = Records.__new__(Records)
    records.reply = reply
    records.spans = spans
    return records


cdef class Stream:
    """The groups of a reply that is still coming in, each handed over once it is whole."""

    cdef Body body
    cdef int group
    cdef size_t handed

    def __init__(self, Body body not None, int group):
        self.body = body
        self.group = group
        self.handed = 0

    @property
    def status(self):
        """The reply's status code, or None while its header is incomplete."""
        if self.body.size < 8:
            return None
        return (self.body.data[2] << 8) | self.body.data[3]

    def take(self, bint quiet=False):
        """The records that have become whole since the last time.

        `quiet`: nothing has come for a while, so that a group that ends with a whole attribute
        counts as whole too. Raises `Malformed`.
        """
        cdef index_t index
        cdef size_t each, count
        cdef bint good
        memset(&index, 0, sizeof(index))
        with nogil:
            good = build(self.body.data, self.body.size, &index)
        try:
            if not good and not index.truncated:
                raise Malformed((<bytes> index.complaint).decode())
            count = index.count
            if not good and count:
                if quiet and index.whole and index.spans[count - 1].start < self.body.size:
                    index.spans[count - 1].end = self.body.size
                else:
                    count -= 1
            found = [
                self.copy(index.spans[each].start, index.spans[each].end)
                for each in range(self.handed, count) if index.spans[each].group == self.group]
            self.handed = max(self.handed, count)
            return found
        finally:
            free(index.spans)

    cdef Record copy(self, size_t start, size_t end):
        cdef const unsigned char *data = self.body.data
        alone = Body(data[:8] + bytes((self.group,)) + data[start:end] + b"\x03")
        return make_record(Reply(alone), 0)


cdef class Record:
    """One printer, job or device: a read-only mapping from attribute names to values."""

    def __init__(self):
        raise TypeError("records come from replies")

    cdef bint locate(self, bytes name, attribute_t *found) noexcept:
        """Find the attribute with exactly this name; the first counts, as in libcups."""
        cdef const unsigned char *wanted = name
        cdef size_t length = len(name)
        cdef size_t position
        cdef span_t *span
        cdef const unsigned char *data = self.reply.body.data
        if self.span < 0:
            return False
        span = &self.reply.index.spans[self.span]
        position = self.ahead
        if position and next_attribute(data, span.end, &position, found) and (
                found.name_length == length and memcmp(found.name, wanted, length) == 0):
            self.ahead = position
            return True
        position = span.start
        while next_attribute(data, span.end, &position, found):
            if found.name_length == length and memcmp(found.name, wanted, length) == 0:
                self.ahead = position if self.ahead else 0
                return True
        return False

    cdef object value(self, const attribute_t *found):
        cdef Name name = self.reply.names.find(found.name, found.name_length)
        return attribute_value(self.reply.body.data, found, name, self.reply.names)

    def get(self, name, default=None):
        """The attribute's value, or `default` where the record does not have it."""
        cdef attribute_t found
        if isinstance(name, str) and self.locate((<str> name).encode(), &found):
            return self.value(&found)
        return default

    def __getitem__(self, name):
        cdef attribute_t found
        if isinstance(name, str) and self.locate((<str> name).encode(), &found):
            return self.value(&found)
        raise KeyError(name)

    def __getattr__(self, str name):
        cdef attribute_t found
        if self.locate(name.replace("_", "-").encode(), &found) or \
                self.locate(name.encode(), &found):
            return self.value(&found)
        raise AttributeError(f"this record has no {name.replace('_', '-')}")

    def __contains__(self, name):
        cdef attribute_t found
        return isinstance(name, str) and self.locate((<str> name).encode(), &found)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    cdef dict entries(self, bint values):
        cdef dict entries = {}
        cdef attribute_t found
        cdef size_t position
        cdef span_t *span
        cdef Name name
        cdef Names names = self.reply.names
        cdef const unsigned char *data = self.reply.body.data
        if self.span < 0:
            return entries
        span = &self.reply.index.spans[self.span]
        position = span.start
        while next_attribute(data, span.end, &position, &found):
            name = names.find(found.name, found.name_length)
            PyDict_SetDefault(
                entries, name.text, attribute_value(data, &found, name, names) if values else None)
        return entries

    def keys(self):
        """The attributes' names, in the order of the reply."""
        cdef dict entries = self.entries(False)
        if self.span >= 0 and <size_t> len(entries) == self.count():
            # No name comes twice, so whoever asks for the values in this order (as `dict` does)
            # finds each behind the one before.
            self.ahead = self.reply.index.spans[self.span].start
        return entries.keys()

    cdef size_t count(self) noexcept:
        cdef attribute_t found
        cdef span_t *span = &self.reply.index.spans[self.span]
        cdef size_t position = span.start
        cdef size_t count = 0
        while next_attribute(self.reply.body.data, span.end, &position, &found):
            count += 1
        return count

    def values(self):
        """The attributes' values."""
        return self.entries(True).values()

    def items(self):
        """(name, value) of each attribute."""
        return self.entries(True).items()

    def to_dict(self):
        """All of it as a dictionary of its own, independent of the reply."""
        return self.entries(True)

    def __eq__(self, other):
        if isinstance(other, Record):
            return self.entries(True) == (<Record> other).entries(True)
        return self.entries(True) == other if isinstance(other, Mapping) else NotImplemented

    def __hash__(self):
        raise TypeError("a record is a mapping and cannot be hashed")

    def __reduce__(self):
        return restore, (self.to_dict(),)

    def __repr__(self):
        return f"Record({self.entries(True)!r})"

    def __dir__(self):
        return [*object.__dir__(self), *(name.replace("-", "_") for name in self.keys())]


cdef class Shape:
    """The names of a record, in order: the next record often has the same.

    Then no name has to be looked up, and no dictionary has to grow.
    """

    cdef dict template
    cdef list names
    cdef slot_t *slots

    def __cinit__(self, Record record not None):
        cdef attribute_t found
        cdef span_t *span = &record.reply.index.spans[record.span]
        cdef size_t position = span.start
        cdef size_t count = 0
        cdef Name name
        self.template = {}
        self.names = []
        while next_attribute(record.reply.body.data, span.end, &position, &found):
            name = record.reply.names.find(found.name, found.name_length)
            self.names.append(name)
            self.template[name.text] = None
        if len(self.template) != len(self.names):
            self.names = []         # a name comes twice: no shape to follow
        self.slots = <slot_t *> calloc(len(self.names) + 1, sizeof(slot_t))
        if self.slots == NULL:
            raise MemoryError
        position = span.start
        while count < <size_t> len(self.names) and next_attribute(
                record.reply.body.data, span.end, &position, &found):
            self.slots[count].name = found.name
            self.slots[count].length = found.name_length
            self.slots[count].entry = <void *> self.names[count]
            count += 1

    def __dealloc__(self):
        free(self.slots)

    cdef dict fill(self, Record record):
        """The record as a dictionary, or None when it has another shape."""
        cdef attribute_t found
        cdef Names names = record.reply.names
        cdef const unsigned char *data = record.reply.body.data
        cdef span_t *span = &record.reply.index.spans[record.span]
        cdef size_t position = span.start
        cdef size_t each = 0
        cdef size_t count = len(self.names)
        cdef dict entries = PyDict_Copy(self.template)
        cdef slot_t *slot
        while next_attribute(data, span.end, &position, &found):
            slot = &self.slots[each]
            if (each == count or slot.length != found.name_length
                    or memcmp(slot.name, found.name, slot.length) != 0):
                return None
            entries[(<Name> slot.entry).text] = attribute_value(
                data, &found, <Name> slot.entry, names)
            each += 1
        return entries if each == count else None


def restore(members):
    """What a pickled record becomes: its dictionary."""
    return members


cdef class Records:
    """The records of one reply: a read-only sequence; slices share the reply."""

    def __init__(self):
        raise TypeError("records come from replies")

    def __len__(self):
        return len(self.spans)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return make_records(self.reply, self.spans[index])
        return make_record(self.reply, self.spans[index])

    def __iter__(self):
        for span in self.spans:
            yield make_record(self.reply, span)

    def column(self, str name not None, default=None):
        """The value of one attribute in every record, `default` where a record lacks it."""
        cdef bytes encoded = name.encode()
        cdef attribute_t found
        cdef Record record = make_record(self.reply, -1)
        cdef list column = []
        cdef int turn = 0
        for span in self.spans:
            record.span = span
            column.append(record.value(&found) if record.locate(encoded, &found) else default)
            turn += 1
            if turn % 64 == 0:
                breathe()
        return column

    def to_dicts(self):
        """Every record as a dictionary of its own."""
        cdef list dicts = []
        cdef Record record = make_record(self.reply, -1)
        cdef Shape shape = None
        cdef int turn = 0
        cdef int renewed = 0
        cdef dict entries
        for span in self.spans:
            record.span = span
            entries = None if shape is None else shape.fill(record)
            if entries is None:
                entries = record.entries(True)
                if turn >= renewed:
                    shape = Shape(record)
                    renewed = turn + 16     # shapes that alternate are not worth following
            dicts.append(entries)
            turn += 1
            if turn % 8 == 0:
                breathe()
        return dicts

    async def chunks(self, int size=100):
        """The records, `size` at a time; the event loop runs between two chunks."""
        if size < 1:
            raise ValueError("a chunk holds at least one record")
        for start in range(0, len(self.spans), size):
            if start:
                await asyncio.sleep(0)
            yield self[start:start + size]

    def __eq__(self, other):
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self):
        raise TypeError("a sequence of records cannot be hashed")

    def __reduce__(self):
        return restore, (self.to_dicts(),)

    def __repr__(self):
        return f"<Records: {len(self)}>"


Mapping.register(Record)
Sequence.register(Records)
