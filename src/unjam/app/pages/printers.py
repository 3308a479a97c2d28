# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""All printers, however many: searched, and always as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gi.repository import Gtk

from unjam.app.i18n import _, ngettext
from unjam.app.pages.base import State
from unjam.app.pages.live import LivePage
from unjam.app.store.items import PrinterItem
from unjam.app.trouble import Step, Trouble
from unjam.app.widgets.printer_row import PrinterRow
from unjam.app.widgets.search import Search
from unjam.app.widgets.virtual_list import show_rows

if TYPE_CHECKING:
    from unjam.app.host import Host


class PrintersPage(LivePage):
    """The list of all queues."""

    __gtype_name__ = "UnjamPrintersPage"
    template = "printers.ui"

    def __init__(self, window: Host) -> None:
        super().__init__(window)
        self._model = window.live.printers.model
        self.title = _("Printers")
        self._search = Search(
            self._model,
            self.part("search", Gtk.SearchEntry),
            self.part("lists", Gtk.Stack),
            text_of,
        )
        self.long_list = show_rows(
            self.part("list", Gtk.ListView),
            self._search.shown,
            PrinterRow,
            lambda item: window.open_printer(item.value.name),
        )
        self._handler = self._model.connect("items-changed", self._on_changed)
        self.follow()

    def close(self) -> None:
        """The page goes away for good."""
        self._model.disconnect(self._handler)
        self._search.close()
        super().close()

    def _on_changed(self, *_args: object) -> None:
        """A long list is shown while it is filled."""
        if self._model.get_n_items() and self.state == State.LOADING:
            self.show_content()
        self._count()
        self._search.look()

    def _count(self) -> int:
        count = self._model.get_n_items()
        self.subtitle = ngettext("{count} printer", "{count} printers", count).format(count=count)
        return count

    def show_printers(self) -> None:
        """Show them all, or that there are none."""
        if self._count():
            self.show_content()
            return
        step = Step(_("_Add a Printer"), self._window.add_printer, suggested=True)
        text = _("This print server has no printers yet.")
        self.show_empty(Trouble("printer-symbolic", _("No Printers"), text, (step,)))


def text_of(item: object) -> str:
    """What a search looks through."""
    if not isinstance(item, PrinterItem):
        return ""
    value = item.value
    return f"{value.name} {value.info} {value.location} {value.model}"
