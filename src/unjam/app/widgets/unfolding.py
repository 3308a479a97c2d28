# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a remedy would do, the same by hand, and the proof that it did: rows, some to unfold."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Adw, Gtk

from unjam.actions import Check, Preview
from unjam.app.i18n import _
from unjam.app.text import plain
from unjam.app.widgets.command import CommandLine
from unjam.app.widgets.finding_card import evidence_block
from unjam.app.widgets.roomy import roomy


def consequences(preview: Preview) -> Gtk.Widget:
    """What it would do, sentence by sentence, and the same by hand."""
    sentences: list[Gtk.Widget] = [
        Adw.ActionRow(use_markup=False, title=sentence) for sentence in preview.sentences
    ]
    return rows([*sentences, *([by_hand(preview.command)] if preview.command else [])])


def rows(children: Sequence[Gtk.Widget]) -> Adw.PreferencesGroup:
    """Rows in one box."""
    group = Adw.PreferencesGroup(visible=bool(children))
    for child in children:
        group.add(roomy(child))
    return group


def by_hand(command: tuple[str, ...]) -> Adw.ExpanderRow:
    """The same by hand, to unfold."""
    row = Adw.ExpanderRow(title=plain(_("The same by hand")))
    row.add_row(unfolded(CommandLine(command)))
    return row


def proof(check: Check) -> Gtk.Widget:
    """What the second look saw, to unfold."""
    row = Adw.ExpanderRow(title=plain(_("Proof")))
    for evidence in check.evidence:
        row.add_row(unfolded(evidence_block(evidence)))
    return rows([row])


def unfolded(child: Gtk.Widget) -> Gtk.ListBoxRow:
    """A line that is not to be activated as a whole."""
    return Gtk.ListBoxRow(child=roomy(child), activatable=False, focusable=False)
