# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How it is told that something was done at once, and how that it was taken back."""

from __future__ import annotations

from dataclasses import dataclass

from unjam.app.i18n import _


@dataclass(frozen=True, slots=True)
class Words:
    """What was done (`said`) and taken back (`back`) in words; `summary` stands in for both."""

    said: str
    back: str
    summary: str

    @property
    def done(self) -> str:
        """What is told when it is done."""
        return self.said or _("Done: {what}").format(what=self.summary)

    def turned(self) -> Words:
        """The words for taking it back, which can be taken back, too."""
        back = self.back or _("Taken back: {what}").format(what=self.summary)
        return Words(back, self.done, self.summary)
