# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The application: one instance, its command line, its actions, and the root of all tasks."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from gi.repository import Adw, Gdk, Gio, GLib, Gtk

import unjam
from unjam.app.action_map import add_action
from unjam.app.garbage import Collector
from unjam.app.i18n import _
from unjam.app.loans import settle, tell
from unjam.app.prompts import Prompts
from unjam.app.session import Place, Session
from unjam.app.tasks import Tasks
from unjam.app.warm import load_signs, warm_up
from unjam.app.window import Window

if TYPE_CHECKING:
    from unjam.auth import Asker

APP_ID = "io.github.unjam.Unjam"
HERE = Path(__file__).parent
KEYS = {
    "app.quit": ["<Control>q"],
    "win.back": ["<Alt>Left"],
    "win.forward": ["<Alt>Right"],
    "win.home": ["<Alt>Home"],
    "win.refresh": ["F5", "<Control>r"],
    "win.search": ["<Control>f"],
    "win.jobs": ["<Control>j"],
    "win.printers": ["<Control>p"],
    "win.diagnose-all": ["<Control>d"],
    "win.add-printer": ["<Control>n"],
    "win.show-help-overlay": ["<Control>question"],
    "window.close": ["<Control>w"],
}
log = logging.getLogger("unjam.app")


class Application(Adw.Application):
    """One instance for a session; a window for each print server."""

    def __init__(
        self,
        application_id: str = APP_ID,
        flags: Gio.ApplicationFlags = Gio.ApplicationFlags.FLAGS_NONE,
    ) -> None:
        super().__init__(
            application_id=application_id,
            flags=flags | Gio.ApplicationFlags.HANDLES_COMMAND_LINE,
        )
        self.tasks = Tasks(self.log_error)
        self.collector = Collector()
        self._warm: asyncio.Task[None] | None = None
        self.prompts = Prompts(self.get_active_window, self)
        self._add_options()
        self.connect("startup", self._on_startup)
        self.connect("activate", lambda _app: self.open_window(Place()))
        self.connect("command-line", self._on_command_line)
        self.connect("window-removed", self._on_window_removed)
        self.connect("shutdown", self._on_shutdown)

    # --- windows ------------------------------------------------------------------------------

    def open_window(self, place: Place) -> Window:
        """Show the window on `place`, a new one if there is none yet."""
        for window in self.get_windows():
            if isinstance(window, Window) and window.session.place == place:
                window.present()
                return window
        is_first = self._warm is None
        if self._warm is None:
            self._warm = self.tasks.start(self._warm_up(), name="warm up")
        window = Window(self, Session(place, self.prompts, self._warm))
        window.present()
        if is_first:
            self.tasks.start(load_signs(window), name="load signs")
            self.tasks.start(self._settle_loans(window, self._warm), name="settle loans")
        return window

    async def _warm_up(self) -> None:
        await warm_up()
        self.collector.settle()

    def _on_window_removed(self, _app: Gtk.Application, window: Gtk.Window) -> None:
        if isinstance(window, Window):
            self.collector.thaw()

    def log_error(self, error: BaseException) -> None:
        """Keep an unexpected exception for whoever reads the log."""
        log.error("a task failed", exc_info=error)

    # --- inside -------------------------------------------------------------------------------

    async def _settle_loans(
        self, window: Window, ready: asyncio.Task[None], asker: Asker | None = None
    ) -> None:
        """Put back what a session that broke off has left, and say so."""
        await asyncio.shield(ready)

        def put_back() -> None:
            self.tasks.start(
                self._settle_loans(window, ready, self.prompts.asker), name="settle loans"
            )

        tell(window, await settle(asker), put_back)

    def _add_options(self) -> None:
        text, flag = GLib.OptionArg.STRING, GLib.OptionArg.NONE
        options = (
            ("server", text, _("Print server: HOST, HOST:PORT or a socket"), "SERVER"),
            ("cups-files", text, _("Configuration that says where its files are"), "PATH"),
            ("diagnose", text, _("Diagnose this printer at once"), "PRINTER"),
            ("check", flag, _("Check everything at once"), None),
            ("jobs", flag, _("Show the documents"), None),
        )
        for name, kind, description, argument in options:
            self.add_main_option(name, 0, GLib.OptionFlags.NONE, kind, description, argument)

    def _on_startup(self, _app: Gio.Application) -> None:
        self.collector.start()
        Gtk.Window.set_default_icon_name(APP_ID)
        load_style()
        add_action(self, "quit", self._close_windows)
        add_action(self, "about", self._about)
        add_action(self, "check", lambda: self._window().diagnose())
        add_action(self, "jobs", lambda: self._window().open_jobs())
        add_action(self, "diagnose", lambda at, queue: self._at(at).diagnose([queue]), "(ss)")
        add_action(self, "printer", lambda at, queue: self._at(at).open_printer(queue), "(ss)")
        for action_name, keys in KEYS.items():
            self.set_accels_for_action(action_name, keys)

    def _close_windows(self) -> None:
        """It ends with its last window, and not before a password is in the keyring."""
        for window in self.get_windows():
            window.close()

    def _on_shutdown(self, _app: Gio.Application) -> None:
        self.tasks.close()
        self.collector.stop()

    def _on_command_line(self, _app: Gio.Application, line: Gio.ApplicationCommandLine) -> int:
        options = line.get_options_dict().end().unpack()
        files = options.get("cups-files")
        # A path is relative to where the command was typed, not to where the instance began.
        cups_files = Path(line.get_cwd() or "", files) if files else None
        window = self.open_window(Place(options.get("server"), cups_files))
        if queue := options.get("diagnose"):
            window.diagnose([queue])
        elif options.get("check"):
            window.diagnose()
        elif options.get("jobs"):
            window.open_jobs()
        return 0

    def _window(self) -> Window:
        """The window that was in use last, or a new one on the usual server."""
        for window in self.get_windows():
            if isinstance(window, Window):
                window.present()
                return window
        return self.open_window(Place())

    def _at(self, server: str) -> Window:
        """The window on this server (empty: the usual one)."""
        for window in self.get_windows():
            if isinstance(window, Window) and (window.session.place.server or "") == server:
                window.present()
                return window
        return self.open_window(Place(server or None))

    def _about(self) -> None:
        Adw.AboutWindow(
            transient_for=self.get_active_window(),
            application_name=_("Unjam"),
            application_icon=APP_ID,
            version=unjam.__version__,
            comments=_("Finds out why printing does not work, proves it, and puts it right"),
            developer_name=_("The Unjam authors"),
            license_type=Gtk.License.APACHE_2_0,
            translator_credits=_("translator-credits"),
        ).present()


def load_style() -> None:
    """Add the application's few style rules and its icons to the display."""
    display = Gdk.Display.get_default()
    if display is None:
        return
    _add_rules(display, _rules("style.css"))
    _follow_contrast(display, Adw.StyleManager.get_default())
    Gtk.IconTheme.get_for_display(display).add_search_path(str(HERE / "icons"))


def _rules(name: str) -> Gtk.CssProvider:
    provider = Gtk.CssProvider()
    provider.load_from_path(str(HERE / name))
    return provider


def _add_rules(display: Gdk.Display, rules: Gtk.CssProvider) -> None:
    priority = Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION
    Gtk.StyleContext.add_provider_for_display(display, rules, priority)


def _follow_contrast(display: Gdk.Display, style: Adw.StyleManager) -> None:
    """Have no pale lines and signs where a person wants high contrast, from now on."""
    rules = _rules("contrast.css")

    def follow(*_args: object) -> None:
        if style.get_high_contrast():
            _add_rules(display, rules)
        else:
            Gtk.StyleContext.remove_provider_for_display(display, rules)

    style.connect("notify::high-contrast", follow)
    follow()
