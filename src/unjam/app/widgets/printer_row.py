# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A printer in a list: its state at a glance, the way to its page, and straight to a diagnosis."""

from __future__ import annotations

from pathlib import Path

from gi.repository import GLib, GObject, Gtk

from unjam.app.store.items import PrinterItem
from unjam.app.widgets.status_icon import StatusIcon


@Gtk.Template(filename=str(Path(__file__).with_suffix(".ui")))
class PrinterRow(Gtk.ListBoxRow):
    """Shows a `PrinterItem` and follows it.

    A grid of its own: a row of libadwaita would lay the texts out some eighty times to place them.
    """

    __gtype_name__ = "UnjamPrinterRow"
    icon: StatusIcon = Gtk.Template.Child()
    title: Gtk.Label = Gtk.Template.Child()
    subtitle: Gtk.Label = Gtk.Template.Child()
    waiting: Gtk.Label = Gtk.Template.Child()
    diagnose: Gtk.Button = Gtk.Template.Child()

    def __init__(self, item: PrinterItem | None = None) -> None:
        super().__init__()
        self._bindings: list[GObject.Binding] = []
        self._item: PrinterItem | None = None
        if item is not None:
            self.show_item(item)

    def show_item(self, item: PrinterItem) -> None:
        """Follow `item` from now on."""
        self.forget()
        self._item = item
        target = GLib.Variant.new_string(item.value.name)
        self.set_action_target_value(target)
        self.set_action_name("win.printer")
        self.diagnose.set_action_target_value(target)
        self.diagnose.set_action_name("win.diagnose")
        bind = GObject.BindingFlags.SYNC_CREATE
        self._bindings = [
            item.bind_property("title", self.title, "label", bind),
            item.bind_property("subtitle", self.subtitle, "label", bind),
            item.bind_property("level", self.icon, "level", bind),
            item.bind_property("waiting", self.waiting, "label", bind),
        ]
        self._handlers = [item.connect("notify", self._on_change)]
        self._on_change()

    def suggest(self, *, diagnosing: bool) -> None:
        """Have this one's diagnosis stand out as the thing to do, or no longer."""
        if diagnosing:
            self.diagnose.add_css_class("suggested-action")
        else:
            self.diagnose.remove_css_class("suggested-action")

    def forget(self) -> None:
        """Follow nothing any more."""
        for binding in self._bindings:
            binding.unbind()
        if self._item is not None:
            for handler in self._handlers:
                self._item.disconnect(handler)
        self._bindings, self._item = [], None

    def _on_change(self, *_args: object) -> None:
        if self._item is not None:
            self.waiting.set_visible(bool(self._item.waiting))
