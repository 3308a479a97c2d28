# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The documents of one printer or of all: live, searched, held, let go, cancelled, moved.

Ten thousand of them are filled in bit by bit; only the rows on show exist.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakSet

from gi.repository import Adw, Gio, Gtk

from unjam.app.action_map import add_action
from unjam.app.i18n import _, ngettext
from unjam.app.pages.base import Page
from unjam.app.status import FINISHED
from unjam.app.store.items import JobItem
from unjam.app.store.keyed import KeyedStore
from unjam.app.store.values import JOB_ATTRIBUTES, Job, job, texts
from unjam.app.tasks import breathe, in_slices
from unjam.app.text import plain
from unjam.app.trouble import Step, Trouble, describe
from unjam.app.widgets.job_row import JobRow
from unjam.app.widgets.narrow import tell_narrow
from unjam.app.widgets.search import Search
from unjam.app.widgets.virtual_list import show_rows
from unjam.cups import errors
from unjam.diagnosis.remedies import (
    AuthenticateJob,
    CancelJob,
    HoldJob,
    MoveJob,
    ReleaseJob,
    Remedy,
    RestartJob,
)

if TYPE_CHECKING:
    from unjam.app.host import Host
    from unjam.app.store.live import Live

WHICH = ("not-completed", "completed", "all")
NOT_ASKED = frozenset({"none", "negotiate"})
"""Values of auth-info-required that no person answers."""
NAME_AND_PASSWORD = ("username", "password")
"""What is asked for where the queue says nothing of it."""
FEW = 20
"""Changed jobs that are asked for one by one; more are asked for all at once."""
SLICE = 100


