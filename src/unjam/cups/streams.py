# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What comes bit by bit: devices while the server still searches, and destinations.

An abandoned iteration gives its connection up: the rest of the reply is nobody's.
"""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from unjam.cups import errors, threads
from unjam.cups._libcups import call as c_call
from unjam.cups._libcups.destinations import enumerate_destinations
from unjam.cups._libcups.records import Record
from unjam.cups.calls import system
from unjam.cups.cancel import on_cancel
from unjam.cups.model import Encryption, Group
from unjam.cups.request import CONNECTION_TIMEOUT, Timeout
from unjam.cups.session import Session

_ENCRYPTED: Final = (Encryption.REQUIRED, Encryption.ALWAYS)


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to print: a queue of the server, an instance of one, or a printer in the network.

    `options` are what libcups knows of it ("printer-info", "device-uri", "printer-type", saved
    options). `removed`: it was there, and has gone.
    """

    name: str
    instance: str | None = None
    is_default: bool = False
    options: dict[str, str] = field(default_factory=dict)
    removed: bool = False


# --- devices --------------------------------------------------------------------------------------


def iter_devices(
    session: Session,
    *,
    include_schemes: Sequence[str] | None = None,
    exclude_schemes: Sequence[str] | None = None,
    search_timeout: int | None = None,
    timeout: Timeout = None,
) -> Iterator[Record]:
    """Each device as soon as the server's backends find it (CUPS-Get-Devices).

    Late ones are not lost: it goes on till the server ends the search, after `search_timeout`
    seconds (its own choice: 15) or later. `timeout` is for the whole search, by default none. The
    connection is busy meanwhile. Schemes are backends' names. (With `UNJAM_IPP_DECODER=libcups` all
    come together at the end: libcups decodes whole replies only.)
    """
    request = system.devices_request(include_schemes, exclude_schemes, None, search_timeout)
    return session.stream(request, Group.PRINTER, timeout)


# --- destinations ---------------------------------------------------------------------------------


def iter_destinations(
    session: Session,
    *,
    search_timeout: float = 5.0,
    printer_type: int = 0,
    printer_type_mask: int = 0,
) -> Iterator[Destination]:
    """Each destination as soon as libcups finds it: the server's queues, then the network's.

    Goes on for `search_timeout` seconds (cupsEnumDests). `printer_type` and `printer_type_mask` are
    `PrinterType` bits: only destinations whose bits under the mask are these. The search itself
    ends within a quarter of a second of the iteration, on a thread of its own.

    libcups searches over connections of its own, so this connection stays free, and a server that
    cannot be reached, or that wants a password, has no destinations. No password is asked for or
    sent. libcups takes any certificate there: where this connection is to be encrypted, its own is
    judged first (`trust`), which tells a server that is not trusted (`CertificateError`), but not
    somebody who lets that one connection pass; what is found is no secret, and may be untrue.
    """
    session.refuse_if_closed()
    _judge_certificate(session)
    call = c_call.Call(None)
    found: queue.SimpleQueue[Destination | BaseException | None] = queue.SimpleQueue()

    def search() -> None:
        try:
            enumerate_destinations(
                str(session.address).encode(), session.user.encode(), int(session.encryption),
                search_timeout, printer_type, printer_type_mask, call,
                lambda *facts: found.put(Destination(*facts)),
            )  # fmt: skip
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            found.put(error)
        finally:
            found.put(None)

    def stop(error: errors.CupsError) -> None:
        call.stop(c_call.CANCELLED)
        found.put(error)

    cancelled = errors.Cancelled("iter_destinations", None, "the caller cancelled")
    closed = errors.Closed("iter_destinations", None, "the connection was closed")
    threads.start(search, "unjam-destinations")
    try:
        with on_cancel(partial(stop, cancelled)), session.on_close(partial(stop, closed)):
            while (item := found.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                yield item
    finally:
        call.stop(c_call.CANCELLED)


def _judge_certificate(session: Session) -> None:
    """Raise where the server is not trusted; one that is not there is not asked anything anyway."""
    if session.encryption in _ENCRYPTED:
        with suppress(errors.NetworkError):
            session.connect(CONNECTION_TIMEOUT)
