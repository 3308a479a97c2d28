# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The settings of a queue that most people need: what it offers, what is usual, and the words.

Almost all are attribute pairs of IPP, `…-supported` and `…-default` (RFC 8011 section 5.2, PWG
5100.13). Tray and kind of paper are not: IPP hides these in `media-col`, of which cupsd takes no
default, and a `media-source-default` never reaches the printer. Their driver's own options do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unjam.app.i18n import _
from unjam.app.option_words import (
    driver_words,
    keyword_words,
    media_words,
    number_up_words,
    orientation_words,
    quality_words,
)
from unjam.cups.model import IntRange, OutOfBand

MANY = 60
"""Choices offered in one list."""
DRIVER = {"InputSlot": "InputSlot-default", "MediaType": "MediaType-default"}
"""Options of a PPD (Adobe PPD 4.3) that are offered, and the attribute that has their default."""
Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to choose: the attribute that is set, what is possible, and what is usual now."""

    attribute: str
    title: str
    possible: tuple[str, ...]
    usual: str
    words: Words

    @property
    def labels(self) -> list[str]:
        """What is possible, as people say it."""
        return [
            self.words(value) if value else _("As the document says") for value in self.possible
        ]


def pairs() -> tuple[tuple[str, str, Words], ...]:
    """The attribute pairs of IPP, without their endings, in the order of how often they matter."""
    return (
        ("media", _("Paper"), media_words),
        ("sides", _("Both Sides"), keyword_words),
        ("print-color-mode", _("Colour"), keyword_words),
        ("print-quality", _("Quality"), quality_words),
        ("number-up", _("Pages on a Sheet"), number_up_words),
        ("orientation-requested", _("Orientation"), orientation_words),
        ("output-bin", _("Output"), keyword_words),
    )


def wanted() -> list[str]:
    """The attributes to ask for."""
    names = [
        f"{name}-{end}" for name, _title, _words in pairs() for end in ("default", "supported")
    ]
    return ["printer-type", *names, *DRIVER.values()]


def offered(record: Mapping[str, Any], ppd: str = "") -> list[Setting]:
    """What the queue lets one choose; nothing where there is only one way."""
    ipp = (
        setting(f"{name}-default", title, values(record.get(f"{name}-supported")), record, words)
        for name, title, words in pairs()
    )
    return [s for s in (*ipp, *of_driver(record, ppd)) if s is not None]


def of_driver(record: Mapping[str, Any], ppd: str) -> Iterator[Setting | None]:
    """Tray and kind of paper, where the driver has them."""
    titles = {"InputSlot": _("Tray"), "MediaType": _("Kind of Paper")}
    for option, attribute in DRIVER.items():
        usual, choices = driver_option(ppd, option)
        shown = {**choices, **{name: driver_words(name, said) for name, said in choices.items()}}
        now = {attribute: plainly(record.get(attribute)) or usual}
        yield setting(attribute, titles[option], tuple(choices), now, shown.__getitem__)


def setting(
    attribute: str,
    title: str,
    possible: tuple[str, ...],
    record: Mapping[str, Any],
    words: Words,
) -> Setting | None:
    """A setting; a usual value that is not among the others stands before them."""
    usual, possible = plainly(record.get(attribute)), possible[:MANY]
    if len(possible) < 2:
        return None
    if usual not in possible:
        possible = (usual, *possible)
    return Setting(attribute, title, possible, usual, words)


def values(value: object) -> tuple[str, ...]:
    """Every keyword or number of a 1setOf; a range is nothing to choose from in a list."""
    several = value if isinstance(value, list) else [value]
    found = [plainly(one) for one in several if not isinstance(one, IntRange)]
    return tuple(dict.fromkeys(one for one in found if one))


def plainly(value: object) -> str:
    """A keyword as it is, a number or an enum in digits, nothing for no value."""
    if isinstance(value, OutOfBand) or not isinstance(value, str | int):
        return ""
    return value if isinstance(value, str) else str(int(value))


def driver_option(ppd: str, option: str) -> tuple[str, dict[str, str]]:
    """The default of an option of a PPD, and its choices with the driver's words for them."""
    begin = ppd.find(f"*OpenUI *{option}")
    if begin < 0:
        return "", {}
    part = ppd[begin : ppd.find("*CloseUI", begin)]
    choices = re.findall(rf"^\*{option}[ \t]+([^\s:/]+)(?:/([^:\n]*))?:", part, re.MULTILINE)
    usual = re.search(rf"^\*Default{option}[ \t]*:[ \t]*(\S+)", part, re.MULTILINE)
    return usual[1] if usual else "", dict(choices)
