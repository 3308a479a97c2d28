# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One finding: the cause, what follows from it, how to put it right, and the proof to unfold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gi.repository import Gtk, Pango

from unjam.app.i18n import _
from unjam.app.status import level_of
from unjam.app.widgets.command import CommandLine
from unjam.app.widgets.roomy import roomy
from unjam.app.widgets.status_icon import StatusIcon
from unjam.app.words import consequence_words, remedy_words, subject_words
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.remedies import Instruction, Remedy

Choose = Callable[[Finding, Remedy], object]
"""Called when the person wants a remedy, or has followed an instruction."""


@Gtk.Template(filename=str(Path(__file__).with_suffix(".ui")))
class FindingCard(Gtk.Box):
    """Shows a `Finding`; every text in it is shown as it stands."""

    __gtype_name__ = "UnjamFindingCard"
    icon: StatusIcon = Gtk.Template.Child()
    summary: Gtk.Label = Gtk.Template.Child()
    subject: Gtk.Label = Gtk.Template.Child()
    explanation: Gtk.Label = Gtk.Template.Child()
    consequences: Gtk.Box = Gtk.Template.Child()
    remedies: Gtk.Box = Gtk.Template.Child()
    proof: Gtk.Expander = Gtk.Template.Child()
    evidence: Gtk.Box = Gtk.Template.Child()

    def __init__(self, finding: Finding, choose: Choose) -> None:
        super().__init__()
        self.finding = finding
        level = level_of(finding)
        self.icon.set_property("level", level)
        self.add_css_class(f"finding-{level}")
        self.summary.set_text(finding.summary)
        self.subject.set_text(subject_words(finding.subject))
        self.explanation.set_text(finding.explanation)
        self.update_property([Gtk.AccessibleProperty.LABEL], [finding.summary])
        self._show_consequences(finding)
        self._show_remedies(finding, choose)
        self._show_proof(finding)
        roomy(self)

    @property
    def first_control(self) -> Gtk.Widget | None:
        """The first button that leads on, or the proof where there is none."""
        child = self.remedies.get_first_child()
        while child is not None and not isinstance(child, Gtk.Button):
            child = child.get_next_sibling()
        return child or (self.proof if self.proof.get_visible() else None)

    def _show_consequences(self, finding: Finding) -> None:
        self.consequences.set_visible(bool(finding.consequences))
        for name in finding.consequences:
            self.consequences.append(paragraph("• " + consequence_words(name)))

    def _show_remedies(self, finding: Finding, choose: Choose) -> None:
        self.remedies.set_visible(bool(finding.remedies))
        suggested = finding.severity is not Severity.INFO
        for remedy in finding.remedies:
            if isinstance(remedy, Instruction):
                self._show_instruction(remedy)
                if remedy is finding.remedies[-1]:
                    self.remedies.append(done_button(finding, remedy, choose))
                continue
            button = remedy_button(finding, remedy, choose)
            if suggested:
                button.add_css_class("suggested-action")
                suggested = False
            self.remedies.append(button)

    def _show_instruction(self, remedy: Instruction) -> None:
        self.remedies.append(paragraph(remedy.text))
        if remedy.command:
            self.remedies.append(CommandLine(remedy.command))

    def _show_proof(self, finding: Finding) -> None:
        self.proof.set_visible(bool(finding.evidence))
        for evidence in finding.evidence:
            self.evidence.append(evidence_block(evidence))


def remedy_button(finding: Finding, remedy: Remedy, choose: Choose) -> Gtk.Button:
    """The button that leads to a remedy; nothing happens before a person has seen what it does."""
    button = Gtk.Button(halign=Gtk.Align.START)
    label = Gtk.Label(
        label=_("{remedy}…").format(remedy=remedy_words(remedy)),
        wrap=True,
        wrap_mode=Pango.WrapMode.WORD_CHAR,
    )
    button.set_child(label)
    button.connect("clicked", lambda _button: choose(finding, remedy))
    return button


def done_button(finding: Finding, remedy: Remedy, choose: Choose) -> Gtk.Button:
    """The button for whoever has followed an instruction."""
    button = Gtk.Button(label=_("I Have _Done This"), use_underline=True, halign=Gtk.Align.START)
    button.connect("clicked", lambda _button: choose(finding, remedy))
    return button


def paragraph(text: str, *css: str) -> Gtk.Label:
    """Some text, as it stands, wrapped."""
    label = Gtk.Label(
        label=text, wrap=True, wrap_mode=Pango.WrapMode.WORD_CHAR, xalign=0, css_classes=css
    )
    label.set_selectable("answer" in css)
    return roomy(label)


def evidence_block(evidence: Evidence) -> Gtk.Box:
    """What was asked, of whom, and what it said."""
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=3, css_classes=["evidence"])
    asked = " · ".join(part for part in (evidence.source, evidence.asked) if part)
    box.append(paragraph(asked, "caption", "dim-label"))
    box.append(paragraph(evidence.answer, "answer"))
    return box
