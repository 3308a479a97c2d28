# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One question at a time, none twice, none for what was cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from tests.conditions import SOON

from unjam.auth import Asker, NobodyToAsk, PromptRequest, ScriptedPrompt, purpose
from unjam.auth.prompt import Reason, current_purpose
from unjam.cups import Credentials, PasswordRequest
from unjam.cups.errors import Cancelled
from unjam.operations import Operation, Waiter, pause_until, waiter

ANN = Credentials("ann", "a-secret")
REQUEST = PromptRequest("Pause the queue Office", "office:631", "ann")


class PatientPrompt:
    """Shows a question until somebody answers it or the operation is cancelled."""

    def __init__(self) -> None:
        self.showing: list[PromptRequest] = []
        self.shown = 0
        self.most = 0
        self.open = threading.Semaphore(0)
        self._waiters: dict[object, Waiter] = {}
        self._answers: list[Credentials | None] = []

    def ask(self, request: PromptRequest) -> Credentials | None:
        own = waiter()
        key = object()
        self._waiters[key] = own
        self.showing.append(request)
        self.shown += 1
        self.most = max(self.most, len(self.showing))
        self.open.release()
        try:
            pause_until(lambda: bool(self._answers), own)
            return self._answers.pop()
        finally:
            self.showing.remove(request)
            del self._waiters[key]

    def answer(self, credentials: Credentials | None) -> None:
        self._answers.append(credentials)
        for own in list(self._waiters.values()):
            own.wake()


def asking(asker: Asker, server: str, port: int = 631) -> Callable[[], Credentials | None]:
    return lambda: asker.ask(PromptRequest("Pause", server, "ann"), server, port)


def test_an_answer_is_remembered() -> None:
    prompt = ScriptedPrompt([ANN])
    asker = Asker(prompt)
    assert asker.ask(REQUEST, "office", 631) == ANN
    assert asker.ask(REQUEST, "office", 631) == ANN
    assert prompt.requests == [REQUEST]


def test_a_blank_user_keeps_the_present_one() -> None:
    asker = Asker(ScriptedPrompt([Credentials("", "a-secret")]))
    assert asker.ask(REQUEST, "office", 631) == ANN


def test_what_no_request_can_carry_is_asked_again() -> None:
    prompt = ScriptedPrompt([Credentials("a:b", "x"), Credentials("ann", "p\0w"), ANN])
    assert Asker(prompt).ask(REQUEST, "office", 631) == ANN
    assert [r.reason for r in prompt.requests] == [Reason.NEEDED, Reason.REFUSED, Reason.REFUSED]


def test_what_no_request_can_carry_is_not_asked_for_ever() -> None:
    prompt = ScriptedPrompt([Credentials("a:b", "x")] * 9)
    assert Asker(prompt, limit=3).ask(REQUEST, "office", 631) is None
    assert [request.attempt for request in prompt.requests] == [1, 2, 3]


def test_a_declined_question_is_asked_anew_the_next_time() -> None:
    prompt = ScriptedPrompt([None, ANN])
    asker = Asker(prompt)
    assert asker.ask(REQUEST, "office", 631) is None
    assert asker.ask(REQUEST, "office", 631) == ANN


def test_refused_credentials_do_not_answer() -> None:
    asker = Asker(ScriptedPrompt([ANN, Credentials("ann", "better")]))
    first = asker.ask(REQUEST, "office", 631)
    assert first is not None
    assert asker.ask(REQUEST, "office", 631, [first]) == Credentials("ann", "better")


def test_one_question_at_a_time() -> None:
    prompt = PatientPrompt()
    asker = Asker(prompt)
    operations = [Operation(asking(asker, f"server-{n}")) for n in range(8)]
    for _ in operations:
        assert prompt.open.acquire(timeout=SOON)
        assert len(prompt.showing) == 1
        prompt.answer(ANN)
    assert [operation.result(SOON) for operation in operations] == [ANN] * 8
    assert prompt.most == 1


def test_what_was_entered_meanwhile_is_not_asked_again() -> None:
    prompt = PatientPrompt()
    asker = Asker(prompt)
    operations = [Operation(asking(asker, "office")) for _ in range(8)]
    assert prompt.open.acquire(timeout=SOON)
    prompt.answer(ANN)
    assert [operation.result(SOON) for operation in operations] == [ANN] * 8
    assert prompt.shown == 1


