# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The authentication dialog: why, as whom, and the password; nothing in it blocks anything."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Adw, GObject, Gtk

from unjam.app.i18n import _

SECRET = "password"  # noqa: S105 - a field's name


class PasswordDialog(Adw.MessageDialog):
    """Asks for some fields (`auth-info-required` of RFC 8011 and CUPS). Emits `decided` once.

    `values` is what was entered, in the fields' order, or None where the person declined.
    """

    __gtype_name__ = "UnjamPasswordDialog"
    __gsignals__ = {"decided": (GObject.SignalFlags.RUN_LAST, None, ())}  # noqa: RUF012

    def __init__(
        self,
        parent: Gtk.Window | None,
        title: str,
        explanation: str,
        fields: Sequence[str],
        *,
        user: str = "",
        remember: bool = False,
        refused: bool = False,
    ) -> None:
        super().__init__(heading=title, body=explanation, modal=True)
        if parent is not None:
            self.set_transient_for(parent)
        self.values: tuple[str, ...] | None = None
        self.rows = {field: self._row(field, user) for field in fields}
        self._remember = Gtk.Switch(valign=Gtk.Align.CENTER)
        self.set_extra_child(self._group(remember=remember, refused=refused))
        self.add_response("cancel", _("_Cancel"))
        self.add_response("ok", _("_Authenticate"))
        self.set_response_appearance("ok", Adw.ResponseAppearance.SUGGESTED)
        self.set_default_response("ok")
        self.set_close_response("cancel")
        self.connect("response", self._on_response)
        self.connect("map", lambda *_: self._focus_first())

    @property
    def wants_remembering(self) -> bool:
        """Whether the person wants the password remembered."""
        return self._remember.get_active()

    def _row(self, field: str, user: str) -> Adw.EntryRow:
        labels = {
            "username": _("User Name"),
            SECRET: _("Password"),
            "domain": _("Domain"),
        }
        kind = Adw.PasswordEntryRow if field == SECRET else Adw.EntryRow
        row = kind(title=labels.get(field, field), use_markup=False, activates_default=True)
        if field == "username":
            row.set_text(user)
        return row

    def _group(self, *, remember: bool, refused: bool) -> Gtk.Widget:
        group = Adw.PreferencesGroup(width_request=300)
        for field, row in self.rows.items():
            if refused and field == SECRET:
                row.add_css_class("error")
            group.add(row)
        if remember:
            group.add(self._remember_row())
        return group

    def _remember_row(self) -> Adw.ActionRow:
        title = _("Remember")
        row = Adw.ActionRow(
            title=title,
            subtitle=_("In your keyring"),
            use_markup=False,
            activatable_widget=self._remember,
        )
        self._remember.update_property([Gtk.AccessibleProperty.LABEL], [title])
        row.add_suffix(self._remember)
        return row

    def _focus_first(self) -> None:
        """The first field that is still empty."""
        empty = [row for row in self.rows.values() if not row.get_text()]
        (empty or list(self.rows.values()))[0].grab_focus()

    def _on_response(self, _dialog: Adw.MessageDialog, response: str) -> None:
        if response == "ok":
            self.values = tuple(row.get_text() for row in self.rows.values())
        self.emit("decided")
