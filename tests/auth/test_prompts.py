# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The prompts: on a real terminal, and shown by a main loop for whichever thread."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from tests.conditions import SOON

from unjam.auth import CallbackPrompt, LoopPrompt, NobodyToAsk, PromptRequest, TerminalPrompt
from unjam.cups import Credentials
from unjam.cups.errors import Cancelled
from unjam.operations import Operation

ANN = Credentials("ann", "a-secret")
REQUEST = PromptRequest("Pause the queue Office", "office:631", "ann")

ASKING = """
import sys
from unjam.auth import PromptRequest, TerminalPrompt
from unjam.operations import Operation
request = PromptRequest("Pause \\x1b]0;evil\\x07 Office", "office:631", "ann")
operation = Operation(TerminalPrompt().ask, request)
try:
    answer = operation.result()
except KeyboardInterrupt:
    operation.cancel()
    operation.join(10)
    print("INTERRUPTED", flush=True)
else:
    print("ANSWER", answer and (answer.user, answer.password), flush=True)
import termios
print("ECHO", bool(termios.tcgetattr(0)[3] & termios.ECHO), flush=True)
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Callable[[], pexpect.spawn[str]]:
    script = tmp_path / "asking.py"
    script.write_text(ASKING, encoding="utf-8")
    return lambda: pexpect.spawn(sys.executable, [str(script)], encoding="utf-8", timeout=SOON)


def test_it_reads_without_echo_and_restores_the_terminal(
    terminal: Callable[[], pexpect.spawn[str]],
) -> None:
    child = terminal()
    child.expect_exact("User [ann]: ")
    assert "\x1b" not in (child.before or "")
    child.sendline("ben")
    child.expect_exact("Password: ")
    child.sendline("hush-hush")
    child.expect_exact("ANSWER ('ben', 'hush-hush')")
    assert "hush" not in (child.before or "")
    child.expect_exact("ECHO True")
    child.wait()


@pytest.mark.parametrize("keys", ["\x04", "\r\x04", "\r\r"])
def test_the_end_of_input_and_an_empty_password_decline(
    terminal: Callable[[], pexpect.spawn[str]], keys: str
) -> None:
    child = terminal()
    child.expect_exact("User [ann]: ")
    child.send(keys[0])
    if len(keys) > 1:
        child.expect_exact("Password: ")
        child.send(keys[1])
    child.expect_exact("ANSWER None")
    child.expect_exact("ECHO True")
    child.wait()


def test_control_c_takes_the_question_away(terminal: Callable[[], pexpect.spawn[str]]) -> None:
    child = terminal()
    child.expect_exact("User [ann]: ")
    child.sendline("")
    child.expect_exact("Password: ")
    child.sendintr()
    child.expect_exact("INTERRUPTED")
    child.expect_exact("ECHO True")
    child.wait()


RUNG_LATE = """
import os
from unjam.auth import PromptRequest, TerminalPrompt
from unjam.cups.cancel import CancelToken, current_token
class Remembering(CancelToken):
    def on_cancel(self, stop):
        stops.append(stop)
        return super().on_cancel(stop)
stops = []
current_token.set(Remembering())
TerminalPrompt().ask(PromptRequest("Pause the queue Office", "office:631", "ann"))
others = [os.eventfd(0, os.EFD_NONBLOCK) for _ in range(8)]
for stop in stops:
    stop()
for other in others:
    try:
        os.eventfd_read(other)
    except BlockingIOError:
        continue
    print("WRITTEN TO", other, flush=True)
