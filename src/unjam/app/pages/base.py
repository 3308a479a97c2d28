# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A page has one state, and the state drives one stack: loading, empty, error or content.

A page's template gives its `content`, and perhaps `tools` for the header bar and a `footer`;
everything around them is the same on every page and made here. (`Gtk.Template` cannot do this: a
templated class cannot have a base class written in Python.)
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from gi.repository import Adw, GObject, Gtk

from unjam.app.announce import announce
from unjam.app.i18n import DOMAIN, _
from unjam.app.tasks import Tasks
from unjam.app.text import plain
from unjam.app.trouble import Step, Trouble
from unjam.app.widgets.roomy import roomy
from unjam.app.widgets.step_button import step_button
from unjam.app.widgets.virtual_list import LongList

HERE = Path(__file__).parent
W = TypeVar("W", bound=GObject.Object)


class State(StrEnum):
    """What a page shows."""

    LOADING = "loading"
    EMPTY = "empty"
    ERROR = "error"
    CONTENT = "content"


class Page(Gtk.Box):
    """The root of all pages: header bar, stack, footer, and the page's own tasks."""

    __gtype_name__ = "UnjamPage"
    title = GObject.Property(type=str, default="")
    subtitle = GObject.Property(type=str, default="")
    state = GObject.Property(type=str, default=State.CONTENT)
    template = ""
    """The file beside this module that holds `content`, and perhaps `tools` and `footer`."""
    goes_back = True
    """Whether there is a page before it."""
    has_footer = False
    """Whether its ways on stand at its foot, for a message to leave them free."""
    is_over = True
    """Whether it went away for good: true of what is left of it then, too."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        self.is_over = False
        self.long_list: LongList | None = None
        self._said: tuple[str, ...] = ()
        self.tasks = tasks
        self._builder = Gtk.Builder()
        self._builder.set_translation_domain(DOMAIN)
        self._builder.add_from_file(str(HERE / self.template))
        self._build()

    # --- what a template gives ----------------------------------------------------------------

    def part(self, name: str, kind: type[W]) -> W:
        """The object that the template calls `name`."""
        found = self._builder.get_object(name)
        if not isinstance(found, kind):
            raise TypeError(f"{self.template}: {name} is not a {kind.__name__} but {found!r}")
        return found

    def _build(self) -> None:
        """Make the frame, and put the template's parts into it."""
        header = header_bar(self)
        self.append(header)
        self._stack = Gtk.Stack(
            vexpand=True,
            vhomogeneous=False,
            hhomogeneous=False,
            transition_type=Gtk.StackTransitionType.CROSSFADE,
        )
        self._waiting = Waiting()
        self._stack.add_named(self.part("content", Gtk.Widget), State.CONTENT)
        self._stack.add_named(self._waiting, State.LOADING)
        self._holders = {state: Adw.Bin() for state in (State.EMPTY, State.ERROR)}
        for state, holder in self._holders.items():
            self._stack.add_named(holder, state)
        self.append(self._stack)
        if isinstance(tools := self._builder.get_object("tools"), Gtk.Widget):
            header.pack_end(tools)
        if isinstance(footer := self._builder.get_object("footer"), Gtk.Widget):
            self.has_footer = True
            self.append(footer)
        roomy(self)
        self.connect("notify::state", self._on_state)

    def _on_state(self, *_args: object) -> None:
        self._stack.set_visible_child_name(self.state)

    @property
    def search_entry(self) -> Gtk.SearchEntry | None:
        """Where what the page lists is searched."""
        entry = self._builder.get_object("search")
        return entry if isinstance(entry, Gtk.SearchEntry) else None

    # --- what a page decides ------------------------------------------------------------------

    def show_loading(self, text: str, cancel: Step | None = None) -> None:
        """Say what is being waited for, and offer to stop waiting."""
        self._waiting.say(text, cancel)
        self.state = State.LOADING

    def show_empty(self, trouble: Trouble) -> None:
        """There is nothing to show: say why, and what could be done."""
        self._say(State.EMPTY, trouble)

    def show_error(self, trouble: Trouble) -> None:
        """It did not work: say what is wrong, and the next step."""
        self._say(State.ERROR, trouble)

    def show_content(self) -> None:
        """Show what the page is about."""
        self.state = State.CONTENT

    def _say(self, state: State, trouble: Trouble) -> None:
        """Show it, and have it said; where it is on show already, leave it and its focus alone."""
        if self.state == state and self._said == trouble.words:
            return
        self._said = trouble.words
        self._holders[state].set_child(trouble_page(trouble))
        self.state = state
        if self.get_mapped():
            announce(self, None, f"{trouble.title}. {trouble.text}")

    def shown(self) -> None:
        """The page comes into view; called each time.

        It begins with the first thing to do in it, where nothing in it has the keyboard yet.
        """
        if self.get_focus_child() is None:
            self._stack.child_focus(Gtk.DirectionType.TAB_FORWARD)

    def close(self) -> None:
        """The page goes away for good: its work ends."""
        self.is_over = True
        self.tasks.close()

    def close_some(self) -> bool:
        """Nobody sees the closed page any more: let some of it go; False once that was all.

        What is left is light enough to be taken out of the window at once.
        """
        return self.long_list is not None and self.long_list.close_some()

    def dismantle(self) -> None:
        """Nobody sees the closed page any more: let everything go, as soon as its work is over.

        A button that calls a method of its page keeps the page, and the page its buttons; Python's
        collector does not see that ring, for GTK holds one half of it.
        """
        self.tasks.when_over(self._let_go)

    def _let_go(self) -> None:
        if self.long_list is not None:
            self.long_list.close()
        empty(self)
        vars(self).clear()


