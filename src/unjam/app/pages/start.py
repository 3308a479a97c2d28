# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The start: what the printers say of themselves, and the three ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gi.repository import Adw, Gtk

from unjam.app import status
from unjam.app.i18n import _, ngettext
from unjam.app.pages.live import LivePage
from unjam.app.status import Level
from unjam.app.store.items import PrinterItem
from unjam.app.store.values import Printer
from unjam.app.widgets.printer_row import PrinterRow
from unjam.app.widgets.status_icon import StatusIcon

if TYPE_CHECKING:
    from unjam.app.host import Host

FEW = 6
"""Printers listed on this page; the rest is one row away."""


class StartPage(LivePage):
    """Asks which printer does not print."""

    __gtype_name__ = "UnjamStartPage"
    goes_back = False
    template = "start.ui"

    def __init__(self, window: Host) -> None:
        super().__init__(window)
        self.title = _("Unjam")
        self.overall = self.part("overall", StatusIcon)
        self.headline = self.part("headline", Gtk.Label)
        self.group = self.part("group", Adw.PreferencesGroup)
        self.printers = self.part("printers", Gtk.ListBox)
        self._rows: dict[str, PrinterRow] = {}
        self._more = more_row()
        self.follow()

    def show_printers(self) -> None:
        """Show the most urgent ones, and what they say all together."""
        printers = self._live.printers.values()
        level, text = status.headline(printers)
        self.overall.set_property("level", level if printers else Level.INFO)
        self.headline.set_text(text if printers else _("No printers yet"))
        self.group.set_visible(bool(printers))
        self._show(sorted(printers, key=lambda p: urgency(p.name, self._live.printers.get(p.name))))
        self.show_content()

    def _show(self, printers: list[Printer]) -> None:
        """Keep the rows that stay, so that the focus stays where it is."""
        wanted = [p.name for p in printers[:FEW]]
        for name in [n for n in self._rows if n not in wanted]:
            row = self._rows.pop(name)
            row.forget()
            self.printers.remove(row)
        for position, name in enumerate(wanted):
            if name not in self._rows:
                self._rows[name] = PrinterRow(self._live.printers.get(name))
                self.printers.insert(self._rows[name], position)
            elif self._rows[name].get_index() != position:
                self.printers.remove(self._rows[name])
                self.printers.insert(self._rows[name], position)
            item = self._live.printers.get(name)
            most_urgent = position == 0 and item is not None and item.attention
            self._rows[name].suggest(diagnosing=most_urgent)
        self._show_more(len(printers) - len(wanted), len(printers))

    def _show_more(self, hidden: int, total: int) -> None:
        if self._more.get_parent() is not None:
            self.printers.remove(self._more)
        if hidden > 0:
            text = ngettext("Show the {count} printer", "Show all {count} printers", total)
            self._more.set_title(text.format(count=total))
            self.printers.append(self._more)


def urgency(name: str, item: PrinterItem | None) -> tuple[int, bool, str]:
    """Those that need attention first, then the default, then by name."""
    if item is None:
        return (2, True, name)
    rank = 2 if not item.attention else item.level != Level.ERROR
    return (int(rank), not item.value.is_default, name.casefold())


def more_row() -> Adw.ActionRow:
    """The row that leads to all printers."""
    row = Adw.ActionRow(activatable=True, action_name="win.printers")
    row.add_suffix(Gtk.Image(icon_name="go-next-symbolic"))
    return row
