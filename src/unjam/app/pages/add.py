# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A printer that has no queue: found as devices answer, or by its address; driverless first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gi.repository import Adw, Gtk

from unjam.app.announce import announce
from unjam.app.i18n import _, ngettext
from unjam.app.pages.base import Page
from unjam.app.status import Level
from unjam.app.store.items import DeviceItem
from unjam.app.store.values import Device, device
from unjam.app.trouble import describe
from unjam.app.widgets.frames import next_frame
from unjam.app.widgets.roomy import roomy
from unjam.app.widgets.status_icon import StatusIcon
from unjam.cups import errors

if TYPE_CHECKING:
    from unjam.app.host import Host

SECONDS = 30
"""How long the print server may search."""
NO_PRINTERS = frozenset({"cups-brf", "serial", "beh"})
"""Backends that offer something whether or not a printer is there."""
DEFAULT_PATH = "/ipp/print"
"""Where a driverless printer answers (RFC 8010 and IPP Everywhere, PWG 5100.14)."""


class AddPage(Page):
    """Looks for devices until it is told to stop, and takes an address at any time."""

    __gtype_name__ = "UnjamAddPage"
    template = "add.ui"

    def __init__(self, window: Host) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self.title = _("Add a Printer")
        self._devices = self.part("devices", Gtk.ListBox)
        self._nothing = self.part("nothing", Gtk.Label)
        self._spinner = self.part("spinner", Gtk.Spinner)
        self._search = self.part("search", Gtk.Button)
        self._search.connect("clicked", lambda _b: self._on_search())
        self._address = self.part("address", Adw.EntryRow)
        self._address.connect("apply", lambda _row: self._on_address())
        self._rows: dict[str, Adw.ActionRow] = {}
        self._driverless = 0
        self.search()

    def search(self) -> None:
        """Look for devices, from the beginning."""
        for row in self._rows.values():
            self._devices.remove(row)
        self._rows.clear()
        self._driverless = 0
        self.tasks.restart(self._look(), name="search")

    def stop(self) -> None:
        """Stop looking; what was found stays."""
        self.tasks.stop("search")

    def _on_search(self) -> None:
        if self._spinner.get_spinning():  # what the button says then is "Stop"
            self.stop()
        else:
            self.search()

    async def _look(self) -> None:
        self._show_searching(on=True, text=_("Looking for printers…"))
        said = _("No printer was found. It may be switched off, or on another network.")
        try:
            async with self._window.session.connect(timeout=SECONDS + 10.0) as connection:
                async for record in connection.iter_devices(search_timeout=SECONDS):
                    self._add(device(record))
                    if self.get_mapped():  # many may come at once, and one is enough for a frame
                        await next_frame(self)
        except errors.CupsError as error:
            said = describe(error)
            if self._rows:
                self._window.say(said)
        finally:
            self._show_searching(on=False, text=said)

    def _show_searching(self, *, on: bool, text: str) -> None:
        self._spinner.set_spinning(on)
        self._search.set_label(_("Stop") if on else _("Search Again"))
        self._nothing.set_text(text)
        if not on and self.get_mapped():
            announce(self, self._search, said_at_the_end(len(self._rows), text))

    def _add(self, found: Device) -> None:
        if ":" not in found.uri or found.uri in self._rows or found.scheme in NO_PRINTERS:
            return  # a backend's name alone is not a device
        row = device_row(DeviceItem(found))
        row.connect("activated", lambda _row: self._choose(found))
        self._rows[found.uri] = row
        if found.driverless:
            self._devices.insert(row, self._driverless)
            self._driverless += 1
        else:
            self._devices.append(row)

    def _on_address(self) -> None:
        uri = device_uri(self._address.get_text())
        if uri is None:
            self._address.add_css_class("error")
            self._window.say(_("This is not an address of a printer."))
            return
        self._address.remove_css_class("error")
        self._choose(Device(uri=uri, device_class="network"))

    def _choose(self, found: Device) -> None:
        self.stop()
        taken = {p.name for p in self._window.live.printers.values()}
        self._window.open_device(found, queue_name(found, taken))


def said_at_the_end(found: int, otherwise: str) -> str:
    """How many devices there are, or why there are none."""
    if not found:
        return otherwise
    return ngettext("{count} printer found", "{count} printers found", found).format(count=found)


def device_row(item: DeviceItem) -> Adw.ActionRow:
    """One device that was found."""
    row = Adw.ActionRow(
        use_markup=False,
        title=item.title,
        subtitle=item.subtitle,
        activatable=True,
        tooltip_text=item.value.uri,
    )
    row.add_prefix(StatusIcon(Level.OK if item.value.driverless else Level.INFO))
    row.add_suffix(Gtk.Image(icon_name="go-next-symbolic"))
    return roomy(row)


def device_uri(address: str) -> str | None:
    """The URI for what a person typed: a URI as it is, a host as driverless IPP."""
    address = address.strip()
    if re.fullmatch(r"[a-z][a-z0-9+.-]*://[^\s/]+\S*", address):
        return address
    if re.fullmatch(r"(\[[0-9A-Fa-f:.%]+\]|[\w.-]+)(:\d{1,5})?(/\S*)?", address):
        host, slash, path = address.partition("/")
        return f"ipp://{host}{slash + path or DEFAULT_PATH}"
    return None


def queue_name(found: Device, taken: set[str]) -> str:
    """A queue name that CUPS takes (no space, /, #, 127 bytes) and that is free."""
    words = found.info or found.model or found.uri.partition("://")[2].partition("/")[0]
    name = re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")[:60] or "printer"
    if name not in taken:
        return name
    return next(n for i in range(2, len(taken) + 3) if (n := f"{name}-{i}") not in taken)
