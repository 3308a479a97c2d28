# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The server itself: devices, drivers, files, settings, subscriptions."""

# ruff: noqa: ARG001 - `timeout` belongs to every signature; the faces read it

from __future__ import annotations

from collections.abc import Mapping, Sequence

from unjam.cups import configuration, errors
from unjam.cups._libcups.records import Records
from unjam.cups.calls.parts import SYSTEM, ask, number, owed, printer_target, queue_uri
from unjam.cups.document import Document
from unjam.cups.model import Group, Operation, ValueTag
from unjam.cups.request import (
    CONNECTION_TIMEOUT,
    Attribute,
    Plan,
    Request,
    Section,
    Timeout,
    integer,
    keywords,
    text,
)

CONFIGURATION = "/admin/conf/cupsd.conf"
ERROR_LOG = "/admin/log/error_log"
_ERRORS = 0x0400


def devices_request(
    include_schemes: Sequence[str] | None,
    exclude_schemes: Sequence[str] | None,
    limit: int | None,
    search_timeout: int | None,
) -> Request:
    """CUPS-Get-Devices."""
    return ask(
        Operation.CUPS_GET_DEVICES,
        "/",
        None if limit is None else integer("limit", limit),
        None if search_timeout is None else integer("timeout", search_timeout),
        _names("include-schemes", include_schemes),
        _names("exclude-schemes", exclude_schemes),
    )


def get_devices(
    *,
    include_schemes: Sequence[str] | None = None,
    exclude_schemes: Sequence[str] | None = None,
    limit: int | None = None,
    search_timeout: int | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Records]:
    """Every device that the server's backends find (CUPS-Get-Devices), once the search is over.

    The server searches for `search_timeout` seconds (its own choice: 15), so `timeout` must be
    longer. `iter_devices` hands over each device as it is found. Schemes are backends' names.
    """
    reply = yield devices_request(include_schemes, exclude_schemes, limit, search_timeout)
    return reply.records(Group.PRINTER)


def _names(name: str, values: Sequence[str] | None) -> Attribute | None:
    return Attribute(name, ValueTag.NAME, tuple(values)) if values else None


