# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What was found: the cause first, what follows from it under it, and what could not be checked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from gi.repository import Adw, Gtk

from unjam.app.announce import announce
from unjam.app.consultation import Consultation
from unjam.app.i18n import _, ngettext
from unjam.app.pages.base import Page
from unjam.app.status import Level, level_of
from unjam.app.trouble import Step
from unjam.app.widgets.finding_card import FindingCard
from unjam.app.widgets.frames import next_frame
from unjam.app.widgets.roomy import roomy
from unjam.app.widgets.status_icon import StatusIcon
from unjam.app.widgets.ways import Ways
from unjam.diagnosis.model import Finding, Skipped, Verdict
from unjam.diagnosis.remedies import Remedy

if TYPE_CHECKING:
    from unjam.app.host import Host

AT_ONCE = 12
"""Findings shown at once; more come on request, so that none costs a frame."""


MANY = 100
"""Rows in one list to unfold."""


class FindingsPage(Page):
    """Shows one diagnosis and leads on: to a remedy, a test page, a report, or another look."""

    __gtype_name__ = "UnjamFindingsPage"
    template = "findings.ui"

    def __init__(self, window: Host, consultation: Consultation) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self.consultation = consultation
        self.title = _("Result")
        self.subtitle = consultation.queue or ""
        self._problems = self.part("problems", Gtk.Box)
        self._more = self.part("more", Gtk.Button)
        self._more.connect("clicked", lambda _button: self._show_more())
        self._shown = 0
        self._seen = False
        self._show_headline()
        self._show_more()
        self._show_further()
        self._offer_ways()

    @property
    def cards(self) -> list[FindingCard]:
        """The findings on show."""
        child = self._problems.get_first_child()
        found = []
        while isinstance(child, FindingCard):
            found.append(child)
            child = child.get_next_sibling()
        return found

    def shown(self) -> None:
        """Say the outcome, and have the first thing to do under the keyboard; but only once."""
        if self._seen:
            return
        self._seen = True
        first = self.cards[0].first_control if self.cards else None
        if first is not None:
            first.grab_focus()
        else:
            first = self.part("ways", Ways).grab_first()
        _level, headline, lead = summary(self.consultation)
        cause = self.cards[0].finding.summary if self.cards else lead
        announce(self, first, f"{headline}. {cause}")

    def _show_headline(self) -> None:
        level, headline, lead = summary(self.consultation)
        self.part("overall", StatusIcon).set_property("level", level)
        self.part("headline", Gtk.Label).set_text(headline)
        self.part("lead", Gtk.Label).set_text(lead)

    def _show_more(self) -> None:
        """The first at once, for the keyboard and for whoever listens; the others after it."""
        problems = self.consultation.problems
        more = problems[self._shown : self._shown + AT_ONCE]
        self._shown += len(more)
        for finding in more[:1]:
            self._problems.append(FindingCard(finding, self._choose))
        if more[1:]:
            self.tasks.start(self._show_cards(more[1:]), name="findings")
        left = len(problems) - self._shown
        self._problems.set_visible(bool(problems))
        self._more.set_visible(left > 0)
        text = ngettext("Show {count} More", "Show {count} More", left)
        self._more.set_label(text.format(count=left))

    async def _show_cards(self, findings: list[Finding]) -> None:
        for finding in findings:
            await next_frame(self)
            self._problems.append(FindingCard(finding, self._choose))

    def _show_further(self) -> None:
        notes, unchecked = self.consultation.notes, grouped(self.consultation.not_checked)
        self._offer("notes", [partial(note_row, note) for note in notes])
        self._offer("unchecked", [partial(skipped_row, entry) for entry in unchecked])
        self.part("further", Gtk.Widget).set_visible(bool(notes or unchecked))

    def _offer(self, name: str, makers: list[Callable[[], Adw.ActionRow]]) -> None:
        """Rows to unfold, made when that is done for the first time."""
        expander = self.part(name, Adw.ExpanderRow)
        expander.set_visible(bool(makers))
        expander.set_subtitle(
            ngettext("{count} entry", "{count} entries", len(makers)).format(count=len(makers))
        )

        def unfold(_expander: Adw.ExpanderRow, _property: object) -> None:
            if makers:
                self.tasks.start(self._fill(expander, makers[:MANY]), name=name)
                makers.clear()

        expander.connect("notify::expanded", unfold)

    async def _fill(
        self, expander: Adw.ExpanderRow, makers: list[Callable[[], Adw.ActionRow]]
    ) -> None:
        for make in makers:
            expander.add_row(roomy(make()))
            await next_frame(expander)

    def _offer_ways(self) -> None:
        window, consultation = self._window, self.consultation
        steps = [
            Step(_("Check _Again"), lambda: window.check_again(consultation)),
            Step(_("_Report…"), lambda: window.open_report(consultation)),
        ]
        if consultation.queue:
            healthy = not consultation.problems
            test = Step(_("_Test Page…"), lambda: window.open_test_page(consultation), healthy)
            steps.append(test)
        self.part("ways", Ways).offer(steps)

    def _choose(self, finding: Finding, remedy: Remedy) -> None:
        if remedy.automatic:
            self._window.open_remedy(self.consultation, finding, remedy)
        else:
            self._window.check_again(self.consultation)


def summary(consultation: Consultation) -> tuple[Level, str, str]:
    """The outcome at a glance, in a line, and with the next step."""
    problems = consultation.problems
    if problems:
        text = ngettext("Found the problem", "Found {count} problems", len(problems))
        return level_of(problems[0]), text.format(count=len(problems)), lead(consultation)
    diagnosis = consultation.diagnosis
    if diagnosis is None or diagnosis.verdict is Verdict.INCOMPLETE:
        return (
            Level.UNKNOWN,
            _("Not everything could be checked"),
            _("Nothing wrong was found where it was possible to look. See below what is missing."),
        )
    if consultation.queue:
        text = _("The computer's side is in order. Print a test page to see what comes out.")
    else:
        text = _("Everything that could be checked is in order.")
    return Level.OK, _("Nothing wrong was found"), text


def lead(consultation: Consultation) -> str:
    """What to do with the problems."""
    if any(f.remedies for f in consultation.problems):
        return _("Nothing is changed before you have seen what would be done and agreed.")
    return _("There is nothing here that a program could put right by itself.")


def note_row(finding: Finding) -> Adw.ActionRow:
    """Something that is good to know."""
    row = Adw.ActionRow(use_markup=False, title=finding.summary, subtitle=finding.explanation)
    row.add_prefix(StatusIcon(Level.INFO))
    return row


def grouped(skipped: tuple[Skipped, ...]) -> list[tuple[str, list[str]]]:
    """What could not be checked, by the reason: one line for each reason."""
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        where = f" ({one.scope[-1].name})" if one.scope else ""
        reasons.setdefault(one.reason, []).append(one.id + where)
    return list(reasons.items())


def skipped_row(entry: tuple[str, list[str]]) -> Adw.ActionRow:
    """Why something was not checked, and what."""
    reason, names = entry
    row = Adw.ActionRow(use_markup=False, title=reason, subtitle=", ".join(names[:20]))
    row.add_prefix(StatusIcon(Level.UNKNOWN))
    return row
