# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The settings that most people need, asked of the server and set there; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakMethod

from gi.repository import Adw, Gtk

from unjam.app.i18n import _
from unjam.app.options import Setting, offered, wanted
from unjam.app.store.values import is_class
from unjam.app.tasks import Tasks, breathe
from unjam.app.text import plain
from unjam.app.widgets.roomy import roomy
from unjam.cups import errors
from unjam.diagnosis.remedies import SetQueueDefault

if TYPE_CHECKING:
    from unjam.app.host import Host
    from unjam.cups import AsyncConnection


Chosen = Callable[[Setting, int], object]
"""Called with a setting and the place of what was chosen in it."""


class Choices:
    """Fills a group of rows once the server has said what the queue can do."""

    def __init__(self, window: Host, tasks: Tasks, queue: str, group: Adw.PreferencesGroup) -> None:
        self._window = window
        self._tasks = tasks
        self._queue = queue
        self._group = group
        self._rows: dict[str, ChoiceRow] = {}
        self.load()

    def load(self) -> None:
        """Show what the server says, also where a change was refused or taken back."""
        self._tasks.restart(self._load(), name="settings of the queue")

    async def _load(self) -> None:
        try:
            async with self._window.session.connect() as connection:
                record = await connection.get_printer_attributes(
                    self._queue, requested_attributes=wanted()
                )
                ppd = "" if is_class(record) else await self._driver(connection)
        except errors.CupsError:
            return  # the page says already how the server is; without an answer there is no choice
        for setting in offered(record, ppd):
            self._show(setting)
            await breathe()

    async def _driver(self, connection: AsyncConnection) -> str:
        try:
            return (await connection.get_ppd(self._queue)).decode(errors="replace")
        except errors.CupsError:
            return ""  # a queue without a driver has no tray to choose

    def _show(self, setting: Setting) -> None:
        row = self._rows.get(setting.attribute)
        if row is None:
            row = self._rows[setting.attribute] = ChoiceRow(self._choose)
            self._group.add(row)
            self._group.set_visible(True)
        row.show_setting(setting)

    def _choose(self, setting: Setting, position: int) -> None:
        value, label = setting.possible[position], setting.labels[position]
        said = _("{setting}: {value}").format(setting=setting.title, value=label)
        back = _("Taken back: {what}").format(what=setting.title)
        remedy = SetQueueDefault(self._queue, setting.attribute, value)
        self._window.carry_out(remedy, self.load, said=said, back=back)


class ChoiceRow(Adw.ComboRow):
    """Shows one setting; what is chosen in it is asked for, and shown as the server takes it."""

    __gtype_name__ = "UnjamChoiceRow"

    def __init__(self, choose: Chosen) -> None:
        """`choose` is a method of whoever has the row: libadwaita's row may outlive that."""
        super().__init__(title_lines=2)
        roomy(self)
        self._choose = WeakMethod(choose)
        self._setting: Setting | None = None
        self._handler = self.connect("notify::selected", self._on_selected)

    def show_setting(self, setting: Setting) -> None:
        """Show `setting` from now on."""
        with self.handler_block(self._handler):
            if self._setting is None or self._setting.possible != setting.possible:
                self.set_title(plain(setting.title))
                self.set_model(Gtk.StringList.new(setting.labels))
            self._setting = setting
            self.set_selected(setting.possible.index(setting.usual))

    def _on_selected(self, _row: Adw.ComboRow, _property: object) -> None:
        setting, position = self._setting, self.get_selected()
        choose = self._choose()
        if choose and setting is not None and setting.possible[position] != setting.usual:
            choose(setting, position)