def test_a_cancel_takes_the_question_away_and_the_next_is_asked() -> None:
    prompt = PatientPrompt()
    asker = Asker(prompt)
    first = Operation(asking(asker, "office"))
    assert prompt.open.acquire(timeout=SOON)
    second = Operation(asking(asker, "lab"))
    first.cancel()
    assert first.join(SOON)
    assert prompt.open.acquire(timeout=SOON)
    assert [request.server for request in prompt.showing] == ["lab"]
    prompt.answer(ANN)
    assert second.result(SOON) == ANN


def test_nobody_is_asked_for_what_was_cancelled_while_it_waited() -> None:
    prompt = PatientPrompt()
    asker = Asker(prompt)
    first = Operation(asking(asker, "office"))
    assert prompt.open.acquire(timeout=SOON)
    second = Operation(asking(asker, "lab"))
    second.cancel()
    assert second.join(SOON)
    prompt.answer(ANN)
    assert first.result(SOON) == ANN
    with pytest.raises(Cancelled):
        second.result()
    assert prompt.shown == 1


def test_an_answer_for_what_was_cancelled_meanwhile_is_not_kept() -> None:
    def answer(_request: PromptRequest) -> Credentials:
        operation.cancel()
        return ANN

    asker = Asker(ScriptedPrompt([answer]))
    go = threading.Event()
    operation: Operation[object] = Operation(lambda: go.wait(SOON) and asking(asker, "office")())
    go.set()
    assert operation.join(SOON)
    assert operation.cancelled
    assert len(asker.cache) == 0


def test_a_question_within_a_question_on_one_thread_has_nobody_to_ask() -> None:
    def nested(_request: PromptRequest) -> Credentials:
        with pytest.raises(NobodyToAsk):
            asker.ask(REQUEST, "lab", 631)
        return ANN

    asker = Asker(ScriptedPrompt([nested]))
    assert asker.ask(REQUEST, "office", 631) == ANN


def test_a_failing_prompt_frees_the_queue() -> None:
    def fail(_request: PromptRequest) -> Credentials:
        raise LookupError("no dialog")

    asker = Asker(ScriptedPrompt([fail, ANN]))
    with pytest.raises(LookupError):
        asker.ask(REQUEST, "office", 631)
    assert asker.ask(REQUEST, "office", 631) == ANN


def question(attempt: int) -> PasswordRequest:
    return PasswordRequest("Password for ann?", "ann", "office", 631, "/admin/", "X", attempt)


def test_as_a_password_callback_it_is_capped_and_says_why() -> None:
    prompt = ScriptedPrompt([ANN] * 9)
    asker = Asker(prompt, limit=3)
    answers = [asker(question(attempt)) for attempt in range(1, 6)]
    assert answers == [ANN, ANN, ANN, None, None]
    assert [r.reason for r in prompt.requests] == [Reason.NEEDED, Reason.REFUSED, Reason.REFUSED]
    assert asker(question(1)) == ANN


def test_as_a_password_callback_it_forgets_what_it_gave_and_nothing_newer() -> None:
    """Between two attempts of one call, another call was given what is right."""
    right = Credentials("ann", "right")
    asker = Asker(ScriptedPrompt([ANN]))
    assert asker(question(1)) == ANN
    asker.cache.put("office", 631, right)
    assert asker(question(2)) == right
    assert asker(question(1)) == right


def test_as_a_password_callback_it_keeps_calls_apart() -> None:
    """Each call is made by one thread: what one was refused, another may be given."""
    asker = Asker(ScriptedPrompt([ANN, Credentials("ann", "better")]))
    assert asker(question(1)) == ANN
    assert Operation(asker, question(1)).result(SOON) == ANN
    assert asker(question(2)) == Credentials("ann", "better")


def test_as_a_password_callback_the_last_refusal_is_not_remembered() -> None:
    asker = Asker(ScriptedPrompt([ANN] * 3), limit=3)
    assert [asker(question(attempt)) for attempt in range(1, 5)] == [ANN, ANN, ANN, None]
    assert len(asker.cache) == 0


def test_as_a_password_callback_without_anybody() -> None:
    assert Asker(ScriptedPrompt([]))(question(1)) is None


def test_the_outermost_purpose_stands_also_in_the_operations_inside() -> None:
    general = current_purpose()
    with purpose("Resume the printer Office"):
        with purpose("Resume-Printer"):
            assert current_purpose() == "Resume the printer Office"
            assert Operation(current_purpose).result(SOON) == "Resume the printer Office"
        assert current_purpose() == "Resume the printer Office"
    assert current_purpose() == general
    with purpose("Another"):
        assert current_purpose() == "Another"


def test_every_reason_has_its_words() -> None:
    texts = {PromptRequest("t", "office", "ann", reason).explanation for reason in Reason}
    assert len(texts) == len(Reason)
    assert any("may be incorrect" in text for text in texts)
