# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The authentication dialog against a real cupsd: asked for by a task, a thread, and the main
thread itself; answered wrong, right, and not at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from gi.repository import GLib, Gtk
from tests.app.driver import Driver, walk
from tests.auth.conftest import LockedServer, _locked_server, locked_server  # noqa: F401

from unjam.app.consultation import Consultation
from unjam.app.pages.printer import PrinterPage
from unjam.app.pages.remedy import RemedyPage
from unjam.app.widgets.password_dialog import PasswordDialog
from unjam.auth import AsyncAuthenticator, Authenticator, PromptRequest, Reason, purpose
from unjam.cups import Connection, Credentials
from unjam.diagnosis.remedies import PauseQueue, ResumeQueue
from unjam.operations import Operation

pytestmark = pytest.mark.gtk


async def dialog(driver: Driver) -> PasswordDialog:
    """Wait for the dialog and return it."""
    prompts = driver.application.prompts
    await driver.until(lambda: prompts.dialog is not None, "the dialog")
    found = prompts.dialog
    assert found is not None
    return found


def enter(shown: PasswordDialog, user: str, password: str) -> None:
    shown.rows["username"].set_text(user)
    shown.rows["password"].set_text(password)
    shown.response("ok")


def test_wrong_then_right_then_done(driver: Driver, locked_server: LockedServer) -> None:  # noqa: F811
    async def way() -> None:
        window = driver.open(locked_server.server)
        await driver.until(lambda: window.live.state == "ready", "the server")
        window.open_printer("Office")
        await driver.until_page(PrinterPage)
        window.carry_out(PauseQueue("Office"))
        first = await dialog(driver)
        assert "Office" in str(first.get_heading())
        enter(first, "ann", "wrong")
        await driver.until(lambda: driver.application.prompts.dialog not in (None, first), "again")
        second = await dialog(driver)
        assert "incorrect" in second.get_body()
        enter(second, "ann", "pw-ann")
        await driver.until(lambda: driver.application.prompts.dialog is None, "no dialog")
        await driver.until_read("Stopped")
        window.carry_out(ResumeQueue("Office"))
        third = await dialog(driver)
        enter(third, "root", "pw-root")
        await driver.until_read("Ready")

    driver.run(way())


