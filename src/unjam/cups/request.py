# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A request before it is sent: pure data, encoded by libcups only when it goes out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeVar, cast

from unjam.cups._libcups.records import Reply
from unjam.cups.document import Document
from unjam.cups.model import (
    Group,
    IntRange,
    LanguageString,
    Operation,
    OutOfBand,
    Resolution,
    ValueTag,
)

T = TypeVar("T")


class Default(Enum):
    """Stands for "as the connection has it" where None means something else."""

    TIMEOUT = "the connection's timeout"

    def __repr__(self) -> str:
        """Read well in signatures."""
        return f"<{self.value}>"


Timeout = float | None | Literal[Default.TIMEOUT]
"""Seconds for the whole call; None for no limit."""

CONNECTION_TIMEOUT: Final = Default.TIMEOUT

AUTH_INFO: Final = "auth-info"
"""A user's name and password for a device (CUPS Implementation of IPP, "auth-info")."""


class Attribute(NamedTuple):
    """One attribute of a request; what it is shown as holds no secret."""

    name: str
    tag: int
    values: Sequence[Any]

    def __repr__(self) -> str:
        """As a tuple has it, but for secrets."""
        values = "…" if self.name == AUTH_INFO else repr(self.values)
        return f"Attribute({self.name!r}, {self.tag!r}, {values})"


Option = str | tuple[str, ...]
"""A value as `lp -o` takes it, or several that are taken as they are."""


class Section(NamedTuple):
    """One group: typed attributes, and option strings whose types libcups knows."""

    group: Group
    attributes: Sequence[Attribute] = ()
    options: Mapping[str, Option] = MappingProxyType({})


class Request(NamedTuple):
    """One HTTP request: an IPP operation, or (`operation` None) a file of the server."""

    operation: Operation | None
    resource: str
    sections: Sequence[Section] = ()
    document: Document | None = None
    method: Literal["POST", "GET", "PUT"] = "POST"
    limit: int | None = None
    """Bytes of the reply at most; None for the binding's own limit."""

    @property
    def confidential(self) -> bool:
        """Whether it must not cross a network in clear."""
        return any(each.name == AUTH_INFO for group in self.sections for each in group.attributes)

    @property
    def words(self) -> str:
        """What errors call this request."""
        return self.operation.words if self.operation else f"{self.method} {self.resource}"

    def signed(self, user: str) -> list[tuple[int, Sequence[Attribute], Mapping[str, Option]]]:
        """The groups as the encoder takes them, with the user in the first."""
        groups = [(int(group), attributes, options) for group, attributes, options in self.sections]
        if groups and not any(each.name == _USER for each in groups[0][1]):
            group, attributes, options = groups[0]
            groups[0] = group, (*attributes, named(_USER, user)), options
        return groups


_USER: Final = "requesting-user-name"


Plan = Generator[Request, Reply, T]
"""An operation, described purely: yields requests, gets replies (or errors), returns the result."""

Delivery = tuple[T, Callable[[], None]]
"""A result, and what to call once the caller has it."""

Progress = Callable[[int, int | None], None]
"""Told the document's bytes sent so far, and how many there are (None: nobody knows)."""


def integer(name: str, value: int) -> Attribute:
    """An integer attribute."""
    return Attribute(name, ValueTag.INTEGER, (value,))


def boolean(name: str, value: bool) -> Attribute:  # noqa: FBT001 - it is the value
    """A boolean attribute."""
    return Attribute(name, ValueTag.BOOLEAN, (value,))


def uri(name: str, value: str) -> Attribute:
    """A uri attribute."""
    return Attribute(name, ValueTag.URI, (value,))


def named(name: str, value: str) -> Attribute:
    """A name attribute."""
    return Attribute(name, ValueTag.NAME, (value,))


def text(name: str, value: str) -> Attribute:
    """A text attribute."""
    return Attribute(name, ValueTag.TEXT, (value,))


def keywords(name: str, values: Iterable[str]) -> Attribute:
    """A keyword attribute, with one or more values."""
    return Attribute(name, ValueTag.KEYWORD, tuple(values))


def described(group: Group, values: Mapping[str, Any]) -> Section:
    """A group from plain Python values: strings as options, everything else by its type."""
    attributes: list[Attribute] = []
    options: dict[str, Option] = {}
    for name, value in values.items():
        option = _option(name, value)
        if option is not None:
            options[name] = option
        else:
            attributes.append(_attribute(name, value))
    return Section(group, attributes, options)


def _option(name: str, value: object) -> Option | None:
    """The value as libcups reads options, or None where its type must be said."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, LanguageString | OutOfBand | IntEnum):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(_whole(name, value))
    if isinstance(value, list | tuple) and value and all(type(each) is str for each in value):
        return tuple(value)
    return None


def _whole(name: str, value: int) -> int:
    """The number itself; libcups would cut what has more than 32 bits to another."""
    if not -(2**31) <= value < 2**31:
        raise ValueError(f"{name}: an IPP integer has 32 bits, and {value} has more")
    return value


_TAGS: Final[tuple[tuple[type, int], ...]] = (
    (bool, ValueTag.BOOLEAN),
    (IntEnum, ValueTag.ENUM),
    (int, ValueTag.INTEGER),
    (IntRange, ValueTag.RANGE),
    (Resolution, ValueTag.RESOLUTION),
    (datetime, ValueTag.DATE_TIME),
    (LanguageString, ValueTag.NAME_WITH_LANGUAGE),
    (str, ValueTag.KEYWORD),
    (bytes, ValueTag.OCTET_STRING),
    (Mapping, ValueTag.COLLECTION),
)


def _attribute(name: str, value: object) -> Attribute:
    if isinstance(value, OutOfBand):
        return Attribute(name, value, ())
    values: tuple[Any, ...]
    several = isinstance(value, list | tuple) and not isinstance(value, IntRange | Resolution)
    values = tuple(cast("Sequence[Any]", value)) if several else (value,)
    for kind, tag in _TAGS:
        if values and isinstance(values[0], kind):
            if tag == ValueTag.COLLECTION:
                values = tuple([_attribute(*member) for member in each.items()] for each in values)
            return Attribute(name, tag, values)
    raise TypeError(f"{name}: IPP has no value for {value!r}")
