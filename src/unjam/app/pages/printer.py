# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A printer's page: how it is, what can be done with it, and the way to a diagnosis."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gi.repository import Adw, Gtk

from unjam.app import status
from unjam.app.consultation import Consultation
from unjam.app.i18n import _
from unjam.app.pages.live import LivePage
from unjam.app.store.items import PrinterItem
from unjam.app.store.values import IDLE, STOPPED, Printer, Supply
from unjam.app.trouble import Step, Trouble
from unjam.app.widgets.choices import Choices
from unjam.app.widgets.roomy import roomy
from unjam.app.widgets.status_icon import StatusIcon
from unjam.app.widgets.toggle import Toggle
from unjam.diagnosis.remedies import (
    AcceptJobs,
    DeleteQueue,
    PauseQueue,
    RejectJobs,
    Remedy,
    ResumeQueue,
    SetDefault,
    ShareQueue,
)

if TYPE_CHECKING:
    from unjam.app.host import Host

GONE = "printer-error-symbolic"


class PrinterPage(LivePage):
    """One queue, live."""

    __gtype_name__ = "UnjamPrinterPage"
    template = "printer.ui"

    def __init__(self, window: Host, name: str) -> None:
        super().__init__(window)
        self._name = name
        self._shown: Printer | None = None
        self._detail_rows: list[Adw.ActionRow] = []
        self.title = name
        self._toggles = self._make_toggles()
        self._choices = Choices(
            window, self.tasks, name, self.part("options", Adw.PreferencesGroup)
        )
        self._connect_buttons()
        self.follow()

    # --- what it offers -----------------------------------------------------------------------

    def _make_toggles(self) -> dict[str, Toggle]:
        name, carry_out = self._name, self._window.carry_out

        def toggle(part: str, on: Remedy, off: Remedy) -> Toggle:
            switch = self.part(f"{part}_switch", Gtk.Switch)
            label = self.part(part, Adw.ActionRow).get_title()
            then = partial(self._settled, part)
            return Toggle(switch, label, lambda wanted: carry_out(on if wanted else off, then))

        return {
            "printing": toggle("printing", ResumeQueue(name), PauseQueue(name)),
            "accepting": toggle("accepting", AcceptJobs(name), RejectJobs(name)),
            "default": toggle("default", SetDefault(name), SetDefault(name)),
            "shared": toggle("shared", ShareQueue(name), ShareQueue(name, shared=False)),
        }

    def _connect_buttons(self) -> None:
        window, name = self._window, self._name
        self.part("diagnose", Gtk.Button).connect("clicked", lambda _b: window.diagnose([name]))
        self.part("test", Gtk.Button).connect(
            "clicked", lambda _b: window.open_test_page(Consultation([name]))
        )
        self.part("jobs", Adw.ActionRow).connect("activated", lambda _r: window.open_jobs(name))
        self.part("remove", Adw.ActionRow).connect(
            "activated",
            lambda _r: window.open_remedy(Consultation([name]), None, DeleteQueue(name)),
        )

    # --- what it shows ------------------------------------------------------------------------

    def _settled(self, part: str) -> None:
        """Show what the server says, also where a change was refused."""
        if self.is_over:
            return
        self._toggles[part].settle()
        self._shown = None
        if self._live.state == "ready":
            self.show_printers()

    def show_printers(self) -> None:
        """Show this one, or that it is gone."""
        item = self._live.printers.get(self._name)
        if item is None:
            self._gone()
            return
        if item.value != self._shown:
            self._shown = item.value
            self._show(item)
        self.show_content()

    def _gone(self) -> None:
        self._shown = None  # so that it is shown again when it comes back as it was
        text = _("The print server has no printer of this name any more.")
        step = Step(_("To the _Printers"), self._window.finish, suggested=True)
        self.show_error(Trouble(GONE, _("This Printer Is Gone"), text, (step,)))

    def _show(self, item: PrinterItem) -> None:
        value = item.value
        self.title = item.title
        self.part("icon", StatusIcon).set_property("level", item.level)
        self.part("name", Gtk.Label).set_text(item.title)
        self.part("state", Gtk.Label).set_text(item.subtitle)
        message = self.part("message", Gtk.Label)
        message.set_text(value.message)
        message.set_visible(bool(value.message) and value.state != IDLE)
        waiting = status.waiting_words(value.jobs) or _("None waiting")
        self.part("jobs", Adw.ActionRow).set_subtitle(waiting)
        self._toggles["printing"].show(on=value.state != STOPPED)
        self._toggles["accepting"].show(on=value.accepting)
        self._toggles["default"].show(on=value.is_default, possible=not value.is_default)
        self._toggles["shared"].show(on=value.shared)
        self._show_supplies(value.supplies)
        self._show_details(value)

    def _show_supplies(self, supplies: tuple[Supply, ...]) -> None:
        rows = self.part("supplies", Gtk.ListBox)
        while (row := rows.get_first_child()) is not None:
            rows.remove(row)
        for supply in supplies:
            rows.append(roomy(supply_row(supply)))
        self.part("supplies_group", Gtk.Widget).set_visible(bool(supplies))

    def _show_details(self, value: Printer) -> None:
        group = self.part("details", Adw.PreferencesGroup)
        for row in self._detail_rows:
            group.remove(row)
        details = {
            _("Name"): value.name,
            _("Place"): value.location,
            _("Model"): value.model,
            _("Address"): value.device_uri,
        }
        self._detail_rows = [detail_row(title, text) for title, text in details.items() if text]
        for row in self._detail_rows:
            group.add(roomy(row))


def detail_row(title: str, text: str) -> Adw.ActionRow:
    """One line of what the server knows."""
    return Adw.ActionRow(use_markup=False, title=title, subtitle=text, css_classes=["property"])


def supply_row(supply: Supply) -> Adw.ActionRow:
    """How much is left of one supply, as a bar and as a number."""
    row = Adw.ActionRow(use_markup=False, title=supply.name)
    if supply.level < 0:
        row.set_subtitle(_("Level not known"))
        return row
    percent = _("{percent} %").format(percent=supply.level)
    low = _("Running low")
    row.set_subtitle(f"{percent} · {low}" if supply.is_low else percent)
    bar = Gtk.LevelBar(
        max_value=100, value=supply.level, width_request=120, valign=Gtk.Align.CENTER
    )
    for offset in (Gtk.LEVEL_BAR_OFFSET_LOW, Gtk.LEVEL_BAR_OFFSET_HIGH, Gtk.LEVEL_BAR_OFFSET_FULL):
        bar.remove_offset_value(offset)
    bar.add_css_class("supply")
    if supply.is_low:
        bar.add_css_class("low")
    bar.update_property([Gtk.AccessibleProperty.LABEL], [supply.name])
    row.add_suffix(bar)
    return row