class JobsPage(Page):
    """The jobs of `queue`, or of all queues (None)."""

    __gtype_name__ = "UnjamJobsPage"
    template = "jobs.ui"

    def __init__(self, window: Host, queue: str | None) -> None:
        super().__init__(window.tasks.child())
        self._window = window
        self._queue = queue
        self._changed: set[int] = set()
        self._under_way: dict[int, dict[Remedy, str]] = {}
        """By job: what is being done with it, and the words for that."""
        self._answered: set[int] = set()
        """Jobs with which something was done, or was not; how they are now has not been read."""
        self._stale = True
        self._news = asyncio.Event()
        self.title = _("Documents")
        self.jobs: KeyedStore[Job, JobItem] = KeyedStore(JobItem, lambda value: value.id)
        self._which = self.part("which", Gtk.DropDown)
        self._which.connect("notify::selected", lambda *_: self.load())
        self._search = Search(
            self.jobs.model,
            self.part("search", Gtk.SearchEntry),
            self.part("lists", Gtk.Stack),
            text_of,
        )
        view = self.part("list", Gtk.ListView)
        self._rows: WeakSet[JobRow] = WeakSet()
        self._narrow = False
        self.long_list = show_rows(view, self._search.shown, self._make_row)
        tell_narrow(self, self._fit)
        self._counted = self.jobs.model.connect("items-changed", self._on_items)
        self._handlers = [
            window.live.connect("job-changed", self._on_job_changed),
            window.live.connect("resynced", lambda _live: self._on_resynced()),
        ]
        self.insert_action_group("jobs", self._actions())
        self.load()

    def close(self) -> None:
        """The page goes away for good."""
        for handler in self._handlers:
            self._window.live.disconnect(handler)
        self._handlers = []
        self.jobs.model.disconnect(self._counted)
        self._search.close()
        self.insert_action_group("jobs", None)
        super().close()

    def close_some(self) -> bool:
        """Let some cells go, then some jobs; False once that was all."""
        return super().close_some() or self.jobs.clear_some()

    def load(self) -> None:
        """Ask for the jobs, from the beginning."""
        if not len(self.jobs):
            stop = Step(_("_Cancel"), self._window.back)
            self.show_loading(_("Asking for the documents…"), stop)
        self._stale = True
        self.tasks.restart(self._follow(), name="documents")

    # --- what is shown ------------------------------------------------------------------------

    async def _read_all(self) -> None:
        self._stale = False
        self._changed.clear()
        try:
            async with self._window.session.connect() as connection:
                records = await connection.get_jobs(
                    self._queue,
                    which_jobs=WHICH[self._which.get_selected()],
                    requested_attributes=JOB_ATTRIBUTES,
                )
        except errors.CupsError as error:
            self._stale = True
            self._failed(error)
            return
        self.show_content()
        await self.jobs.follow(await in_slices(records, job, SLICE))
        self._on_items()

    def _failed(self, error: errors.CupsError) -> None:
        steps = (
            Step(_("_Try Again"), self.load, suggested=True),
            Step(_("_Find Out Why"), self._window.diagnose),
        )
        title = _("The Documents Cannot Be Shown")
        self.show_error(Trouble("dialog-warning-symbolic", title, describe(error), steps))

    def _on_items(self, *_args: object) -> None:
        count = len(self.jobs)
        text = ngettext("{count} document", "{count} documents", count).format(count=count)
        self.subtitle = f"{self._queue} · {text}" if self._queue else text
        if not count:
            self._say_none()
        self._search.look()

    def _say_none(self) -> None:
        """No documents is good news, or a question; never an empty page."""
        which = WHICH[self._which.get_selected()]
        title, text = none_words(which, self._queue)
        page = self.part("none", Adw.StatusPage)
        page.set_title(plain(title))
        page.set_description(plain(text))

    def _make_row(self) -> JobRow:
        row = JobRow(self._targets)
        row.fit(narrow=self._narrow)
        self._rows.add(row)
        return row

    def _fit(self, narrow: bool) -> None:  # noqa: FBT001 - what is told
        if narrow != self._narrow:
            self._narrow = narrow
            for row in self._rows:
                row.fit(narrow=narrow)

    def _targets(self) -> list[str]:
        return [p.name for p in self._window.live.printers.values()]

    # --- what changes -------------------------------------------------------------------------

    async def _follow(self) -> None:
        """Ask for all, and then for each that changes.

        One after the other: what changes meanwhile waits, so that what is newer stands at the end.
        """
        while True:
            self._news.clear()
            answered, self._answered = self._answered, set()
            if self._stale or len(self._changed) > FEW:
                await self._read_all()
            else:
                await self._read_changed()
            for job_id in answered:
                self._mark(job_id)
            await self._news.wait()
            await breathe()

    def _on_resynced(self) -> None:
        self._stale = True
        self._news.set()

    def _on_job_changed(self, _live: Live, job_id: int) -> None:
        self._touched(job_id)

    def _touched(self, job_id: int) -> None:
        if not self.is_over:
            self._changed.add(job_id)
            self._news.set()

    async def _read_changed(self) -> None:
        changed, self._changed = self._changed, set()
        try:
            async with self._window.session.connect() as connection:
                for job_id in sorted(changed):
                    await self._look_at(connection.get_job_attributes, job_id)
        except errors.CupsError as error:
            self._stale = True
            self._window.say(describe(error))

    async def _look_at(self, ask: Callable[..., object], job_id: int) -> None:
        try:
            record = await ask(job_id, requested_attributes=JOB_ATTRIBUTES)  # type: ignore[misc]
        except errors.NotFound:
            self.jobs.drop(job_id)
            return
        value = job(record)
        if self._belongs(value):
            self.jobs.put(value)
        else:
            self.jobs.drop(job_id)

    def _belongs(self, value: Job) -> bool:
        if self._queue is not None and value.queue != self._queue:
            return False
        wanted = WHICH[self._which.get_selected()]
        return wanted == "all" or (value.state in FINISHED) == (wanted == "completed")

    # --- what can be done ---------------------------------------------------------------------

    def _actions(self) -> Gio.SimpleActionGroup:
        group = Gio.SimpleActionGroup()
        makers: dict[str, tuple[Callable[[int], Remedy], str]] = {
            "hold": (HoldJob, _("Holding…")),
            "release": (ReleaseJob, _("Releasing…")),
            "cancel": (CancelJob, _("Cancelling…")),
            "reprint": (RestartJob, _("Sending again…")),
        }
        for name, (make, doing) in makers.items():
            add_action(group, name, partial(self._make, make, doing), "i")
        add_action(group, "move", self._move, "(is)")
        add_action(group, "authenticate", self._authenticate, "i")
        add_action(group, "diagnose", self._diagnose, "i")
        return group

    def _make(self, make: Callable[[int], Remedy], doing: str, job_id: int) -> None:
        self._do(job_id, make(job_id), doing)

    def _do(self, job_id: int, remedy: Remedy, doing: str) -> None:
        """Do it, but once; the document says so till it is seen how it is afterwards."""
        under_way = self._under_way.setdefault(job_id, {})
        if remedy not in under_way:
            under_way[remedy] = doing
            self._mark(job_id)
            self._window.carry_out(remedy, partial(self._on_answer, job_id, remedy))

    def _mark(self, job_id: int) -> None:
        """Have the document say what is being done with it: the newest, or nothing."""
        if (item := self.jobs.get(job_id)) is not None:
            item.ask(next(reversed(self._under_way.get(job_id, {}).values()), ""))

    def _on_answer(self, job_id: int, remedy: Remedy) -> None:
        if not self.is_over:
            self._under_way.get(job_id, {}).pop(remedy, None)  # its undo is answered, too
            self._answered.add(job_id)
            self._touched(job_id)

    def _queue_of(self, job_id: int) -> str:
        item = self.jobs.get(job_id)
        return item.value.queue if item else ""

    def _move(self, job_id: int, queue: str) -> None:
        remedy = MoveJob(job_id, queue, self._queue_of(job_id))
        self._do(job_id, remedy, _("Moving to {printer}…").format(printer=queue))

    def _authenticate(self, job_id: int) -> None:
        work = self._ask_for(job_id, self._queue_of(job_id))
        self.tasks.restart(work, name="what the printer asks for")

    async def _ask_for(self, job_id: int, queue: str) -> None:
        """Authenticate the job with what its queue wants to know."""
        try:
            async with self._window.session.connect() as connection:
                record = await connection.get_printer_attributes(
                    queue, requested_attributes=["auth-info-required"]
                )
        except errors.CupsError as error:
            text = _("That did not work: {reason}").format(reason=describe(error))
            self._window.say(text)
            return
        wanted = [f for f in texts(record.get("auth-info-required")) if f not in NOT_ASKED]
        remedy = AuthenticateJob(job_id, queue, tuple(wanted) or NAME_AND_PASSWORD)
        self._do(job_id, remedy, _("Handing over the password…"))

    def _diagnose(self, job_id: int) -> None:
        queue = self._queue_of(job_id)
        self._window.diagnose([queue] if queue else None)


def none_words(which: str, queue: str | None) -> tuple[str, str]:
    """What to say where there are no documents: what that means, and what else to look at."""
    if which == "completed":
        text = _("The print server keeps no finished documents, or has not printed any yet.")
        return _("No Finished Documents"), text
    if queue is None:
        text = _("What you print appears here at once, on whichever printer.")
    else:
        text = _("What is printed on {printer} appears here at once.").format(printer=queue)
    return _("Nothing Waits to Be Printed"), text


def text_of(item: object) -> str:
    """What a search looks through."""
    if not isinstance(item, JobItem):
        return ""
    value = item.value
    return f"{value.title} {value.user} {value.queue} #{value.id}"
