# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Replies decoded by libcups itself, for when ours should be under suspicion.

`UNJAM_IPP_DECODER=libcups` in the environment has every new connection use these: the same
interface as `unjam.cups._libcups.records`, made eagerly from what `ippReadIO` read. Slow, and the
octets of value tags that libcups does not know are lost, because it does not hand them out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, cast, overload

from unjam.cups._libcups import oracle
from unjam.cups._libcups.body import Body
from unjam.cups._libcups.records import Malformed, Record, Records, Reply


def plain_reply(body: Body) -> Reply:
    """The reply, read by libcups. Raises `Malformed`."""
    return cast("Reply", PlainReply(body))


class PlainReply:
    """As `Reply`."""

    def __init__(self, body: Body) -> None:
        decoded = oracle.decode(body)
        if decoded is None:
            raise Malformed("libcups does not read it")
        self._head = bytes(body)[:8]
        self._groups, self.data = decoded
        self.size = len(body)

    @property
    def version(self) -> tuple[int, int]:
        """(major, minor)."""
        return self._head[0], self._head[1]

    @property
    def status(self) -> int:
        """The status code."""
        return int.from_bytes(self._head[2:4])

    @property
    def request_id(self) -> int:
        """The number that ties a reply to its request."""
        return int.from_bytes(self._head[4:8], signed=True)

    @property
    def groups(self) -> list[tuple[int, Record]]:
        """Every group, in order: (tag, record)."""
        return [(tag, cast("Record", PlainRecord(members))) for tag, members in self._groups]

    def records(self, group: int) -> Records:
        """The groups with this tag."""
        found = [PlainRecord(members) for tag, members in self._groups if tag == group]
        return cast("Records", PlainRecords(self, found))

    def first(self, group: int) -> Record:
        """The first group with this tag; an empty record when there is none."""
        return next((record for tag, record in self.groups if tag == group), _EMPTY)


class PlainRecord(Mapping[str, Any]):
    """As `Record`."""

    def __init__(self, members: dict[str, Any]) -> None:
        self._members = members

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - an attribute can be anything
        """The attribute's value."""
        return self._members[name]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - an attribute can be anything
        """The attribute's value, with underscores in the name."""
        for written in (name.replace("_", "-"), name):
            if not name.startswith("__") and written in self._members:
                return self._members[written]
        raise AttributeError(f"this record has no {name.replace('_', '-')}")

    def __iter__(self) -> Iterator[str]:
        """The attributes' names."""
        return iter(self._members)

    def __len__(self) -> int:
        """How many attributes there are."""
        return len(self._members)

    def to_dict(self) -> dict[str, Any]:
        """All of it as a dictionary of its own."""
        return dict(self._members)

    def __repr__(self) -> str:
        """As `Record`."""
        return f"Record({self._members!r})"


class PlainRecords(Sequence[PlainRecord]):
    """As `Records`."""

    def __init__(self, reply: PlainReply, records: Sequence[PlainRecord]) -> None:
        self.reply = reply
        self._records = records

    @overload
    def __getitem__(self, index: int) -> PlainRecord: ...
    @overload
    def __getitem__(self, index: slice) -> PlainRecords: ...
    def __getitem__(self, index: int | slice) -> PlainRecord | PlainRecords:
        """One record, or some of them."""
        if isinstance(index, slice):
            return PlainRecords(self.reply, self._records[index])
        return self._records[index]

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._records)

    def __eq__(self, other: object) -> bool:
        """Equal to any sequence of equal records."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def column(self, name: str, default: object = None) -> list[Any]:
        """The value of one attribute in every record."""
        return [record.get(name, default) for record in self._records]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Every record as a dictionary of its own."""
        return [record.to_dict() for record in self._records]

    async def chunks(self, size: int = 100) -> AsyncIterator[PlainRecords]:
        """The records, `size` at a time."""
        for start in range(0, len(self._records), size):
            yield self[start : start + size]


_EMPTY = cast("Record", PlainRecord({}))
