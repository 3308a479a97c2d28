# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The live checklist: each check as it runs, what is found as it is found, cancel in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gi.repository import Gio, Gtk

from unjam.app.announce import announce
from unjam.app.consultation import Consultation
from unjam.app.i18n import _, ngettext
from unjam.app.pages.base import Page
from unjam.app.status import level_of
from unjam.app.store.checks import CheckItem, GroupItem
from unjam.app.trouble import Step
from unjam.app.widgets.check_row import CheckRow
from unjam.app.widgets.finding_card import paragraph
from unjam.app.widgets.folding import Folding
from unjam.app.widgets.status_icon import StatusIcon
from unjam.app.widgets.virtual_list import show_rows
from unjam.app.widgets.ways import Ways
from unjam.diagnosis.events import Observer
from unjam.diagnosis.model import Finding

if TYPE_CHECKING:
    from unjam.app.host import Host

LINE = 34
"""Pixels that one check takes, about."""
FOUND_AT_ONCE = 4
"""Findings listed above the checks while these still run."""


class ChecklistPage(Page):
    """Runs one diagnosis and shows it at work."""

    __gtype_name__ = "UnjamChecklistPage"
    template = "checklist.ui"

    def __init__(self, window: Host, consultation: Consultation) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self.consultation = consultation
        self.title = _("Diagnosis")
        self.subtitle = consultation.queue or ""
        self._headline = self.part("headline", Gtk.Label)
        self._lead = self.part("lead", Gtk.Label)
        self._bar = self.part("bar", Gtk.ProgressBar)
        self._found = self.part("found", Gtk.ListBox)
        self._ways = self.part("ways", Ways)
        self._folding = self._show_checks(self.part("checks", Gtk.ListView))
        self._handlers = [
            consultation.connect("progressed", self._on_progress),
            consultation.connect("judged", self._on_judged),
        ]
        self.check()

    def close(self) -> None:
        """The page goes away for good; its consultation may go on."""
        for handler in self._handlers:
            self.consultation.disconnect(handler)
        self._handlers = []
        super().close()

    def check(self) -> None:
        """Look at everything, from the beginning."""
        look = self.consultation.begin()
        self._folding.forget()
        self._on_judged()
        self._ways.offer([Step(_("_Cancel"), self.stop)])
        if self.get_mapped():
            self.shown()
        queue = self.consultation.queue
        text = _("Checking {queue}…").format(queue=queue) if queue else _("Checking everything…")
        self._headline.set_text(text)
        self.tasks.restart(self._check(look), name="diagnosis", stopped=self._on_stopped)

    def stop(self) -> None:
        """Stop looking, at once."""
        self.tasks.stop("diagnosis")

    async def _check(self, look: Observer) -> None:
        consultation = self.consultation
        diagnosis, facts = await self._window.session.examine(
            consultation.queues, look, consultation.known
        )
        consultation.finish(diagnosis, facts)
        self._on_judged()
        self._ended(_("Everything has been looked at"))
        if self._window.is_on_show(self):
            self._show_result()

    def _on_stopped(self) -> None:
        self._ended(_("Stopped before the end"))

    def _ended(self, headline: str) -> None:
        self.consultation.stop()
        self._headline.set_text(headline)
        self._show_progress()
        again = Step(_("Check _Again"), self.check)
        self._ways.offer([again, Step(_("See the _Result"), self._show_result, suggested=True)])
        if self.get_mapped():
            self.shown()

    def shown(self) -> None:
        """Have the way on under the keyboard, and how far it is said."""
        announce(self, self._ways.grab_first(), self._headline.get_text())

    def _show_result(self) -> None:
        self._window.open_result(self.consultation)

    # --- following ----------------------------------------------------------------------------

    def _show_checks(self, view: Gtk.ListView) -> Folding:
        expanded = self.consultation.queues is not None
        tree = Gtk.TreeListModel.new(
            self.consultation.groups.model,
            passthrough=False,
            autoexpand=expanded,
            create_func=children,
        )
        self.long_list = show_rows(view, tree, CheckLine, height=LINE)
        view.remove_css_class("rows")
        return Folding(view, tree, self.tasks)

    def _on_progress(self, *_args: object) -> None:
        self._show_progress()

    def _show_progress(self) -> None:
        progress = self.consultation.progress
        self._bar.set_fraction(progress.finished / max(progress.started, 1))
        text = ngettext("{done} of {total} check", "{done} of {total} checks", progress.started)
        far = text.format(done=progress.finished, total=progress.started)
        self._lead.set_text(f"{far} · {progress.now}" if progress.now else far)
        self._folding.look()

    def _on_judged(self, *_args: object) -> None:
        while (row := self._found.get_first_child()) is not None:
            self._found.remove(row)
        problems = self.consultation.problems
        for finding in problems[:FOUND_AT_ONCE]:
            self._found.append(found_row(finding))
        self._found.set_visible(bool(problems))
        self._folding.look()


def children(item: object) -> Gio.ListModel | None:
    """The checks under a group; none under a check."""
    return item.model if isinstance(item, GroupItem) else None


def found_row(finding: Finding) -> Gtk.ListBoxRow:
    """One finding, in one line."""
    line = Gtk.Grid(css_classes=["found"], column_spacing=12, vexpand=False)
    text = paragraph(finding.summary)
    text.set_vexpand(True)
    line.attach(StatusIcon(level_of(finding)), 0, 0, 1, 1)
    line.attach(text, 1, 0, 1, 1)
    return Gtk.ListBoxRow(child=line, activatable=False)


class CheckLine(Gtk.TreeExpander):
    """One line of the list, indented under what it is about."""

    __gtype_name__ = "UnjamCheckLine"

    def __init__(self) -> None:
        super().__init__()
        self._row = CheckRow()
        self.set_child(self._row)

    def show_item(self, row: Gtk.TreeListRow) -> None:
        """Follow what stands in `row` from now on."""
        self.set_list_row(row)
        item = row.get_item()
        if isinstance(item, CheckItem | GroupItem):
            self._row.show_item(item)

    def forget(self) -> None:
        """Follow nothing any more."""
        self.set_list_row(None)
        self._row.forget()
