# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Well again: what was wrong, what was done about it, and that the person saw it print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gi.repository import Adw

from unjam.app.consultation import Consultation, Deed
from unjam.app.i18n import _
from unjam.app.pages.stage import StagePage
from unjam.app.status import Level
from unjam.app.text import plain
from unjam.app.trouble import Step
from unjam.app.widgets.roomy import roomy
from unjam.app.widgets.status_icon import StatusIcon

if TYPE_CHECKING:
    from unjam.app.host import Host


class OutcomePage(StagePage):
    """The good end."""

    __gtype_name__ = "UnjamOutcomePage"

    def __init__(self, window: Host, consultation: Consultation) -> None:
        super().__init__(window.tasks.child())
        self.consultation = consultation
        self.title = _("Done")
        self.subtitle = consultation.queue or ""
        queue = consultation.queue or ""
        deeds = [d for d in consultation.deeds if not d.undone]
        self.stage(
            Level.OK,
            _("{queue} prints again").format(queue=queue)
            if deeds
            else _("{queue} prints").format(queue=queue),
            _("The test page came out."),
            details=[deed_list(deeds)] if deeds else [],
            steps=[
                Step(_("_Done"), window.finish, suggested=True),
                Step(_("Save a _Report…"), lambda: window.open_report(consultation)),
            ],
        )


def deed_list(deeds: list[Deed]) -> Adw.PreferencesGroup:
    """What was done."""
    group = Adw.PreferencesGroup(title=plain(_("What was done")))
    for deed in deeds:
        row = Adw.ActionRow(use_markup=False, title=deed.done)
        row.set_subtitle(_("Looked at again: it holds") if deed.verified else _("Not confirmed"))
        row.add_prefix(StatusIcon(Level.OK if deed.verified else Level.UNKNOWN))
        group.add(roomy(row))
    return group
