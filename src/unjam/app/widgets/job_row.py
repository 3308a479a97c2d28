# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A document in a list: its state, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gi.repository import Gio, GLib, GObject, Gtk

from unjam.app.i18n import _
from unjam.app.status import FINISHED, JOB_HELD, JOB_PENDING, needs_password
from unjam.app.store.items import JobItem
from unjam.app.store.values import Job
from unjam.app.widgets.status_icon import StatusIcon

Targets = Callable[[], list[str]]
"""The queues that a document could be moved to."""
SHORT = 18
"""Letters that have room in one line in any window."""
BIND = GObject.BindingFlags.SYNC_CREATE


@Gtk.Template(filename=str(Path(__file__).with_suffix(".ui")))
class JobRow(Gtk.Box):
    """Shows a `JobItem` and follows it; its actions are those of the group `jobs`."""

    __gtype_name__ = "UnjamJobRow"
    icon: StatusIcon = Gtk.Template.Child()
    title: Gtk.Label = Gtk.Template.Child()
    subtitle: Gtk.Label = Gtk.Template.Child()
    release: Gtk.Button = Gtk.Template.Child()
    cancel: Gtk.Button = Gtk.Template.Child()
    menu: Gtk.MenuButton = Gtk.Template.Child()

    def __init__(self, targets: Targets) -> None:
        super().__init__()
        self._targets = targets
        self._item: JobItem | None = None
        self._bindings: list[GObject.Binding] = []
        self._handler = 0
        self._narrow = False
        self.menu.set_create_popup_func(lambda button: row_of(button)._on_popup(button))
        self.release.connect("clicked", lambda button: row_of(button)._do("release"))
        self.cancel.connect("clicked", lambda button: row_of(button)._do("cancel"))

    def show_item(self, item: JobItem) -> None:
        """Follow `item` from now on."""
        self.forget()
        self._item = item
        self._fit()
        self._bindings = [
            item.bind_property("title", self.title, "label", BIND),
            item.bind_property("subtitle", self.subtitle, "label", BIND),
            item.bind_property("level", self.icon, "level", BIND),
        ]
        self._handler = item.connect("notify", self._on_change)
        self._on_change()

    def forget(self) -> None:
        """Follow nothing any more."""
        for binding in self._bindings:
            binding.unbind()
        if self._item is not None:
            self._item.disconnect(self._handler)
        self._bindings, self._item = [], None

    def fit(self, *, narrow: bool) -> None:
        """Give a long title two lines where there is little room, and only there.

        For each row whose lines may break GTK measures a long list anew, which takes time.
        """
        self._narrow = narrow
        self._fit()

    def _fit(self) -> None:
        two = self._narrow and self._item is not None and len(self._item.title) > SHORT
        if two != self.title.get_wrap():
            self.title.set_wrap(two)
            self.title.set_lines(2 if two else 1)

    def _on_change(self, *_args: object) -> None:
        if self._item is None:
            return
        job = self._item.value
        self.update_state([Gtk.AccessibleState.BUSY], [self._item.busy])
        self.release.set_visible(job.state == JOB_HELD)
        self.cancel.set_visible(job.state not in FINISHED)

    def _do(self, action: str) -> None:
        """Do something with the document that stands here now."""
        if self._item is not None:
            if action == "release" and needs_password(self._item.value):
                action = "authenticate"
            self.activate_action(f"jobs.{action}", GLib.Variant.new_int32(self._item.value.id))

    def _on_popup(self, button: Gtk.MenuButton) -> None:
        """Make the menu when it is wanted: a list of thousands makes none."""
        if self._item is not None:
            button.set_menu_model(menu_for(self._item.value, self._targets()))


def row_of(button: Gtk.Widget) -> JobRow:
    """The row that a button stands in: one that called it by name would keep it for ever."""
    row = button.get_ancestor(JobRow)
    assert isinstance(row, JobRow)  # noqa: S101 - it is made with its buttons
    return row


def menu_for(job: Job, targets: list[str]) -> Gio.Menu:
    """What can be done with a job in its state."""
    menu = Gio.Menu()
    for label, action in ways(job):
        menu.append(label, f"jobs.{action}({job.id})")
    if job.state not in FINISHED:
        elsewhere = Gio.Menu()
        for queue in [q for q in targets if q != job.queue][:20]:
            item = Gio.MenuItem.new(queue.replace("_", "__"), None)  # "_" marks a key of a menu
            target = GLib.Variant("(is)", (job.id, queue))
            item.set_action_and_target_value("jobs.move", target)
            elsewhere.append_item(item)
        if elsewhere.get_n_items():
            menu.append_submenu(_("_Move To"), elsewhere)
    return menu


def ways(job: Job) -> list[tuple[str, str]]:
    """Labels and actions, for a job in its state."""
    found = []
    if needs_password(job):
        found.append((_("Enter the _Password…"), "authenticate"))
    if job.state == JOB_HELD:
        found.append((_("_Let It Print"), "release"))
    if job.state == JOB_PENDING:
        found.append((_("_Hold"), "hold"))
    if job.state in FINISHED:
        found.append((_("Print _Again"), "reprint"))
    else:
        found.append((_("_Cancel"), "cancel"))
    found.append((_("Find Out _Why It Does Not Print"), "diagnose"))
    return found