def empty(box: Gtk.Box) -> None:
    """Take out whatever is in `box`."""
    while (child := box.get_first_child()) is not None:
        box.remove(child)


def header_bar(page: Page) -> Adw.HeaderBar:
    """A header bar with the page's title and the way back."""
    header = Adw.HeaderBar()
    title = Adw.WindowTitle()
    page.bind_property("title", title, "title", GObject.BindingFlags.SYNC_CREATE)
    page.bind_property("subtitle", title, "subtitle", GObject.BindingFlags.SYNC_CREATE)
    header.set_title_widget(title)
    if page.goes_back:
        back = Gtk.Button(
            icon_name="go-previous-symbolic", action_name="win.back", tooltip_text=_("Back")
        )
        header.pack_start(back)
    return header


class Waiting(Gtk.Box):
    """A spinner, a sentence, and a way out."""

    __gtype_name__ = "UnjamWaiting"

    def __init__(self) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=18, valign=Gtk.Align.CENTER)
        self.add_css_class("waiting")
        self._spinner = Gtk.Spinner(width_request=32, height_request=32, halign=Gtk.Align.CENTER)
        self._label = Gtk.Label(wrap=True, justify=Gtk.Justification.CENTER)
        self._button: Gtk.Button | None = None
        self.append(self._spinner)
        self.append(self._label)
        self.connect("map", lambda *_: self._spinner.start())
        self.connect("unmap", lambda *_: self._spinner.stop())

    def say(self, text: str, cancel: Step | None) -> None:
        """Show `text`, and a button for `cancel`."""
        self._label.set_text(text)
        if self._button is not None:
            self.remove(self._button)
            self._button = None
        if cancel is not None:
            self._button = step_button(cancel, "pill")
            self.append(self._button)


def trouble_page(trouble: Trouble) -> Adw.StatusPage:
    """A state of its own, with the next step."""
    page = Adw.StatusPage(
        icon_name=trouble.icon,
        title=plain(trouble.title),
        description=plain(trouble.text),
        vexpand=True,
    )
    buttons = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12, halign=Gtk.Align.CENTER)
    for step in trouble.steps:
        buttons.append(step_button(step, "pill"))
    page.set_child(buttons)
    return roomy(page)
