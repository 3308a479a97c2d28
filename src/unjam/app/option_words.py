# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the values of settings are called: IPP keywords and enums, PWG media names, PPD choices."""

from __future__ import annotations

import re

from unjam.app.i18n import _, ngettext

TIMES = " \N{MULTIPLICATION SIGN} "


def keyword_words(keyword: str) -> str:
    """An IPP keyword as people say it."""
    known = {
        "one-sided": _("One side"),
        "two-sided-long-edge": _("Both sides, turned like a book"),
        "two-sided-short-edge": _("Both sides, turned like a calendar"),
        "auto": _("Automatic"),
        "color": _("In colour"),
        "monochrome": _("Black and white"),
        "auto-monochrome": _("Black and white where possible"),
        "bi-level": _("Only black dots"),
        "process-monochrome": _("Black and white from colour"),
        "face-up": _("Face up"),
        "face-down": _("Face down"),
    }
    return known.get(keyword) or keyword.replace("-", " ").capitalize()


def quality_words(value: str) -> str:
    """`print-quality` (RFC 8011 section 5.2.13)."""
    return {"3": _("Draft"), "4": _("Normal"), "5": _("High")}.get(value, value)


def orientation_words(value: str) -> str:
    """`orientation-requested` (RFC 8011 section 5.2.10)."""
    known = {
        "3": _("Upright"),
        "4": _("Sideways"),
        "5": _("Sideways, turned the other way"),
        "6": _("Upside down"),
        "7": _("As the document says"),
    }
    return known.get(value, value)


def number_up_words(value: str) -> str:
    """`number-up` (RFC 8011 section 5.2.9)."""
    count = int(value) if value.isdecimal() else 0
    return ngettext("{count} page", "{count} pages", count).format(count=value)


def media_words(keyword: str) -> str:
    """A PWG media name (PWG 5101.1), as `iso_a4_210x297mm`: its name and its size."""
    parts = keyword.split("_")
    if len(parts) != 3:
        return keyword
    _class, name, size = parts
    if size.endswith("mm"):
        return f"{name.upper()} ({size.removesuffix('mm').replace('x', TIMES)} mm)"
    return f"{name.replace('-', ' ').title()} ({size.removesuffix('in').replace('x', TIMES)} in)"


def driver_words(choice: str, said: str) -> str:
    """A driver's choice as people say it: a well-known one, or in the driver's own words."""
    known = {
        "auto": _("Automatic"),
        "main": _("Main tray"),
        "manual": _("By hand"),
        "bypasstray": _("Bypass tray"),
        "envelope": _("Envelope"),
        "stationery": _("Plain paper"),
        "stationeryletterhead": _("Letterhead"),
        "photographic": _("Photo paper"),
        "photographicglossy": _("Glossy photo paper"),
        "photographicmatte": _("Matte photo paper"),
        "cardstock": _("Card"),
        "labels": _("Labels"),
        "transparency": _("Transparency"),
        "other": _("Other"),
    }
    return known.get(choice.casefold()) or said.strip() or spaced(choice)


def spaced(name: str) -> str:
    """`Tray1` as `Tray 1`, `RearFeed` as `Rear Feed`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name)
