# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A report to save and share: without names, and shown whole before it is written anywhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from gi.repository import Adw, Gio, GLib, Gtk

from unjam.app.consultation import Consultation
from unjam.app.gio import finished
from unjam.app.i18n import _, ngettext
from unjam.app.pages.base import Page
from unjam.app.report import render
from unjam.app.sharing import Shareable, shareable
from unjam.app.trouble import Step

if TYPE_CHECKING:
    from unjam.app.host import Host


NO_BACKUP = False


class ReportPage(Page):
    """Shows the text of a report."""

    __gtype_name__ = "UnjamReportPage"
    template = "report.ui"

    def __init__(self, window: Host, consultation: Consultation) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._chooser: Gtk.FileChooserNative | None = None
        self.title = _("Report")
        self.subtitle = consultation.queue or ""
        self._shareable: Shareable | None = None
        self._complete = True
        self._made = datetime.now().astimezone()
        self._hide = self.part("hide", Gtk.Switch)
        self._hide.connect("notify::active", lambda *_: self._show())
        self.part("copy", Gtk.Button).connect("clicked", lambda _b: self._copy())
        self.part("save", Gtk.Button).connect("clicked", lambda _b: self._choose())
        self.load(consultation)

    @property
    def text(self) -> str:
        """What would be saved: exactly what is on show."""
        if self._shareable is None:
            return ""
        return self._shareable.nameless if self._hide.get_active() else self._shareable.named

    def load(self, consultation: Consultation) -> None:
        """Write the report and make it fit to be shared."""
        self.show_loading(_("Writing the report…"), Step(_("_Cancel"), self._window.back))
        self.tasks.restart(self._load(consultation), name="report")

    async def _load(self, consultation: Consultation) -> None:
        env = await self._window.session.env()
        text = render(consultation, self._made)
        self._complete = consultation.diagnosis is not None
        self._shareable = await shareable(text, consultation.facts, env, self._known())
        self._show()
        self.show_content()

    def _known(self) -> list[tuple[str, str]]:
        """What the printers are called and where they stand."""
        printers = self._window.live.printers.values()
        return [("description", p.info) for p in printers if p.info != p.name] + [
            ("place", p.location) for p in printers
        ]

    def _show(self) -> None:
        changed = self._shareable.changed if self._shareable else 0
        text = ngettext(
            "Replaced in {count} line, the same by the same everywhere",
            "Replaced in {count} lines, the same by the same everywhere",
            changed,
        )
        if not self._complete:
            text = _("The checks were stopped, so not every name is known: look through it well")
        elif not changed:
            text = _("Nothing in it had to be replaced")
        elif not self._hide.get_active():
            text = _("They are in it now, for somebody whom you trust; passwords never are")
        self.part("hidden", Adw.ActionRow).set_subtitle(text.format(count=changed))
        self.part("text", Gtk.TextView).get_buffer().set_text(self.text)

    def _copy(self) -> None:
        self.get_clipboard().set(self.text)
        self._window.say(_("Copied"))

    def _choose(self) -> None:
        parent = self.get_root()
        chooser = Gtk.FileChooserNative(
            title=_("Save the Report"),
            transient_for=parent if isinstance(parent, Gtk.Window) else None,
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
