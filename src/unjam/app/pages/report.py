# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A report to save and share: shown whole before it is written anywhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from gi.repository import Gio, GLib, Gtk

from unjam.app.consultation import Consultation
from unjam.app.gio import finished
from unjam.app.i18n import _
from unjam.app.pages.base import Page
from unjam.app.report import render

if TYPE_CHECKING:
    from unjam.app.window import Window


NO_BACKUP = False


class ReportPage(Page):
    """Shows the text of a report."""

    __gtype_name__ = "UnjamReportPage"
    template = "report.ui"

    def __init__(self, window: Window, consultation: Consultation) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._chooser: Gtk.FileChooserNative | None = None
        self.title = _("Report")
        self.subtitle = consultation.queue or ""
        self.text = render(consultation, datetime.now().astimezone())
        self.part("text", Gtk.TextView).get_buffer().set_text(self.text)
        self.part("copy", Gtk.Button).connect("clicked", lambda _b: self._copy())
        self.part("save", Gtk.Button).connect("clicked", lambda _b: self._choose())

    def _copy(self) -> None:
        self.get_clipboard().set(self.text)
        self._window.say(_("Copied"))

    def _choose(self) -> None:
        chooser = Gtk.FileChooserNative(
            title=_("Save the Report"),
            transient_for=self._window,
            action=Gtk.FileChooserAction.SAVE,
            modal=True,
        )
        chooser.set_current_name(_("printing-report") + ".md")
        chooser.connect("response", self._on_response)
        self._chooser = chooser  # GTK keeps no reference to a native dialog
        chooser.show()

    def _on_response(self, chooser: Gtk.FileChooserNative, response: int) -> None:
        if response == Gtk.ResponseType.ACCEPT and (file := chooser.get_file()) is not None:
            self.tasks.start(self.save(file), name="save the report")
        self._chooser = None

    async def save(self, file: Gio.File) -> None:
        """Write the report; say where, or why not."""
        content = GLib.Bytes.new(self.text.encode())
        try:
            await finished(
                lambda done: file.replace_contents_bytes_async(
                    content, None, NO_BACKUP, Gio.FileCreateFlags.PRIVATE, None, done
                ),
                file.replace_contents_finish,
            )
        except GLib.Error as error:
            self._window.say(_("That did not work: {reason}").format(reason=error.message))
        else:
            self._window.say(_("Saved as {file}").format(file=file.get_basename()))
