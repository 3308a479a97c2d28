# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Groups of checks fold once they are done and well, and never under somebody's hands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

import pytest
from gi.repository import Gtk
from tests.app.driver import Driver, walk
from tests.app.keys import Keyboard

from unjam.app.pages.checklist import CheckLine, ChecklistPage
from unjam.app.store.checks import GroupItem
from unjam.app.widgets import folding
from unjam.diagnosis.events import Judged, Observer, Outcome, ProbeFinished, ProbeStarted
from unjam.diagnosis.model import Finding, Scope, Severity, queue_scope
from unjam.sandbox import hostile_acts
from unjam.sandbox.hostile import HostileServer

pytestmark = pytest.mark.gtk
COMPUTER: Scope = ()
OFFICE = queue_scope("Office")
STOPPED = Finding("QUEUE_STOPPED", Severity.ERROR, OFFICE[0], "It is stopped", "Somebody did.", ())


@pytest.fixture(scope="module")
def keyboard() -> Iterator[Keyboard]:
    board = Keyboard()
    yield board
    board.close()


class Scene:
    """A checklist whose checks a test begins and ends itself."""

    def __init__(self, driver: Driver, page: ChecklistPage, keyboard: Keyboard) -> None:
        self.driver = driver
        self.page = page
        self.view = page.part("checks", Gtk.ListView)
        self.look: Observer = page.consultation.begin()
        self._keyboard = keyboard

    def begin(self, scope: Scope, *names: str) -> None:
        for name in names:
            self.look(ProbeStarted(name, f"Looking at {name}", scope))

    def end(self, scope: Scope, *names: str, outcome: Outcome = Outcome.FOUND) -> None:
        for name in names:
            self.look(ProbeFinished(name, f"Looking at {name}", scope, outcome, 0.1))

    @property
    def rows(self) -> dict[str, Gtk.TreeListRow]:
        """The groups' rows by name; the computer's has none."""
        selection = self.view.get_model()
        assert isinstance(selection, Gtk.NoSelection)
        shown = selection.get_model()
        assert isinstance(shown, Gtk.SliceListModel)
        tree = shown.get_model()
        assert isinstance(tree, Gtk.TreeListModel)
        found: dict[str, Gtk.TreeListRow] = {}
        while (row := tree.get_child_row(len(found))) is not None:
            group = row.get_item()
            assert isinstance(group, GroupItem)
            found[group.value] = row
        return found

    @property
    def open(self) -> set[str]:
        """The groups whose checks are on show."""
        return {name for name, row in self.rows.items() if row.get_expanded()}

    async def until_open(self, *names: str) -> None:
        await self.driver.until(lambda: self.open == set(names), f"open: {names}")

    async def press(self, key: str) -> None:
        await self._keyboard.press(self.driver.window, key, self.driver.until)


def play(driver: Driver, keyboard: Keyboard, scene: Callable[[Scene], Awaitable[None]]) -> None:
    """Play a scene on a checklist that nobody else fills."""

    async def way(server: HostileServer) -> None:
        driver.open(server.address).diagnose(["Office"])
        page = await driver.until_page(ChecklistPage)
        await driver.at_rest()
        await scene(Scene(driver, page, keyboard))

    with HostileServer(hostile_acts.silence()) as server:
        driver.run(way(server))
        driver.finish()


def test_what_is_done_and_well_folds_and_what_is_not_stays_open(
    driver: Driver, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "REST", 0.05)

    async def scene(on: Scene) -> None:
        on.begin(COMPUTER, "files", "service")
        on.begin(OFFICE, "state", "driver")
        on.end(COMPUTER, "files", "service")
        await on.until_open("Office")  # which has not ended
        on.end(OFFICE, "state")
        on.end(OFFICE, "driver", outcome=Outcome.UNKNOWN)
        on.begin(COMPUTER, "log")
        assert on.open == {"Office"}  # one that folded stays a line while it is at work again
        on.end(COMPUTER, "log", outcome=Outcome.UNKNOWN)
        await on.until_open("", "Office")

    play(driver, keyboard, scene)


def test_a_group_about_which_something_was_found_stays_open_and_shows_it(
    driver: Driver, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "REST", 0.05)

    async def scene(on: Scene) -> None:
        on.begin(OFFICE, "state")
        on.begin(COMPUTER, "files")
        on.look(Judged((STOPPED,), (), provisional=True))
        on.end(OFFICE, "state")
        on.end(COMPUTER, "files")
        await on.until_open("Office")
        office = on.rows["Office"].get_item()
        assert isinstance(office, GroupItem)
        assert office.level == "error"
        on.look(Judged((), (), provisional=True))  # another explains it
        await on.until_open()

    play(driver, keyboard, scene)


def test_nothing_folds_under_the_keyboard_and_keys_unfold_what_folded(
    driver: Driver, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "REST", 0.05)

    async def scene(on: Scene) -> None:
        on.begin(COMPUTER, "files")
        on.begin(OFFICE, "state")
        await on.driver.until(lambda: len(lines(on)) == 4, "four lines")
        for _ in range(20):
            if focused(on) is not None:
                break
            await on.press("Tab")
        await on.press("Down")
        here = focused(on)
        assert here is not None
        on.end(COMPUTER, "files")
        await on.driver.until(lambda: not on.page.tasks.running("fold "), "its time to fold")
        assert (on.open, focused(on)) == ({"", "Office"}, here)
        on.page.shown()  # the keyboard goes to the ways on
        on.end(OFFICE, "state")
        await on.until_open()
        while focused(on) is None:
            await on.press("Shift_L+Tab")
        await on.press("Home")
        await on.press("Right")
        await on.until_open("")
        on.begin(COMPUTER, "log")
        on.end(COMPUTER, "log")
        assert not on.page.tasks.running("fold ")  # it is the person's now

    play(driver, keyboard, scene)


def lines(on: Scene) -> list[CheckLine]:
    return [w for w in walk(on.view) if isinstance(w, CheckLine) and w.get_mapped()]


def focused(on: Scene) -> Gtk.Widget | None:
    """What has the keyboard in the list."""
    focus = on.driver.window.get_focus()
    return focus if focus is not None and focus.is_ancestor(on.view) else None
