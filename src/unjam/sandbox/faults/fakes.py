# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Faults that no real virtual printer can have: a scripted fake stands in the printer's place.

The fake (`unjam.sandbox.hostile`) answers with what the queue's own virtual printer says, changed
in the one way that the fault is about.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from unjam.sandbox import hostile_acts as acts
from unjam.sandbox import wire
from unjam.sandbox.certificates import make_certificate
from unjam.sandbox.faults.device import PROCESSING
from unjam.sandbox.faults.driver import install_backend, print_through
from unjam.sandbox.faults.table import fault, repairs
from unjam.sandbox.hostile import Behaviour, HostileServer
from unjam.sandbox.queues import STOPPED

if TYPE_CHECKING:
    from unjam.sandbox.box import Sandbox

DELAY: Final = 4.0
INTERNAL_ERROR: Final = 0x0500
LATER: Final = timedelta(minutes=11)
DATE: Final = re.compile(rb"(?<=\r\n)(Date: )([^\r\n]+ GMT)")

Attributes = dict[str, wire.Attribute]


def _put_fake(box: Sandbox, queue: str, behaviour: Behaviour, *, scheme: str = "ipp") -> None:
    """Point the queue at a fake: a thread of this program, listening in the sandbox's network."""
    listener = box.processes.listen("127.0.0.1") if box.isolated else None
    server = box.resources.enter_context(HostileServer(behaviour, listener=listener))
    box.cups.point_at(queue, server.uri(scheme=scheme))


def _like_real(
    box: Sandbox, queue: str, change: Callable[[Attributes], None] | None = None
) -> Behaviour:
    """Be a printer that says what the queue's own says, changed so."""
    attributes = dict(box.printer_of(queue).raw_attributes())
    if change is not None:
        change(attributes)
    return acts.fake_printer(attributes)


@fault("device-not-ipp", "DEVICE_NOT_IPP", "a web page, not a printer, answers at the address")
def device_not_ipp(box: Sandbox, queue: str) -> None:
    """Answer everything with HTML."""
    _put_fake(box, queue, acts.status(200, body=b"<html><h1>Router login</h1></html>"))


@fault("device-needs-auth", "DEVICE_NEEDS_AUTH", "the printer wants a password from everybody")
def device_needs_auth(box: Sandbox, queue: str) -> None:
    """Answer everything with 401."""
    _put_fake(box, queue, acts.challenge_forever())


@fault("device-needs-tls", "DEVICE_NEEDS_TLS", "the printer speaks only encrypted")
def device_needs_tls(box: Sandbox, queue: str) -> None:
    """Answer everything with 426, except to those who encrypt from the first byte (`ipps`)."""
    refusal = acts.status(426, {"Upgrade": "TLS/1.2", "Connection": "Upgrade"})
    context = make_certificate(box.base / "tls").context()
    _put_fake(box, queue, acts.plain_or_tls(context, refusal, _like_real(box, queue)))


@fault("device-slow", "DEVICE_SLOW", "the printer takes seconds for every answer")
def device_slow(box: Sandbox, queue: str) -> None:
    """Answer correctly, seconds late."""
    reply = acts.printer_reply(box.printer_of(queue).raw_attributes())
    _put_fake(box, queue, acts.slowly(reply, delay=DELAY))


@fault(
    "device-certificate-expired", "DEVICE_CERTIFICATE_INVALID", "the printer's certificate expired"
)
def device_certificate_expired(box: Sandbox, queue: str) -> None:
    """Speak TLS with a certificate of years ago."""
    old = make_certificate(box.base / "expired", ends="20210101000000Z")
    _put_fake(box, queue, acts.over_tls(old.context(), _like_real(box, queue)), scheme="ipps")


@fault("device-tls-failed", "DEVICE_TLS_FAILED", "printer and computer share no kind of encryption")
def device_tls_failed(box: Sandbox, queue: str) -> None:
    """Speak nothing newer than TLS 1.1."""
    context = make_certificate(box.base / "old").context(newest=ssl.TLSVersion.TLSv1_1)
    _put_fake(box, queue, acts.over_tls(context, _like_real(box, queue)), scheme="ipps")


@fault("output-full", "OUTPUT_FULL", "the printer's output tray is full")
def output_full(box: Sandbox, queue: str) -> None:
    """Report `output-area-full`."""

    def change(attributes: Attributes) -> None:
        attributes["printer-state-reasons"] = wire.attribute(wire.KEYWORD, "output-area-full-error")

    _put_fake(box, queue, _like_real(box, queue, change))


@fault("device-other-error", "OTHER_DEVICE_ERROR", "the printer's fuser is too hot")
def device_other_error(box: Sandbox, queue: str) -> None:
    """Report `fuser-over-temp`."""

    def change(attributes: Attributes) -> None:
        attributes["printer-state-reasons"] = wire.attribute(wire.KEYWORD, "fuser-over-temp-error")
        attributes["printer-state"] = wire.attribute(wire.ENUM, STOPPED)

    _put_fake(box, queue, _like_real(box, queue, change))