print("RUNG", len(stops), flush=True)
"""


def test_a_cancel_that_comes_late_rings_nobody_else() -> None:
    """Whoever cancels may have the stop in hand when the prompt has ended."""
    child = pexpect.spawn(sys.executable, ["-c", RUNG_LATE], encoding="utf-8", timeout=SOON)
    child.expect_exact("User [ann]: ")
    child.sendline("")
    child.expect_exact("Password: ")
    child.sendline("hush-hush")
    child.expect_exact("RUNG 1")
    assert "WRITTEN" not in (child.before or "")
    child.wait()


def test_without_a_terminal_there_is_nobody_to_ask(tmp_path: Path) -> None:
    with pytest.raises(NobodyToAsk):
        TerminalPrompt(str(tmp_path / "none")).ask(REQUEST)
    with pytest.raises(NobodyToAsk):
        TerminalPrompt(os.devnull).ask(REQUEST)


# A GLib main loop


class Dialog:
    """Stands for a window: answered or dismissed by the main thread only."""

    def __init__(self, respond: Callable[[Dialog], None] | None = None) -> None:
        self.respond = respond
        self.threads: list[threading.Thread] = []
        self.dismissed = threading.Event()
        self.shown = threading.Event()

    def show(
        self, _request: PromptRequest, answer: Callable[[Credentials | None], None]
    ) -> Callable[[], None]:
        self.threads.append(threading.current_thread())
        self.answer = answer
        self.shown.set()
        if self.respond is not None:
            post(lambda: self.respond and self.respond(self))
        return self.dismiss

    def dismiss(self) -> None:
        self.threads.append(threading.current_thread())
        self.dismissed.set()


def post(function: Callable[[], object]) -> None:
    glib = pytest.importorskip("gi.repository.GLib")

    def once() -> bool:
        function()
        return bool(glib.SOURCE_REMOVE)

    glib.idle_add(once)


def test_glib_called_from_a_worker_thread() -> None:
    dialog = Dialog(lambda d: d.answer(ANN))
    prompt = CallbackPrompt(dialog.show, post)
    assert Operation(prompt.ask, REQUEST).run() == ANN
    assert dialog.threads == [threading.main_thread()]


def test_glib_called_on_the_main_thread() -> None:
    dialog = Dialog(lambda d: d.answer(ANN))
    assert CallbackPrompt(dialog.show, post).ask(REQUEST) == ANN


def test_glib_declined_and_answered_twice() -> None:
    def twice(dialog: Dialog) -> None:
        dialog.answer(None)
        dialog.answer(ANN)

    assert CallbackPrompt(Dialog(twice).show, post).ask(REQUEST) is None


def test_glib_a_cancel_dismisses_on_the_main_thread() -> None:
    dialog = Dialog()
    operation = Operation(CallbackPrompt(dialog.show, post).ask, REQUEST)
    outer = Operation(dialog.shown.wait, SOON)
    outer.run()
    operation.cancel()
    Operation(operation.join, SOON).run()
    Operation(dialog.dismissed.wait, SOON).run() if not dialog.dismissed.is_set() else None
    assert dialog.dismissed.is_set()
    assert set(dialog.threads) == {threading.main_thread()}
    dialog.answer(ANN)  # too late, and harmless
    with pytest.raises(Cancelled):
        operation.result()


def test_glib_a_dialog_that_cannot_be_shown() -> None:
    def fail(*_: object) -> Callable[[], None]:
        raise LookupError("no display")

    with pytest.raises(LookupError):
        Operation(CallbackPrompt(fail, post).ask, REQUEST).run()


# asyncio


async def test_asyncio_asks_for_a_worker_thread() -> None:
    async def ask(request: PromptRequest) -> Credentials:
        await asyncio.sleep(0.001)
        assert request == REQUEST
        return ANN

    assert await Operation(LoopPrompt(ask).ask, REQUEST) == ANN


async def test_asyncio_a_cancel_reaches_the_coroutine() -> None:
    asked, cancelled = asyncio.Event(), asyncio.Event()

    async def ask(_request: PromptRequest) -> Credentials | None:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        return None

    operation = Operation(LoopPrompt(ask).ask, REQUEST)
    await asyncio.wait_for(asked.wait(), SOON)
    operation.cancel()
    await asyncio.wait_for(cancelled.wait(), SOON)
    with pytest.raises(Cancelled):
        await operation


async def test_asyncio_a_loop_cannot_wait_for_itself() -> None:
    async def ask(_request: PromptRequest) -> Credentials:
        return ANN

    with pytest.raises(NobodyToAsk):
        LoopPrompt(ask).ask(REQUEST)
