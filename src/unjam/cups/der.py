# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""As much of DER and X.509 as it takes to tell a person whose certificate this is (RFC 5280).

Not for deciding about trust: signatures are not checked here.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_OID: Final = 0x06
_UTC_TIME: Final = 0x17
_UTF16: Final = 0x1E
_VERSION: Final = 0xA0
_EXTENSIONS: Final = 0xA3
_DNS: Final = 0x82
_ADDRESS: Final = 0x87
_SAN: Final = bytes((0x55, 0x1D, 0x11))
_COMMON_NAME: Final = bytes((0x55, 0x04, 0x03))
_LABELS: Final = {
    _COMMON_NAME: "CN",
    bytes((0x55, 0x04, 0x06)): "C",
    bytes((0x55, 0x04, 0x07)): "L",
    bytes((0x55, 0x04, 0x08)): "ST",
    bytes((0x55, 0x04, 0x0A)): "O",
    bytes((0x55, 0x04, 0x0B)): "OU",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a certificate."""

    subject: str
    issuer: str
    raw_subject: bytes
    raw_issuer: bytes
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime


def certificate(encoded: bytes) -> Read:
    """Read a certificate. Raises `ValueError` for anything else."""
    try:
        return _certificate(encoded)
    except (IndexError, StopIteration, UnicodeDecodeError) as error:
        raise ValueError("this is no certificate") from error


def _certificate(encoded: bytes) -> Read:
    fields = list(_elements(_only(_only(encoded))))
    if fields[0][0] == _VERSION:
        del fields[0]
    _, _, (_, issuer), (_, validity), (_, subject), _, *rest = fields
    begin, end = (_time(*each) for each in _elements(validity))
    return Read(_name(subject), _name(issuer), subject, issuer, _names(rest, subject), begin, end)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements that stand one after the other in `data`: (tag, content)."""
    at = 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length >= 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[at : at + size])
            at += size
        if at + length > len(data):
            raise ValueError("a certificate breaks off")
        yield tag, data[at : at + length]
        at += length


def _only(data: bytes) -> bytes:
    """The content of the first element, a sequence."""
    tag, content = next(_elements(data))
    if tag != _SEQUENCE:
        raise ValueError("this is no certificate")
    return content


def _time(tag: int, content: bytes) -> datetime:
    text = content.decode("ascii").removesuffix("Z")
    if tag == _UTC_TIME:
        text = ("20" if int(text[:2]) < 50 else "19") + text
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _attributes(name: bytes) -> Iterator[tuple[bytes, str]]:
    """The parts of a distinguished name: (object identifier, text)."""
    for tag, part in _elements(name):
        for _, pair in _elements(part) if tag == _SET else ():
            (_, identifier), (kind, value) = _elements(pair)
            yield identifier, value.decode("utf-16-be" if kind == _UTF16 else "utf-8", "replace")


def _name(name: bytes) -> str:
    return ", ".join(
        f"{_LABELS[identifier]}={text}"
        for identifier, text in _attributes(name)
        if identifier in _LABELS
    )


def _names(rest: list[tuple[int, bytes]], subject: bytes) -> tuple[str, ...]:
    for tag, content in rest:
        if tag == _EXTENSIONS:
            for _, extension in _elements(_only(content)):
                parts = list(_elements(extension))
                if parts[0] == (_OID, _SAN):
                    return tuple(_alternatives(_only(parts[-1][1])))
    return tuple(text for identifier, text in _attributes(subject) if identifier == _COMMON_NAME)


def _alternatives(names: bytes) -> Iterator[str]:
    for tag, name in _elements(names):
        if tag == _DNS:
            yield name.decode("ascii", "replace")
        elif tag == _ADDRESS and len(name) in {4, 16}:
            yield str(ipaddress.ip_address(name))
