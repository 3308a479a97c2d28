# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Another print server: its name or address, and a window on it."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Adw, Gtk

from unjam.app.i18n import _
from unjam.app.session import Place


class ServerDialog(Adw.MessageDialog):
    """Asks for a print server."""

    __gtype_name__ = "UnjamServerDialog"

    def __init__(
        self, parent: Gtk.Window, server: str | None, choose: Callable[[Place], object]
    ) -> None:
        """`server` is the present one (None: the usual one); `choose` is called with another."""
        super().__init__(
            transient_for=parent,
            modal=True,
            heading=_("Print Server"),
            body=_("A computer, a computer and port, or a socket. Empty: the usual one."),
        )
        self._choose = choose
        self._row = Adw.EntryRow(title=_("Server"), activates_default=True)
        self._row.set_text(server or "")
        group = Adw.PreferencesGroup(width_request=300)
        group.add(self._row)
        self.set_extra_child(group)
        self.add_response("cancel", _("_Cancel"))
        self.add_response("open", _("_Open"))
        self.set_response_appearance("open", Adw.ResponseAppearance.SUGGESTED)
        self.set_default_response("open")
        self.set_close_response("cancel")
        self.connect("response", self._on_response)
        self.connect("map", lambda *_: self._row.grab_focus())

    def _on_response(self, _dialog: Gtk.Window, response: str) -> None:
        if response == "open":
            server = self._row.get_text().strip() or None
            self._choose(Place(server))
