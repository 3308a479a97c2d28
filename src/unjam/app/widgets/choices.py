# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The settings that most people need: paper, both sides, colour. Asked of the server, set there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gi.repository import Adw, Gtk

from unjam.app.i18n import _
from unjam.app.store.values import Attributes, texts, words
from unjam.app.tasks import Tasks
from unjam.cups import errors
from unjam.diagnosis.remedies import SetQueueDefault

if TYPE_CHECKING:
    from unjam.app.window import Window

TIMES = " \N{MULTIPLICATION SIGN} "
MANY = 60
"""Choices offered in one list."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One attribute pair of IPP: what is possible, and what is usual."""

    default: str
    supported: str
    title: str


def settings() -> tuple[Setting, ...]:
    """What most people need (RFC 8011 section 5.2; PWG 5100.13)."""
    return (
        Setting("media-default", "media-supported", _("Paper")),
        Setting("sides-default", "sides-supported", _("Both Sides")),
        Setting("print-color-mode-default", "print-color-mode-supported", _("Colour")),
    )


class Choices:
    """Fills a group of rows once the server has said what the queue can do."""

    def __init__(
        self, window: Window, tasks: Tasks, queue: str, group: Adw.PreferencesGroup
    ) -> None:
        self._window = window
        self._queue = queue
        self._group = group
        tasks.start(self._load(), name="settings of the queue")

    async def _load(self) -> None:
        wanted = [name for s in settings() for name in (s.default, s.supported)]
        try:
            async with self._window.session.connect() as connection:
                record = await connection.get_printer_attributes(
                    self._queue, requested_attributes=wanted
                )
        except errors.CupsError:
            return  # the page says already how the server is; without an answer there is no choice
        for setting in settings():
            self._add(setting, record)

    def _add(self, setting: Setting, record: Attributes) -> None:
        possible = list(texts(record.get(setting.supported)))[:MANY]
        usual = words(record.get(setting.default))
        if len(possible) < 2 or usual not in possible:
            return
        row = Adw.ComboRow(
            title=setting.title,
            use_markup=False,
            model=Gtk.StringList.new([keyword_words(value) for value in possible]),
            selected=possible.index(usual),
        )
        row.connect("notify::selected", self._on_selected, setting, possible)
        self._group.add(row)
        self._group.set_visible(True)

    def _on_selected(
        self, row: Adw.ComboRow, _property: object, setting: Setting, possible: list[str]
    ) -> None:
        value = possible[row.get_selected()]
        self._window.carry_out(SetQueueDefault(self._queue, setting.default, value))


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
    }
    return known.get(keyword) or media_words(keyword)


def media_words(keyword: str) -> str:
    """A PWG media name (PWG 5101.1), as `iso_a4_210x297mm`: its name and its size."""
    parts = keyword.split("_")
    if len(parts) != 3:
        return keyword
    _class, name, size = parts
    if size.endswith("mm"):
        return f"{name.upper()} ({size.removesuffix('mm').replace('x', TIMES)} mm)"
    return f"{name.replace('-', ' ').title()} ({size.removesuffix('in').replace('x', TIMES)} in)"
