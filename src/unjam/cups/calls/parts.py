# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the operations have in common: targets, the operation group, the usual resources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, urlsplit

from unjam.cups import errors
from unjam.cups._libcups.body import Body
from unjam.cups._libcups.records import Record, Records, Reply
from unjam.cups.document import Document
from unjam.cups.model import Group, Operation, ValueTag
from unjam.cups.request import Attribute, Request, Section, keywords, uri

SYSTEM: Final = "ipp://localhost/"
ADMIN: Final = "/admin/"
JOBS: Final = "/jobs/"


_OPENING: Final = (
    Attribute("attributes-charset", ValueTag.CHARSET, ("utf-8",)),
    Attribute("attributes-natural-language", ValueTag.LANGUAGE, ("en",)),
)


def queue_uri(queue: str) -> str:
    """The URI of a queue or class, by its bare name."""
    return f"ipp://localhost/printers/{_name(queue)}"


def class_uri(name: str) -> str:
    """The URI of a class."""
    return f"ipp://localhost/classes/{_name(name)}"


def queue_path(queue: str) -> str:
    """The resource of a queue."""
    return f"/printers/{_name(queue)}"


def _name(queue: str) -> str:
    if not queue:
        raise ValueError("a queue has a name")
    return quote(queue, safe="")


def job_target(job_id: int) -> Attribute:
    """The attribute that names a job; cupsd would take a number beyond 32 bits for another's."""
    if not 0 < job_id < 2**31:
        raise ValueError(f"no job has the number {job_id}")
    return uri("job-uri", f"ipp://localhost/jobs/{int(job_id)}")


def printer_target(where: str) -> Attribute:
    """The attribute that names a queue, a device or the whole server."""
    return uri("printer-uri", where)


def resource_of(where: str) -> str:
    """The HTTP resource of an ipp URI."""
    return urlsplit(where).path or "/"


def ask(
    operation: Operation,
    resource: str,
    *attributes: Attribute | None,
    more: Sequence[Section] = (),
    document: Document | None = None,
) -> Request:
    """A request with the operation group that RFC 8011 section 4.1.4 wants; None is left out."""
    head = (*_OPENING, *[each for each in attributes if each is not None])
    return Request(operation, resource, (Section(Group.OPERATION, head), *more), document)


def number(record: Record, name: str) -> int | None:
    """An integer of a record; None where there is none, whatever there is instead."""
    value = record.get(name)
    return value if type(value) is int else None


def owed(reply: Reply, operation: Operation, group: Group, name: str) -> int:
    """The integer that a server owes who said yes. Raises `ProtocolError` for one that keeps it."""
    found = number(reply.first(group), name)
    if found is None:
        raise errors.ProtocolError(operation.words, reply.status, f"the reply has no {name}")
    return found


def nothing() -> Records:
    """An empty sequence of records."""
    return Reply(Body(bytes((2, 0, 0, 0, 0, 0, 0, 0, 3)))).records(Group.PRINTER)


def requested(names: Sequence[str] | None) -> Attribute | None:
    """requested-attributes, or None for the server's choice."""
    return keywords("requested-attributes", names) if names else None
