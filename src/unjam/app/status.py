# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""States in words and at a glance: a level (icon, colour, spoken word) and a short sentence."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from unjam.app.i18n import _, ngettext
from unjam.app.store.values import PROCESSING, STOPPED, Job, Printer
from unjam.diagnosis.model import Finding, Severity


class Level(StrEnum):
    """How somebody who wants to print should feel about it."""

    OK = "ok"
    BUSY = "busy"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    UNKNOWN = "unknown"
    NONE = "none"
    """Nothing to feel anything about: it does not apply."""


LEVELS = {
    Severity.ERROR: Level.ERROR,
    Severity.WARNING: Level.WARNING,
    Severity.INFO: Level.INFO,
}


def level_of(finding: Finding) -> Level:
    """A finding at a glance."""
    return LEVELS[finding.severity]


def level_word(level: Level) -> str:
    """What a screen reader says for the icon."""
    return {
        Level.OK: _("Fine"),
        Level.BUSY: _("Working"),
        Level.INFO: _("Note"),
        Level.WARNING: _("Warning"),
        Level.ERROR: _("Problem"),
        Level.UNKNOWN: _("Not known"),
        Level.NONE: _("Does not apply"),
    }[level]


ICONS = {
    Level.OK: "unjam-fine-symbolic",
    Level.BUSY: "content-loading-symbolic",
    Level.INFO: "unjam-note-symbolic",
    Level.WARNING: "dialog-warning-symbolic",
    Level.ERROR: "dialog-error-symbolic",
    Level.UNKNOWN: "unjam-question-symbolic",
    Level.NONE: "unjam-none-symbolic",
}


def reason_words() -> dict[str, str]:
    """printer-state-reasons (RFC 8011, 5.4.12; PWG 5100.9; CUPS) that a person can act on."""
    return {
        "media-empty": _("Out of paper"),
        "media-needed": _("Waiting for paper"),
        "media-jam": _("Paper jam"),
        "media-low": _("Paper is running low"),
        "cover-open": _("A cover is open"),
        "door-open": _("A door is open"),
        "interlock-open": _("Not closed properly"),
        "input-tray-missing": _("The paper tray is missing"),
        "output-area-full": _("The output tray is full"),
        "output-area-almost-full": _("The output tray is nearly full"),
        "output-tray-missing": _("The output tray is missing"),
        "toner-empty": _("Out of toner"),
        "toner-low": _("Toner is running low"),
        "marker-supply-empty": _("Out of ink or toner"),
        "marker-supply-low": _("Ink or toner is running low"),
        "marker-waste-full": _("The waste container is full"),
        "marker-waste-almost-full": _("The waste container is nearly full"),
        "developer-empty": _("Out of developer"),
        "opc-life-over": _("The drum is worn out"),
        "fuser-over-temp": _("The printer is too hot"),
        "connecting-to-device": _("Trying to reach the printer"),
        "offline": _("The printer does not answer"),
        "timed-out": _("The printer does not answer"),
        "shutdown": _("The printer is switched off"),
        "hold-new-jobs": _("New documents are held"),
        "cups-missing-filter": _("Part of the printer software is missing"),
        "cups-insecure-filter": _("Printer software has unsafe permissions"),
        "cups-remote-stopped": _("Stopped at the other computer"),
        "cups-remote-pending": _("Waiting at the other computer"),
    }


def severity(reason: str) -> Level:
    """The suffix of a printer-state-reason; without one it counts as an error."""
    if reason.endswith("-report"):
        return Level.INFO
    if reason.endswith("-warning"):
        return Level.WARNING
    return Level.ERROR


def bare(reason: str) -> str:
    """A printer-state-reason without its severity."""
    for suffix in ("-report", "-warning", "-error"):
        reason = reason.removesuffix(suffix)
    return reason


def complaints(printer: Printer) -> list[tuple[Level, str]]:
    """What the queue's reasons say, worst first, each once."""
    if not printer.reasons:
        return []
    known = reason_words()
    said = {known[bare(r)]: severity(r) for r in printer.reasons if bare(r) in known}
    order = [Level.ERROR, Level.WARNING, Level.INFO]
    return sorted(((level, text) for text, level in said.items()), key=lambda s: order.index(s[0]))


def printer_level(printer: Printer) -> Level:
    """A queue's state at a glance."""
    levels = [level for level, _text in complaints(printer)]
    if printer.state == STOPPED or Level.ERROR in levels:
        return Level.ERROR
    if not printer.accepting or Level.WARNING in levels:
        return Level.WARNING
    return Level.BUSY if printer.state == PROCESSING else Level.OK


def needs_attention(printer: Printer) -> bool:
    """Whether nothing will print until somebody does something."""
    return not printer.accepting or printer_level(printer) is Level.ERROR


def printer_words(printer: Printer) -> str:
    """A queue's state in a few words."""
    said = [text for level, text in complaints(printer) if level is not Level.INFO]
    if printer.state == STOPPED:
        return " · ".join([_("Stopped"), *said])
    if not printer.accepting:
        return " · ".join([_("Takes no new documents"), *said])
    if said:
        return " · ".join(said)
    return _("Printing") if printer.state == PROCESSING else _("Ready")


def waiting_words(count: int) -> str:
    """How many documents wait, or nothing for none."""
    if not count:
        return ""
    return ngettext("{count} waiting", "{count} waiting", count).format(count=count)


def headline(printers: list[Printer]) -> tuple[Level, str]:
    """The state of everything in one sentence."""
    broken = sum(needs_attention(p) for p in printers)
    if broken:
        text = ngettext(
            "{count} printer needs attention", "{count} printers need attention", broken
        )
        return Level.WARNING, text.format(count=broken)
    return Level.OK, _("All printers say they are ready")


JOB_PENDING, JOB_HELD, JOB_PROCESSING, JOB_STOPPED, JOB_CANCELED, JOB_ABORTED, JOB_DONE = range(
    3, 10
)
"""job-state (RFC 8011, 5.3.7)."""
FINISHED = frozenset({JOB_CANCELED, JOB_ABORTED, JOB_DONE})


def job_level(job: Job) -> Level:
    """A job's state at a glance."""
    if job.state in {JOB_STOPPED, JOB_ABORTED}:
        return Level.ERROR
    if job.state == JOB_HELD or "printer-stopped" in job.reasons:
        return Level.WARNING
    if job.state == JOB_PROCESSING:
        return Level.BUSY
    return Level.OK if job.state == JOB_DONE else Level.INFO


def needs_password(job: Job) -> bool:
    """Whether it waits for somebody's user name and password."""
    return "cups-held-for-authentication" in job.reasons


def job_words(job: Job) -> str:
    """A job's state in a few words."""
    if needs_password(job):
        return _("Waits for a password")
    if job.state == JOB_PENDING and "printer-stopped" in job.reasons:
        return _("Waits: the printer is stopped")
    return {
        JOB_PENDING: _("Waiting"),
        JOB_HELD: _("Held"),
        JOB_PROCESSING: _("Printing"),
        JOB_STOPPED: _("Stopped"),
        JOB_CANCELED: _("Cancelled"),
        JOB_ABORTED: _("Failed"),
        JOB_DONE: _("Finished"),
    }.get(job.state, _("Not known"))


def since_words(when: datetime) -> str:
    """The hour of something of today, else the day: as short as it can be in a list."""
    here = when.astimezone()
    return here.strftime("%H:%M" if here.date() == datetime.now().astimezone().date() else "%x")
