# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A page that goes through stages: one sentence, what belongs to it, and the steps from there."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Gtk

from unjam.app.announce import announce
from unjam.app.pages.base import Page, empty
from unjam.app.status import Level
from unjam.app.tasks import Tasks
from unjam.app.trouble import Step
from unjam.app.widgets.status_icon import StatusIcon
from unjam.app.widgets.step_button import step_button


class StagePage(Page):
    """The root of the pages on which something is agreed, happens, and is looked at."""

    __gtype_name__ = "UnjamStagePage"
    template = "stage.ui"

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(tasks)
        self._sign = self.part("sign", Gtk.Stack)
        self._icon = self.part("icon", StatusIcon)
        self._spinner = self.part("spinner", Gtk.Spinner)
        self._headline = self.part("headline", Gtk.Label)
        self._lead = self.part("lead", Gtk.Label)
        self._details = self.part("details", Gtk.Box)
        self._buttons = self.part("buttons", Gtk.Box)
        self.steps: dict[str, Gtk.Button] = {}

    @property
    def headline(self) -> str:
        """The sentence on show."""
        return self._headline.get_text()

    def stage(
        self,
        level: Level,
        headline: str,
        lead: str = "",
        *,
        icon: str = "",
        details: Sequence[Gtk.Widget] = (),
        steps: Sequence[Step] = (),
    ) -> None:
        """Show a stage; a busy one with a spinner. `icon` stands in place of the level's own."""
        busy = level is Level.BUSY
        self._icon.show_level(level, icon)
        self._spinner.set_spinning(busy)
        self._sign.set_visible_child_name("spinner" if busy else "icon")
        self._headline.set_text(headline)
        self._lead.set_text(lead)
        self._lead.set_visible(bool(lead))
        fill(self._details, details)
        self._details.set_visible(bool(details))
        buttons = [step_button(step, "pill") for step in steps]
        fill(self._buttons, buttons)
        self.steps = {
            step.label.replace("_", ""): b for step, b in zip(steps, buttons, strict=True)
        }
        if self.get_mapped():
            self.shown()

    def shown(self) -> None:
        """Have the first step under the keyboard, and the stage said."""
        first = self._buttons.get_first_child()
        if first is not None:
            first.grab_focus()
        said = [label.get_text() for label in (self._headline, self._lead)]
        announce(self, first, ". ".join(text for text in said if text))


def fill(box: Gtk.Box, children: Sequence[Gtk.Widget]) -> None:
    """Put `children` into `box` in place of what is there."""
    empty(box)
    for child in children:
        box.append(child)
