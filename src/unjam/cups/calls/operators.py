# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What operators and administrators do with queues. Each of these changes the server.

A call that is cancelled or out of time may have been carried out or not.
"""

# ruff: noqa: ARG001 - `timeout` belongs to every signature; the faces read it

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from unjam.cups._libcups.records import Reply
from unjam.cups.calls.parts import ADMIN, ask, class_uri, printer_target, queue_uri
from unjam.cups.document import Document
from unjam.cups.model import Group, Operation, PrinterState, ValueTag
from unjam.cups.request import (
    CONNECTION_TIMEOUT,
    Attribute,
    Plan,
    Request,
    Section,
    Timeout,
    boolean,
    described,
    named,
    text,
    uri,
)


def _act(operation: Operation, queue: str, message: str | None = None) -> Request:
    said = None if message is None else text("printer-state-message", message)
    return ask(operation, ADMIN, printer_target(queue_uri(queue)), said)


def pause_printer(
    queue: str, *, message: str | None = None, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Stop a queue (Pause-Printer): it takes jobs but prints none. `message` tells users why."""
    yield _act(Operation.PAUSE_PRINTER, queue, message)


def resume_printer(queue: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Let a stopped queue print again (Resume-Printer)."""
    yield _act(Operation.RESUME_PRINTER, queue)


def accept_jobs(queue: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Let a queue take jobs again (CUPS-Accept-Jobs)."""
    yield _act(Operation.CUPS_ACCEPT_JOBS, queue)


def reject_jobs(
    queue: str, *, message: str | None = None, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Have a queue take no more jobs (CUPS-Reject-Jobs). `message` tells users why."""
    yield _act(Operation.CUPS_REJECT_JOBS, queue, message)


def hold_new_jobs(
    queue: str, *, message: str | None = None, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Have a queue hold what comes from now on (Hold-New-Jobs)."""
    yield _act(Operation.HOLD_NEW_JOBS, queue, message)


def release_held_new_jobs(queue: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """End `hold_new_jobs`, and print what it held (Release-Held-New-Jobs)."""
    yield _act(Operation.RELEASE_HELD_NEW_JOBS, queue)


def set_default(queue: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Make a queue the server's default (CUPS-Set-Default)."""
    yield _act(Operation.CUPS_SET_DEFAULT, queue)


def delete_printer(queue: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Delete a queue and its jobs (CUPS-Delete-Printer)."""
    yield _act(Operation.CUPS_DELETE_PRINTER, queue)


def delete_class(name: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Delete a class; its members stay (CUPS-Delete-Class)."""
    yield ask(Operation.CUPS_DELETE_CLASS, ADMIN, printer_target(class_uri(name)))


def add_modify_class(
    name: str,
    members: Sequence[str],
    *,
    attributes: Mapping[str, Any] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[None]:
    """Make a class of these queues, or give one these members (CUPS-Add-Modify-Class).

    A new class is stopped and rejects jobs, as CUPS makes it: say otherwise in `attributes`, or
    call `accept_jobs` and `resume_printer`.
    """
    joined = [queue_uri(member) for member in members]
    section = described(Group.PRINTER, attributes or {})
    own = [Attribute("member-uris", ValueTag.URI, joined)] if joined else []
    yield ask(
        Operation.CUPS_ADD_MODIFY_CLASS,
        ADMIN,
        printer_target(class_uri(name)),
        more=[Section(Group.PRINTER, [*own, *section.attributes], section.options)],
    )


def add_modify_printer(
    queue: str,
    *,
    device_uri: str | None = None,
    ppd_name: str | None = None,
    ppd: str | PathLike[str] | bytes | None = None,
    info: str | None = None,
    location: str | None = None,
    shared: bool | None = None,
    accepting: bool | None = None,
    enabled: bool | None = None,
    error_policy: str | None = None,
    attributes: Mapping[str, Any] | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[None]:
    """Add a queue, or change one (CUPS-Add-Modify-Printer); what is None stays as it is.

    `ppd_name` is a driver of `get_ppds`, "everywhere" or "raw"; `ppd` is a PPD file instead: a path
    or its bytes. A new queue is stopped and rejects jobs unless `enabled` and `accepting` say
    otherwise. `attributes` are further ones ("job-sheets-default", "printer-op-policy", …).
    """
    section = described(Group.PRINTER, attributes or {})
    own = (
        None if device_uri is None else uri("device-uri", device_uri),
        None if ppd_name is None else named("ppd-name", ppd_name),
        None if info is None else text("printer-info", info),
        None if location is None else text("printer-location", location),
        None if shared is None else boolean("printer-is-shared", shared),
        None if accepting is None else boolean("printer-is-accepting-jobs", accepting),
        None if enabled is None else _state(enabled=enabled),
        None if error_policy is None else named("printer-error-policy", error_policy),
    )
    given = [each for each in own if each is not None]
    yield ask(
        Operation.CUPS_ADD_MODIFY_PRINTER,
        ADMIN,
        printer_target(queue_uri(queue)),
        more=[Section(Group.PRINTER, [*given, *section.attributes], section.options)],
        document=None if ppd is None else Document(ppd),
    )


def _state(*, enabled: bool) -> Attribute:
    state = PrinterState.IDLE if enabled else PrinterState.STOPPED
    return Attribute("printer-state", ValueTag.ENUM, (state,))


def request(
    operation: Operation,
    resource: str = "/",
    sections: Sequence[Section] = (),
    *,
    document: Document | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Reply]:
    """Any IPP operation: the door for what has no method here.

    `sections` begin with the operation group; `unjam.cups.calls.parts.ask` makes a whole request.
    """
    reply = yield Request(operation, resource, sections, document)
    return reply