def test_cancelled_changes_nothing_and_blames_nobody(
    driver: Driver,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    async def way() -> None:
        window = driver.open(locked_server.server)
        await driver.until(lambda: window.live.state == "ready", "the server")
        window.open_printer("Office")
        window.carry_out(PauseQueue("Office"))
        shown = await dialog(driver)
        shown.response("cancel")
        await driver.until(lambda: driver.application.prompts.dialog is None, "no dialog")
        await asyncio.sleep(0.3)
        assert not await asyncio.to_thread(locked_server.is_stopped)
        assert not any("did not work" in text for text in driver.texts(window))

    driver.run(way())


def test_a_worker_thread_asks_and_the_window_lives_on(
    driver: Driver,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    def work() -> str:
        with purpose("Pause it from a thread"):
            place = Authenticator(locked_server.server, driver.application.prompts.asker)
            place.call(lambda connection: connection.pause_printer("Office"))
        return "done"

    async def way() -> None:
        driver.open(locked_server.server)
        operation = Operation(work)
        shown = await dialog(driver)
        assert shown.get_heading() == "Pause it from a thread"
        turns = driver.turns.count
        await asyncio.sleep(0.2)
        assert driver.turns.count > turns
        enter(shown, "ben", "pw-ben")
        assert await operation == "done"
        assert await asyncio.to_thread(locked_server.is_stopped)

    driver.run(way())


@pytest.mark.parametrize("inside_a_task", [False, True])
def test_the_main_thread_itself_asks_and_the_loop_keeps_turning(
    driver: Driver,
    locked_server: LockedServer,  # noqa: F811
    *,
    inside_a_task: bool,
) -> None:
    said: list[str] = []

    def answer() -> bool:
        shown = driver.application.prompts.dialog
        if shown is None:
            return GLib.SOURCE_CONTINUE
        said.append(f"{shown.get_heading()} after {driver.turns.count > 0}")
        enter(shown, "ann", "pw-ann")
        return GLib.SOURCE_REMOVE

    def call() -> bool:
        with purpose("Pause it at once"):
            place = Authenticator(locked_server.server, driver.application.prompts.asker)
            place.call(lambda connection: connection.pause_printer("Office"))
        said.append("done")
        return GLib.SOURCE_REMOVE

    async def way() -> None:
        window = driver.open(locked_server.server)
        await driver.until(lambda: window.live.state == "ready", "the server")
        GLib.timeout_add(20, answer)
        if inside_a_task:
            call()
        else:
            GLib.idle_add(call)
        await driver.until(lambda: "done" in said, "the end")
        assert said == ["Pause it at once after True", "done"]

    driver.run(way())


def test_one_dialog_at_a_time_and_none_for_what_was_cancelled(
    driver: Driver,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    async def pause() -> None:
        place = AsyncAuthenticator(locked_server.server, driver.application.prompts.asker)
        await place.call(lambda connection: connection.pause_printer("Office"))

    def dialogs() -> int:
        windows = Gtk.Window.list_toplevels()
        return sum(isinstance(w, PasswordDialog) and w.get_visible() for w in windows)

    async def way() -> None:
        driver.open(locked_server.server)
        first = asyncio.create_task(pause())
        shown = await dialog(driver)
        others = [asyncio.create_task(pause()) for _ in range(3)]
        await asyncio.sleep(0.3)
        assert dialogs() == 1
        for task in others:
            task.cancel()
        first.cancel()
        await asyncio.gather(first, *others, return_exceptions=True)
        await driver.until(lambda: driver.application.prompts.dialog is None, "no dialog")
        await asyncio.sleep(0.1)
        assert not shown.get_visible()
        assert dialogs() == 0

    driver.run(way())


def test_what_a_printer_asks_for_is_asked_for(driver: Driver) -> None:
    async def way() -> None:
        driver.open("/nowhere/at/all")
        fields = ("domain", "username", "password")
        asked = asyncio.create_task(driver.application.prompts.question("Print it", fields))
        shown = await dialog(driver)
        assert list(shown.rows) == list(fields)
        for field, value in zip(fields, ("HOME", "ann", "secret"), strict=True):
            shown.rows[field].set_text(value)
        shown.response("ok")
        assert await asked == ("HOME", "ann", "secret")

    driver.run(way())


def test_a_request_that_was_refused_says_why_and_marks_the_password(driver: Driver) -> None:
    async def way() -> None:
        driver.open("/nowhere/at/all")
        answers: list[object] = []
        request = PromptRequest("Resume <b>it</b>", "srv", "ann", Reason.REFUSED, 2)
        driver.application.prompts.show(request, answers.append)
        shown = await dialog(driver)
        assert "incorrect" in shown.get_body()
        assert shown.rows["password"].has_css_class("error")
        texts = [w.get_text() for w in walk(shown) if hasattr(w, "get_text")]
        assert "Resume <b>it</b>" in texts
        shown.close()
        await driver.until(lambda: answers == [None], "the answer")

    driver.run(way())


def test_who_declines_a_remedys_password_is_back_at_its_question(
    driver: Driver,
    locked_server: LockedServer,  # noqa: F811
) -> None:
    async def way() -> None:
        window = driver.open(locked_server.server)
        await driver.until(lambda: window.live.state == "ready", "the server")
        window.open_remedy(Consultation(["Office"]), None, PauseQueue("Office"))
        page = await driver.until_page(RemedyPage)
        driver.press("Do It", within=page)
        (await dialog(driver)).response("cancel")
        await driver.until(lambda: "Do It" in page.steps, "the question")
        assert "That did not work" not in driver.texts()
        assert page._consultation.deeds == []

    driver.run(way())


class Recorder:
    """A keyring that notes what it is told to keep."""

    available, pending = True, 0

    def __init__(self) -> None:
        self.kept: list[Credentials] = []

    def find(self, _server: str, _user: str, found: Callable[[None], object]) -> None:
        found(None)

    def remember(self, _server: str, credentials: Credentials) -> None:
        self.kept.append(credentials)

    def forget(self, _server: str, _user: str) -> None:
        raise AssertionError("what was never kept cannot be forgotten")


def test_only_a_password_that_was_right_goes_to_the_keyring(
    driver: Driver,
    locked_server: LockedServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prompts, keyring = driver.application.prompts, Recorder()
    monkeypatch.setattr(prompts, "keyring", keyring)
    ended: list[bool] = []

    def followed(before: PasswordDialog) -> bool:
        return bool(ended) or prompts.dialog not in (None, before)

    async def way() -> None:
        window = driver.open(locked_server.server)
        await driver.until(lambda: window.live.state == "ready", "the server")
        window.carry_out(PauseQueue("Office"), lambda: ended.append(True))
        shown = await dialog(driver)
        for password in ("wrong", "pw-ann"):
            shown._remember.set_active(True)
            enter(shown, "ann", password)
            await driver.until(partial(followed, shown), "what follows")
            shown = prompts.dialog or shown
        assert keyring.kept == [Credentials("ann", "pw-ann")]

    driver.run(way())
    with Connection(locked_server.server, user="root", password=lambda _: ROOT) as connection:
        connection.resume_printer("Office")


ROOT = Credentials("root", "pw-root")
