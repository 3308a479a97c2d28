# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a page may ask of the window that it stands in: the server, work, words, and the ways on.

Pages know this and not the window, so that the window alone knows all pages. Where a way leads is
the window's business; a page says what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gi.repository import Adw, Gtk

    from unjam.app.consultation import Consultation
    from unjam.app.session import Session
    from unjam.app.store.live import Live
    from unjam.app.store.values import Device
    from unjam.app.tasks import Tasks
    from unjam.diagnosis.model import Finding
    from unjam.diagnosis.remedies import Remedy


class Host(Protocol):
    """Shows one page of a line, and moves along it when a page asks for that."""

    session: Session
    """The print server."""
    live: Live
    """Its printers, as they are now."""
    tasks: Tasks
    """What ends with the window; each page has a child of it."""

    # --- words and deeds ----------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Tell something that needs no answer."""

    def offer(self, toast: Adw.Toast) -> None:
        """Tell something that may be answered."""

    def carry_out(
        self,
        remedy: Remedy,
        then: Callable[[], object] | None = None,
        *,
        said: str = "",
        back: str = "",
    ) -> None:
        """Do what the person asked for with one movement, and offer to take it back.

        `then` is called at the end, whether it worked or not. `said` tells what was done, and
        `back` that it was taken back, where the remedies' own words do not fit.
        """

    # --- moving along -------------------------------------------------------------------------

    def is_on_show(self, page: Gtk.Widget) -> bool:
        """Whether it is this page that the person looks at."""

    def back(self) -> None:
        """One page back."""

    def finish(self) -> None:
        """Back to the first page; the others close, for what they were about is over."""

    def open_printer(self, name: str) -> None:
        """Show the page of the queue `name`."""

    def open_jobs(self, queue: str | None = None) -> None:
        """Show the documents of one queue, or of all."""

    def diagnose(self, queues: Sequence[str] | None = None) -> None:
        """Begin a consultation about some queues, or about everything."""

    def check_again(self, consultation: Consultation) -> None:
        """Look again, in the same consultation: on its checklist where that is still behind us."""

    def open_result(self, consultation: Consultation) -> None:
        """Show what was found."""

    def open_remedy(
        self, consultation: Consultation, finding: Finding | None, remedy: Remedy
    ) -> None:
        """Show what a remedy would do."""

    def open_test_page(self, consultation: Consultation) -> None:
        """Offer a test page."""

    def open_outcome(self, consultation: Consultation) -> None:
        """Well again."""

    def open_report(self, consultation: Consultation) -> None:
        """Show what a report would say, to save or to copy."""

    def add_printer(self) -> None:
        """Look for a printer that has no queue."""

    def open_device(self, device: Device, name: str) -> None:
        """Offer to make a queue of that name for a device that was found."""
