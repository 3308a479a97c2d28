# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""IPP messages in plain Python (RFC 8010), small and independent of the product's binding.

The sandbox needs its own words for two reasons: the hostile server has to say what no libcups would
ever encode, and what a fault really looks like on the wire must not be judged by the very code that
the tests are about.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

OPERATION: Final = 0x01
JOB: Final = 0x02
END: Final = 0x03
PRINTER: Final = 0x04
UNSUPPORTED: Final = 0x05
SUBSCRIPTION: Final = 0x06
EVENT: Final = 0x07

INTEGER: Final = 0x21
BOOLEAN: Final = 0x22
ENUM: Final = 0x23
OCTETS: Final = 0x30
DATE: Final = 0x31
RESOLUTION: Final = 0x32
RANGE: Final = 0x33
BEGIN_COLLECTION: Final = 0x34
END_COLLECTION: Final = 0x37
TEXT: Final = 0x41
NAME: Final = 0x42
KEYWORD: Final = 0x44
URI: Final = 0x45
CHARSET: Final = 0x47
LANGUAGE: Final = 0x48
MIME: Final = 0x49
MEMBER: Final = 0x4A

_STRUCTS: Final = {INTEGER: ">i", ENUM: ">i", BOOLEAN: ">?", RANGE: ">ii", RESOLUTION: ">iib"}

Value = int | bool | str | bytes | tuple[int, ...] | Mapping[str, "Attribute"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """The values of one attribute and their syntax; out-of-band tags have the value `b""`."""

    tag: int
    values: tuple[Value, ...]


@dataclass(slots=True)
class Group:
    """One attribute group: its delimiter tag and its attributes."""

    tag: int
    attributes: dict[str, Attribute] = field(default_factory=dict)


@dataclass(slots=True)
class Message:
    """A request (`code` is the operation) or a response (`code` is the status)."""

    code: int
    request_id: int = 1
    groups: list[Group] = field(default_factory=list)
    data: bytes = b""
    version: tuple[int, int] = (2, 0)

    def records(self, tag: int) -> list[dict[str, Value | tuple[Value, ...]]]:
        """Return the groups of one kind as plain dictionaries; several values become a tuple."""
        return [_plain(group) for group in self.groups if group.tag == tag]


def _plain(group: Group) -> dict[str, Value | tuple[Value, ...]]:
    return {
        name: attribute.values[0] if len(attribute.values) == 1 else attribute.values
        for name, attribute in group.attributes.items()
    }


def attribute(tag: int, *values: Value) -> Attribute:
    """Return an attribute of one syntax, as `attribute(KEYWORD, "none")`."""
    return Attribute(tag, values)


def operation_group(**attributes: Attribute) -> Group:
    """Return the group that opens every message; underscores in names stand for hyphens."""
    opening = {
        "attributes-charset": attribute(CHARSET, "utf-8"),
        "attributes-natural-language": attribute(LANGUAGE, "en"),
    }
    rest = {name.replace("_", "-"): value for name, value in attributes.items()}
    return Group(OPERATION, opening | rest)


_request_ids: Final = itertools.count(1)


def request(
    operation: int, uri: str, *more: Group, data: bytes = b"", **attributes: Attribute
) -> Message:
    """Return a request to the printer at `uri`."""
    opening = operation_group(printer_uri=attribute(URI, uri), **attributes)
    return Message(operation, next(_request_ids), [opening, *more], data)


# --- encoding ------------------------------------------------------------------------------------


def encode(message: Message) -> bytes:
    """Return the message as bytes, document data included."""
    head = struct.pack(">bbHi", *message.version, message.code, message.request_id)
    groups = b"".join(_encode_group(group) for group in message.groups)
    return head + groups + bytes([END]) + message.data


def _encode_group(group: Group) -> bytes:
    attributes = (_encode_attribute(name, value) for name, value in group.attributes.items())
    return bytes([group.tag]) + b"".join(attributes)


def _encode_attribute(name: str, attribute: Attribute) -> bytes:
    names = itertools.chain([name], itertools.repeat(""))
    return b"".join(
        _encode_value(attribute.tag, a_name, value)
        for a_name, value in zip(names, attribute.values, strict=False)
    )


def _encode_value(tag: int, name: str, value: Value) -> bytes:
    head = bytes([tag]) + _sized(name.encode())
    if isinstance(value, Mapping):
        return head + _sized(b"") + _encode_members(value)
    return head + _sized(_value_bytes(tag, value))


def _encode_members(members: Mapping[str, Attribute]) -> bytes:
    body = b""
    for name, member in members.items():
        body += bytes([MEMBER]) + _sized(b"") + _sized(name.encode())
        body += _encode_attribute("", member)
    return body + bytes([END_COLLECTION]) + _sized(b"") + _sized(b"")


def _value_bytes(tag: int, value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    numbers = value if isinstance(value, tuple) else (value,)
    return struct.pack(_STRUCTS[tag], *numbers)


def _sized(value: bytes) -> bytes:
    return struct.pack(">H", len(value)) + value


# --- decoding ------------------------------------------------------------------------------------


class MalformedError(ValueError):
    """These bytes are not an IPP message."""


def decode(raw: bytes) -> Message:
    """Return the message in these bytes; raises `MalformedError`."""
    try:
        return _Decoder(raw).message()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise MalformedError(str(error)) from error


class _Decoder:
    """Reads one message from front to back."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def message(self) -> Message:
        major, minor, code, request_id = struct.unpack(">bbHi", self._take(8))
        groups = list(self._groups())
        return Message(code, request_id, groups, self._raw[self._at :], (major, minor))

    def _groups(self) -> Iterator[Group]:
        tag = self._take(1)[0]
        while tag != END:
            if tag > 0x0F:
                raise MalformedError(f"value tag 0x{tag:02x} where a group must begin")
            group = Group(tag)
            tag = self._attributes(group.attributes)
            yield group

    def _attributes(self, into: dict[str, Attribute]) -> int:
        last = ""
        while (tag := self._take(1)[0]) > 0x0F:
            name = self._sized().decode()
            value = self._value(tag)
            last = name or last
            known = into.get(last) if not name else None
            into[last] = Attribute(tag, (*(known.values if known else ()), value))
        return tag

    def _value(self, tag: int) -> Value:
        raw = self._sized()
        if tag == BEGIN_COLLECTION:
            return self._members()
        if tag in _STRUCTS:
            numbers: tuple[int, ...] = struct.unpack(_STRUCTS[tag], raw)
            return numbers if len(numbers) > 1 else numbers[0]
        return raw.decode() if 0x40 <= tag < 0x60 and tag not in (0x35, 0x36) else raw

    def _members(self) -> dict[str, Attribute]:
        members: dict[str, Attribute] = {}
        name = ""
        while (tag := self._take(1)[0]) != END_COLLECTION:
            self._sized()
            if tag == MEMBER:
                name = self._sized().decode()
                continue
            known = members.get(name)
            members[name] = Attribute(tag, (*(known.values if known else ()), self._value(tag)))
        self._sized(), self._sized()
        return members

    def _sized(self) -> bytes:
        return self._take(struct.unpack(">H", self._take(2))[0])

    def _take(self, count: int) -> bytes:
        block = self._raw[self._at : self._at + count]
        if len(block) != count:
            raise MalformedError("the message ends in the middle")
        self._at += count
        return block


def texts(values: Sequence[Value] | Value | None) -> tuple[str, ...]:
    """One or several textual values as a tuple; empty for None."""
    if values is None:
        return ()
    return tuple(map(str, values)) if isinstance(values, tuple) else (str(values),)
