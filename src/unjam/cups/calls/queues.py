# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Queues, classes and the default: what there is, and what it says of itself."""

# ruff: noqa: ARG001 - `timeout` belongs to every signature; the faces read it

from __future__ import annotations

from collections.abc import Sequence

from unjam.cups import errors
from unjam.cups._libcups.records import Record, Records
from unjam.cups.calls.parts import (
    ask,
    nothing,
    printer_target,
    queue_uri,
    requested,
    resource_of,
)
from unjam.cups.model import Group, Operation, ValueTag
from unjam.cups.request import CONNECTION_TIMEOUT, Attribute, Plan, Request, Timeout, integer, named


def get_printers(
    *,
    requested_attributes: Sequence[str] | None = None,
    queue_type: int | None = None,
    queue_type_mask: int | None = None,
    first: str | None = None,
    limit: int | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Records]:
    """All queues and classes of the server (CUPS-Get-Printers); a server may have none.

    `queue_type` and `queue_type_mask` are `PrinterType` bits: only queues whose bits under the mask
    are these. `first` is the name to begin at, `limit` how many at most.
    """
    return (
        yield from _list(
            ask(
                Operation.CUPS_GET_PRINTERS,
                "/",
                requested(requested_attributes),
                _enum("printer-type", queue_type),
                _enum("printer-type-mask", queue_type_mask),
                None if first is None else named("first-printer-name", first),
                None if limit is None else integer("limit", limit),
            )
        )
    )


def get_classes(
    *,
    requested_attributes: Sequence[str] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Records]:
    """All classes of the server (CUPS-Get-Classes)."""
    return (yield from _list(ask(Operation.CUPS_GET_CLASSES, "/", requested(requested_attributes))))


def get_default(
    *,
    requested_attributes: Sequence[str] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Record | None]:
    """The server's default queue (CUPS-Get-Default), or None where it has none."""
    found = yield from _list(ask(Operation.CUPS_GET_DEFAULT, "/", requested(requested_attributes)))
    return found[0] if found else None


def get_printer_attributes(
    queue: str | None = None,
    *,
    uri: str | None = None,
    requested_attributes: Sequence[str] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Record]:
    """What a queue says of itself, or a device (Get-Printer-Attributes, RFC 8011 section 4.2.5).

    `queue` is a queue or class of this server. `uri` ("ipp://host:631/ipp/print") names a device
    that this connection leads to: the URI is what it is asked about, not where it is asked.
    """
    if (queue is None) == (uri is None):
        raise TypeError("get_printer_attributes takes either a queue or a uri")
    target = uri if uri is not None else queue_uri(queue or "")
    reply = yield ask(
        Operation.GET_PRINTER_ATTRIBUTES,
        "/" if uri is None else resource_of(uri),
        printer_target(target),
        requested(requested_attributes),
    )
    return reply.first(Group.PRINTER)


def get_ppd(queue: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[bytes]:
    """The PPD file of a queue (CUPS-Get-PPD); `NotFound` for a queue without one."""
    reply = yield ask(Operation.CUPS_GET_PPD, "/", printer_target(queue_uri(queue)))
    return bytes(reply.data)


def _list(request: Request) -> Plan[Records]:
    """Ask for printers; "no destinations" is an answer, and it means none."""
    try:
        reply = yield request
    except errors.NotFound as error:
        if error.status is None:
            raise
        return nothing()
    return reply.records(Group.PRINTER)


def _enum(name: str, value: int | None) -> Attribute | None:
    return None if value is None else Attribute(name, ValueTag.ENUM, (int(value),))