def get_ppds(
    *,
    make: str | None = None,
    make_and_model: str | None = None,
    device_id: str | None = None,
    product: str | None = None,
    language: str | None = None,
    include_schemes: Sequence[str] | None = None,
    exclude_schemes: Sequence[str] | None = None,
    limit: int | None = None,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[Records]:
    """The drivers that the server has, best match first (CUPS-Get-PPDs)."""
    reply = yield ask(
        Operation.CUPS_GET_PPDS,
        "/",
        _text("ppd-make", make),
        _text("ppd-make-and-model", make_and_model),
        _text("ppd-device-id", device_id),
        _text("ppd-product", product),
        None
        if language is None
        else Attribute("ppd-natural-language", ValueTag.LANGUAGE, (language,)),
        _names("include-schemes", include_schemes),
        _names("exclude-schemes", exclude_schemes),
        None if limit is None else integer("limit", limit),
    )
    return reply.records(Group.PRINTER)


def _text(name: str, value: str | None) -> Attribute | None:
    return None if value is None else text(name, value)


# --- files and settings ---------------------------------------------------------------------------


def get_file(resource: str, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[bytes]:
    """A file of the server ("/admin/conf/cupsd.conf", "/printers/NAME.ppd"), by HTTP GET."""
    reply = yield Request(None, resource, method="GET")
    return bytes(reply.data)


def put_file(resource: str, data: bytes, *, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[None]:
    """Replace a configuration file of the server, which then restarts (HTTP PUT)."""
    yield Request(None, resource, document=Document(data), method="PUT")


def get_error_log(
    *, tail_bytes: int | None = None, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[bytes]:
    """The scheduler's error log; `tail_bytes` for only its end, from the start of a line on."""
    log = yield from get_file(ERROR_LOG)
    if tail_bytes is None or len(log) <= tail_bytes:
        return log
    tail = log[len(log) - tail_bytes :]
    return tail[tail.find(b"\n") + 1 :]


def get_server_settings(*, timeout: Timeout = CONNECTION_TIMEOUT) -> Plan[dict[str, str]]:
    """The directives of cupsd.conf outside of any section, and libcups' five switches.

    These are "1" or "0" (cupsAdminGetServerSettings): _debug_logging, _remote_admin, _remote_any,
    _share_printers, _user_cancel_any.
    """
    return configuration.settings((yield from get_file(CONFIGURATION)).decode(errors="replace"))


def set_server_settings(
    settings: Mapping[str, str], *, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Change directives of cupsd.conf outside of any section; the server then restarts.

    An empty value takes the directive out. `_debug_logging` ("1" or "0") is the only one of
    libcups' switches that can be set: the others mean access rules, which are edited in the file.
    """
    old = (yield from get_file(CONFIGURATION)).decode(errors="surrogateescape")
    new = configuration.changed(old, settings)
    if new != old:
        yield from put_file(CONFIGURATION, new.encode(errors="surrogateescape"))


# --- subscriptions --------------------------------------------------------------------------------


def create_subscription(
    queue: str | None = None,
    *,
    events: Sequence[str] = ("all",),
    lease: int = 86400,
    timeout: Timeout = CONNECTION_TIMEOUT,
) -> Plan[int]:
    """Have the server keep events for us (Create-Printer-Subscriptions, RFC 3995); returns an id.

    For one queue, or the whole server. The subscription ends after `lease` seconds unless renewed.
    Raises what the answer's "notify-status-code" stands for where it says no.
    """
    wanted = Section(
        Group.SUBSCRIPTION,
        (
            keywords("notify-events", events),
            keywords("notify-pull-method", ("ippget",)),
            integer("notify-lease-duration", lease),
        ),
    )
    target = printer_target(SYSTEM if queue is None else queue_uri(queue))
    operation = Operation.CREATE_PRINTER_SUBSCRIPTIONS
    reply = yield ask(operation, "/", target, more=(wanted,))
    refused = number(reply.first(Group.SUBSCRIPTION), "notify-status-code")
    if refused is not None and refused >= _ERRORS:
        raise errors.from_status(operation.words, refused, "")
    return owed(reply, operation, Group.SUBSCRIPTION, "notify-subscription-id")


def _subscription(subscription_id: int) -> Attribute:
    return integer("notify-subscription-id", subscription_id)


def renew_subscription(
    subscription_id: int, *, lease: int = 86400, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """Give a subscription another `lease` seconds (Renew-Subscription)."""
    yield ask(
        Operation.RENEW_SUBSCRIPTION,
        "/",
        printer_target(SYSTEM),
        _subscription(subscription_id),
        more=(Section(Group.SUBSCRIPTION, (integer("notify-lease-duration", lease),)),),
    )


def cancel_subscription(
    subscription_id: int, *, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[None]:
    """End a subscription (Cancel-Subscription)."""
    yield ask(
        Operation.CANCEL_SUBSCRIPTION, "/", printer_target(SYSTEM), _subscription(subscription_id)
    )


def get_notifications(
    subscription_id: int, *, after: int = 0, timeout: Timeout = CONNECTION_TIMEOUT
) -> Plan[Records]:
    """The events that came after this sequence number (Get-Notifications, RFC 3996).

    `records.reply.first(Group.OPERATION)["notify-get-interval"]` says how many seconds to wait
    before asking again.
    """
    reply = yield ask(
        Operation.GET_NOTIFICATIONS,
        "/",
        printer_target(SYSTEM),
        Attribute("notify-subscription-ids", ValueTag.INTEGER, (subscription_id,)),
        Attribute("notify-sequence-numbers", ValueTag.INTEGER, (after + 1,)),
    )
    return reply.records(Group.EVENT_NOTIFICATION)
