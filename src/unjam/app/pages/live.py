# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A page that shows printers as they are now, or else says why nobody knows how they are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from unjam.app.i18n import _
from unjam.app.pages.base import Page, State
from unjam.app.trouble import Step, Trouble, describe

if TYPE_CHECKING:
    from unjam.app.host import Host

PATIENCE = 2.0
"""Seconds of waiting for the print server without a word."""


class LivePage(Page):
    """Follows the window's print server: it is asked, it does not answer, or it has printers."""

    __gtype_name__ = "UnjamLivePage"

    def __init__(self, window: Host) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._live = window.live
        self._followed: list[int] = []

    def follow(self) -> None:
        """Begin; a page calls this once it is made."""
        self._followed = [
            self._live.connect("refreshed", lambda *_: self.show_printers()),
            self._live.connect("notify::state", lambda *_: self._show_trouble()),
        ]
        if self._live.state == "ready":
            self.show_printers()
            return
        self.show_loading(_("Asking the print server…"))
        self.tasks.start(self._lose_patience(), name="patience")
        self._show_trouble()

    def show_printers(self) -> None:
        """Show how the printers are; called whenever the server has said so."""
        raise NotImplementedError

    def close(self) -> None:
        """The page goes away for good."""
        for handler in self._followed:
            self._live.disconnect(handler)
        self._followed = []
        super().close()

    async def _lose_patience(self) -> None:
        """Offer another way on where the server takes its time; at once it would only flicker."""
        await asyncio.sleep(PATIENCE)
        if self.state == State.LOADING:
            step = Step(_("_Find Out Why"), self._window.diagnose)
            self.show_loading(_("The print server takes its time…"), step)

    def _show_trouble(self) -> None:
        if self._live.state != "trouble" or self._live.trouble is None:
            return
        steps = (
            Step(_("_Find Out Why"), self._window.diagnose, suggested=True),
            Step(_("_Try Again"), self._live.retry),
        )
        self.show_error(
            Trouble(
                "printer-error-symbolic",
                _("The print server does not answer"),
                describe(self._live.trouble),
                steps,
            )
        )
