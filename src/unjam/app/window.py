# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The window: one line of pages over one print server, and the actions that move along it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gi.repository import Adw, Gio, GLib, Gtk

from unjam.actions import ActionError
from unjam.actions import describe as preview_of
from unjam.app.action_map import add_action
from unjam.app.i18n import DOMAIN, _
from unjam.app.notices import Notices
from unjam.app.pages.base import Page
from unjam.app.pages.start import StartPage
from unjam.app.session import Place, Session
from unjam.app.store.live import Live
from unjam.app.text import plain
from unjam.app.trouble import describe
from unjam.app.widgets.navigator import Navigator
from unjam.app.widgets.toasts import Toasts
from unjam.cups import errors

if TYPE_CHECKING:
    from unjam.app.application import Application
    from unjam.app.consultation import Consultation
    from unjam.app.store.values import Device
    from unjam.diagnosis.model import Finding
    from unjam.diagnosis.remedies import Remedy


PATIENCE = 1.0
"""Seconds after which it is said that something takes its time."""


@Gtk.Template(filename=str(Path(__file__).with_suffix(".ui")))
class Window(Adw.ApplicationWindow):
    """Everything that a person does with one print server."""

    __gtype_name__ = "UnjamWindow"
    toasts: Adw.ToastOverlay = Gtk.Template.Child()
    navigator: Navigator = Gtk.Template.Child()

    def __init__(self, application: Application, session: Session) -> None:
        super().__init__(application=application)
        self._application = application
        self.session = session
        self.tasks = application.tasks.child(self._report)
        self.live = Live(session, self.tasks.child())
        self._notices = Notices(self.live, application, self, session.place.server or "")
        self._toasts = Toasts(self.toasts)
        self._actions = self._add_actions()
        self.set_help_overlay(shortcuts())
        self.connect("close-request", self._on_close)
        self._moved = self.navigator.connect("moved", self._on_moved)
        self.navigator.push(StartPage(self))
        self.live.start()

    # --- moving along -------------------------------------------------------------------------

    def go(self, page: Page) -> None:
        """Go on to `page`."""
        self.navigator.push(page)

    def is_on_show(self, page: Gtk.Widget) -> bool:
        """Whether it is this page that the person looks at."""
        return self.navigator.current is page

    def back(self) -> None:
        """One page back."""
        self.navigator.back()

    def finish(self) -> None:
        """Back to the first page; the others close, for what they were about is over."""
        self.navigator.finish()

    def say(self, text: str) -> None:
        """Tell something that needs no answer."""
        self.offer(Adw.Toast(title=plain(text)))

    def offer(self, toast: Adw.Toast) -> None:
        """Tell something that may be answered."""
        self._toasts.show(toast)

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
        self.tasks.start(self._carry_out(remedy, then, said, back), name=remedy.id)

    async def _carry_out(
        self, remedy: Remedy, then: Callable[[], object] | None, said: str, back: str
    ) -> None:
        preview = preview_of(remedy)
        try:
            with self._waiting(preview.summary):
                async with self.session.executor() as executor:
                    applied = await executor.apply(remedy)
        except errors.AuthenticationCancelled:
            pass
        except (errors.CupsError, ActionError, OSError) as error:
            self.say(_("That did not work: {reason}").format(reason=describe(error)))
        else:
            self._tell(said or preview.done, applied.undo, then, back)
            await self.live.looked()
        finally:
            if then is not None:
                then()

    @contextmanager
    def _waiting(self, summary: str) -> Iterator[None]:
        """Where this task takes its time within the block, say so, and let it be cancelled."""
        task = asyncio.current_task()
        text = _("Still at it: {what}").format(what=summary)
        toast = Adw.Toast(title=plain(text), button_label=_("Cancel"), timeout=0)
        toast.connect("button-clicked", lambda _toast: task.cancel() if task else None)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(PATIENCE, self.offer, toast)
        try:
            yield
        finally:
            timer.cancel()
            self._toasts.withdraw(toast)

    def _tell(
        self, said: str, undo: Remedy | None, then: Callable[[], object] | None, back: str
    ) -> None:
        """Tell what was done, and offer to take it back; that can be taken back, too."""
        toast = Adw.Toast(title=plain(said))
        if undo is not None:
            toast.set_button_label(_("Undo"))
            toast.connect(
                "button-clicked", lambda _toast: self.carry_out(undo, then, said=back, back=said)
            )
        self.offer(toast)

    def open_printer(self, name: str) -> None:
        """Show the page of the queue `name`."""
        from unjam.app.pages.printer import PrinterPage

        self.go(PrinterPage(self, name))

    def open_printers(self) -> None:
        """Show all printers."""
        from unjam.app.pages.printers import PrintersPage

        self.go(PrintersPage(self))

    def open_jobs(self, queue: str | None = None) -> None:
        """Show the documents of one queue, or of all."""
        from unjam.app.pages.jobs import JobsPage

        self.go(JobsPage(self, queue))

    def diagnose(self, queues: Sequence[str] | None = None) -> None:
        """Begin a consultation about some queues, or about everything."""
        from unjam.app.consultation import Consultation
        from unjam.app.pages.checklist import ChecklistPage

        self.go(ChecklistPage(self, Consultation(queues)))

    def check_again(self, consultation: Consultation) -> None:
        """Look again, in the same consultation: on its checklist where that is still behind us."""
        from unjam.app.pages.checklist import ChecklistPage

        for page in self.navigator.pages:
            if isinstance(page, ChecklistPage) and page.consultation is consultation:
                self.navigator.go_to(page)
                page.check()
                return
        self.go(ChecklistPage(self, consultation))

    def open_result(self, consultation: Consultation) -> None:
        """Show what was found."""
        from unjam.app.pages.findings import FindingsPage

        self.go(FindingsPage(self, consultation))

    def open_remedy(
        self, consultation: Consultation, finding: Finding | None, remedy: Remedy
    ) -> None:
        """Show what a remedy would do."""
        from unjam.app.pages.remedy import RemedyPage

        self.go(RemedyPage(self, consultation, finding, remedy))

    def open_test_page(self, consultation: Consultation) -> None:
        """Offer a test page."""
        from unjam.app.pages.test_page import TestPagePage

        self.go(TestPagePage(self, consultation))

    def open_outcome(self, consultation: Consultation) -> None:
        """Well again."""
        from unjam.app.pages.outcome import OutcomePage

        self.go(OutcomePage(self, consultation))

    def open_report(self, consultation: Consultation) -> None:
        """Show what a report would say, to save or to copy."""
        from unjam.app.pages.report import ReportPage

        self.go(ReportPage(self, consultation))

    def add_printer(self) -> None:
        """Look for a printer that has no queue."""
        from unjam.app.pages.add import AddPage

        self.go(AddPage(self))

    def open_device(self, device: Device, name: str) -> None:
        """Offer to make a queue of that name for a device that was found."""
        from unjam.app.pages.new_queue import NewQueuePage

        self.go(NewQueuePage(self, device, name))

    def choose_server(self) -> None:
        """Ask for another print server and open a window on it."""
        from unjam.app.widgets.server_dialog import ServerDialog

        ServerDialog(self, self.session.place.server, self.open_server).present()

    def open_server(self, place: Place) -> None:
        """Show the window on another print server."""
        self._application.open_window(place)

    # --- inside -------------------------------------------------------------------------------

    def _add_actions(self) -> dict[str, Gio.SimpleAction]:
        actions: dict[str, tuple[Callable[..., object], str]] = {
            "back": (self.back, ""),
            "forward": (self.navigator.forward, ""),
            "home": (self.navigator.home, ""),
            "refresh": (self.live.retry, ""),
            "search": (self._search, ""),
            "printers": (self.open_printers, ""),
            "printer": (self.open_printer, "s"),
            "jobs": (self.open_jobs, ""),
            "queue-jobs": (self.open_jobs, "s"),
            "diagnose": (lambda queue: self.diagnose([queue]), "s"),
            "diagnose-all": (self.diagnose, ""),
            "add-printer": (self.add_printer, ""),
            "choose-server": (self.choose_server, ""),
        }
        return {name: add_action(self, name, call, kind) for name, (call, kind) in actions.items()}

    def _on_moved(self, _navigator: Navigator) -> None:
        page = self.navigator.current
        if page is None:
            return
        self.set_title(page.title)
        self.toasts.set_css_classes(["above-footer"] if page.has_footer else [])
        position, end = self.navigator.position, len(self.navigator.pages) - 1
        self._actions["back"].set_enabled(position > 0)
        self._actions["forward"].set_enabled(position < end)
        self._actions["search"].set_enabled(page.search_entry is not None)

    def _search(self) -> None:
        """Have the keyboard where the page is searched."""
        page = self.navigator.current
        if page is not None and page.search_entry is not None:
            page.search_entry.grab_focus()

    def _on_close(self, _window: Gtk.Window) -> bool:
        self.navigator.close()
        self.tasks.close()
        self.set_focus(None)
        GLib.timeout_add(0, self._dismantle)
        return False

    def _dismantle(self) -> bool:
        """The window is gone: let everything go that was in it."""
        self.navigator.disconnect(self._moved)
        self.navigator.dismantle()
        for name in self._actions:
            self.remove_action(name)
        self.toasts.set_child(None)
        self.set_content(None)
        return GLib.SOURCE_REMOVE

    def _report(self, error: BaseException) -> None:
        """A task ended with an exception that no page expected: say it once, and log it."""
        self._application.log_error(error)
        self.say(_("That did not work: {reason}").format(reason=describe(error)))


def shortcuts() -> Gtk.ShortcutsWindow:
    """The keys, for whoever asks."""
    builder = Gtk.Builder()
    builder.set_translation_domain(DOMAIN)
    builder.add_from_file(str(Path(__file__).parent / "shortcuts.ui"))
    overlay = builder.get_object("help_overlay")
    if not isinstance(overlay, Gtk.ShortcutsWindow):
        raise TypeError("shortcuts.ui: help_overlay is not a GtkShortcutsWindow")
    return overlay