@fault("device-stopped", "DEVICE_STATE_MISMATCH", "the printer has stopped and says not why")
def device_stopped(box: Sandbox, queue: str) -> None:
    """Report `printer-state` 5 without a reason, behind a queue that is idle."""

    def change(attributes: Attributes) -> None:
        attributes["printer-state"] = wire.attribute(wire.ENUM, STOPPED)

    _put_fake(box, queue, _like_real(box, queue, change))


@fault("device-not-driverless", "DRIVERLESS_NOT_SUPPORTED", "the printer needs a driver of its own")
def device_not_driverless(box: Sandbox, queue: str) -> None:
    """Take only a vendor's language, behind a queue that is meant to be driverless."""

    def change(attributes: Attributes) -> None:
        formats = wire.attribute(wire.MIME, "application/octet-stream", "application/vnd.hp-PCL")
        attributes["document-format-supported"] = formats

    _put_fake(box, queue, _like_real(box, queue, change))


@fault("device-answers-error", "DEVICE_ANSWERS_ERROR", "the printer answers with an error")
def device_answers_error(box: Sandbox, queue: str) -> None:
    """Answer every operation with `server-error-internal-error`."""
    refusal = acts.ipp_reply(status=INTERNAL_ERROR, message="out of memory")
    _put_fake(box, queue, acts.answer(refusal))


@fault(
    "media-not-usual",
    "MEDIA_NOT_USUAL_HERE",
    "the queue's paper is letter, the person's country uses A4",
)
def media_not_usual(box: Sandbox, queue: str) -> None:
    """Live in Germany, with a printer that does not say what it has loaded."""
    box.client_variables |= {"LC_ALL": "", "LC_PAPER": "de_DE.UTF-8"}

    def change(attributes: Attributes) -> None:
        for name in ("media-ready", "media-col-ready"):
            attributes.pop(name, None)

    _put_fake(box, queue, _like_real(box, queue, change))


@fault(
    "scheduler-not-cups",
    "SCHEDULER_NOT_CUPS",
    "a web page answers where the print server is expected",
    on_queue=False,
)
def scheduler_not_cups(box: Sandbox, _queue: str) -> None:
    """Let CUPS_SERVER lead to a web server."""
    page = acts.status(200, body=b"<html><h1>Welcome</h1></html>")
    listener = box.processes.listen("127.0.0.1") if box.isolated else None
    server = box.resources.enter_context(HostileServer(page, listener=listener))
    box.client_variables["CUPS_SERVER"] = server.address


@repairs("scheduler-not-cups")
def address_the_server(box: Sandbox, _queue: str) -> None:
    """Log in anew, with the right variable."""
    box.client_variables.pop("CUPS_SERVER")


@fault(
    "device-certificate-changed",
    "DEVICE_CERTIFICATE_CHANGED",
    "the printer shows another certificate than before",
)
def device_certificate_changed(box: Sandbox, queue: str) -> None:
    """Keep one certificate of the printer, and let it show another."""
    former = make_certificate(box.base / "former")
    new = make_certificate(box.base / "new")
    for directory in (box.base / "root" / "ssl", box.home / ".cups" / "ssl"):
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "127.0.0.1.crt").write_text(former.certificate.read_text())
    _put_fake(box, queue, acts.over_tls(new.context(), _like_real(box, queue)), scheme="ipps")


# --- time ----------------------------------------------------------------------------------------


@fault("job-stuck", "JOB_STUCK", "a job is being printed for ten minutes and does not get on")
def job_stuck(box: Sandbox, queue: str) -> None:
    """Print through a backend that hangs, and let the person come eleven minutes later.

    The hanging job is real. The eleven minutes are not: the server is asked through a relay that
    sets its clock (`Date`) forward and changes nothing else.
    """
    print_through(box, queue, "exec sleep 3600")
    box.cups.await_job(box.cups.waiting_jobs(queue)[0], PROCESSING)
    address = ("127.0.0.1", box.scheduler.settings.port)
    behaviour = acts.relay(lambda: box.processes.connect(address), _later)
    listener = box.processes.listen("127.0.0.1") if box.isolated else None
    server = box.resources.enter_context(HostileServer(behaviour, listener=listener))
    box.client_variables["CUPS_SERVER"] = server.address


@repairs("job-stuck")
def unhang_backend(box: Sandbox, queue: str) -> None:
    """Update the driver's package; the job that hangs is left to the remedy."""
    install_backend(box, queue)


def _later(block: bytes) -> bytes:
    """Set the Date of an HTTP answer forward."""
    return DATE.sub(lambda found: found[1] + _forward(found[2]), block, count=1)


def _forward(date: bytes) -> bytes:
    then = parsedate_to_datetime(date.decode("ascii")) + LATER
    return format_datetime(then, usegmt=True).encode("ascii")


@repairs(
    "device-answers-error",
    "device-other-error",
    "device-stopped",
    "device-not-driverless",
    "device-certificate-changed",
    "device-not-ipp",
    "device-needs-auth",
    "device-slow",
    "device-certificate-expired",
    "device-tls-failed",
    "output-full",
)
def remove_fake(box: Sandbox, queue: str) -> None:
    """Put the real printer back in its place."""
    box.cups.point_at(queue, box.printer_of(queue).uri)
