# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The policy against a real cupsd: who is tried, who is asked, and what is remembered."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from tests.auth.locked import LockedServer
from tests.conditions import SOON

from unjam.auth import (
    Asker,
    AsyncAuthenticator,
    Authenticator,
    CredentialsCache,
    LoopPrompt,
    PromptRequest,
    Reason,
    ScriptedPrompt,
    purpose,
)
from unjam.auth.scripted import Answer
from unjam.cups import AsyncConnection, Connection, Credentials
from unjam.cups.errors import (
    AuthenticationCancelled,
    Cancelled,
    CredentialsError,
    Forbidden,
    NotAuthenticated,
    NotFound,
    ServiceUnavailable,
)
from unjam.operations import Operation, pause_until, waiter

ANN, BEN, ROOT = (Credentials(name, f"pw-{name}") for name in ("ann", "ben", "root"))
WRONG = Credentials("ann", "wrong-secret")


def pause(connection: Connection) -> None:
    connection.pause_printer("Office")


def resume(connection: Connection) -> None:
    connection.resume_printer("Office")


async def pause_async(connection: AsyncConnection) -> None:
    await connection.pause_printer("Office")


def asking(*answers: Answer) -> tuple[Asker, ScriptedPrompt]:
    prompt = ScriptedPrompt(answers)
    return Asker(prompt), prompt


def test_what_needs_no_password_asks_nobody(locked_server: LockedServer) -> None:
    asker, prompt = asking()
    auth = Authenticator(locked_server.server, asker, user="ann")
    assert len(auth.call(lambda c: c.get_printers())) == 1
    assert not prompt.requests


def test_the_person_is_asked_once_and_remembered(locked_server: LockedServer) -> None:
    asker, prompt = asking(ANN)
    auth = Authenticator(locked_server.server, asker, user="ann")
    with purpose("Pause the queue Office"):
        auth.call(pause)
    auth.call(pause)
    assert locked_server.is_stopped()
    (request,) = prompt.requests
    assert request.title == "Pause the queue Office"
    assert request.server == locked_server.server
    assert (request.user, request.reason, request.attempt) == ("ann", Reason.NEEDED, 1)
    assert set(locked_server.logins()) == {"ann pw-ann"}


def test_a_wrong_password_is_asked_again_and_forgotten(locked_server: LockedServer) -> None:
    asker, prompt = asking(WRONG, ANN)
    Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert [r.reason for r in prompt.requests] == [Reason.NEEDED, Reason.REFUSED]
    assert [r.attempt for r in prompt.requests] == [1, 2]
    assert locked_server.logins() == ["ann wrong-secret", "ann pw-ann"]
    assert len(asker.cache) == 1


def test_the_attempts_are_capped(locked_server: LockedServer) -> None:
    asker, prompt = asking(*[Credentials("ann", f"wrong-{n}") for n in range(9)])
    with pytest.raises(NotAuthenticated):
        Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert len(prompt.requests) == 3
    assert len(locked_server.logins()) == 3
    assert len(asker.cache) == 0


def test_the_same_wrong_password_again_is_a_new_attempt(locked_server: LockedServer) -> None:
    asker, prompt = asking(WRONG, WRONG, WRONG, WRONG)
    with pytest.raises(NotAuthenticated):
        Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert len(prompt.requests) == 3


def test_declining_is_a_cancellation_and_no_login(locked_server: LockedServer) -> None:
    asker, _ = asking(None)
    with pytest.raises(AuthenticationCancelled):
        Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert locked_server.logins() == []


def test_a_blank_user_keeps_the_present_one(locked_server: LockedServer) -> None:
    asker, _ = asking(Credentials("", "pw-ann"))
    Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert locked_server.logins() == ["ann pw-ann"]


def test_another_user_may_be_named(locked_server: LockedServer) -> None:
    asker, _ = asking(BEN)
    Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert locked_server.logins() == ["ben pw-ben"]


def test_who_may_not_is_told_so_and_root_is_tried_first(locked_server: LockedServer) -> None:
    asker, prompt = asking(ANN, ROOT)
    Authenticator(locked_server.server, asker, user="ann").call(resume)
    assert [(r.user, r.reason) for r in prompt.requests] == [
        ("ann", Reason.NEEDED),
        ("ann", Reason.NOT_ALLOWED),
    ]
    assert not locked_server.is_stopped()


@pytest.mark.parametrize("asker", [None, Asker(ScriptedPrompt([]))], ids=["none", "nobody"])
def test_without_anybody_to_ask_the_first_error_comes_back(
    locked_server: LockedServer, asker: Asker | None
) -> None:
    with (
        Connection(locked_server.server, user="ann") as plain,
        pytest.raises(CredentialsError) as bare,
    ):
        plain.pause_printer("Office")
    with pytest.raises(CredentialsError) as caught:
        Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert type(caught.value) is type(bare.value)
    assert caught.value.args == bare.value.args
    assert locked_server.logins() == []


def test_other_errors_pass_unchanged(locked_server: LockedServer) -> None:
    asker, prompt = asking()
    with pytest.raises(NotFound):
        Authenticator(locked_server.server, asker, user="ann").call(
            lambda c: c.get_printer_attributes("NoSuch")
        )
    assert not prompt.requests


@contextmanager
def ordinary_user() -> Iterator[str]:
    """Be somebody whom the socket's peer credentials do not let through."""
    import pwd

    if os.geteuid() != 0:
        yield pwd.getpwuid(os.geteuid()).pw_name
        return
    nobody = pwd.getpwnam("nobody")
    os.setresuid(nobody.pw_uid, nobody.pw_uid, 0)
    try:
        yield nobody.pw_name
    finally:
        os.setresuid(0, 0, 0)


def test_on_the_socket_root_is_tried_before_the_person_is_asked(
    locked_server: LockedServer,
) -> None:
    asker, prompt = asking(ROOT)
    with ordinary_user() as name:
        Authenticator(locked_server.socket, asker, user=name).call(pause)
    assert [(r.user, r.reason) for r in prompt.requests] == [("root", Reason.NEEDED)]
    assert locked_server.logins() == ["root pw-root"]


def test_on_the_socket_the_person_is_asked_once_for_several_operations(
    locked_server: LockedServer,
) -> None:
    asker, prompt = asking(ROOT, None)
    with ordinary_user() as name:
        auth = Authenticator(locked_server.socket, asker, user=name)
        for _ in range(3):
            auth.call(pause)
    assert len(prompt.requests) == 1
    assert set(locked_server.logins()) == {"root pw-root"}


def test_on_the_socket_a_password_that_has_changed_is_forgotten(
    locked_server: LockedServer,
) -> None:
    asker, prompt = asking(ROOT)
    stale = Credentials("root", "wrong-secret")
    asker.cache.put(locked_server.socket, 631, stale)
    with ordinary_user() as name:
        Authenticator(locked_server.socket, asker, user=name).call(pause)
    assert len(prompt.requests) == 1
    assert asker.cache.find(locked_server.socket, 631) == ROOT
    assert locked_server.logins() == ["root wrong-secret", "root pw-root"]


def test_on_the_socket_nobody_to_ask_is_the_first_error(locked_server: LockedServer) -> None:
    with ordinary_user() as name, pytest.raises(Forbidden):
        Authenticator(locked_server.socket, user=name).call(pause)


def test_on_the_socket_root_may_be_ruled_out(locked_server: LockedServer) -> None:
    asker, prompt = asking(None)
    with ordinary_user() as name:
        with pytest.raises(AuthenticationCancelled):
            Authenticator(locked_server.socket, asker, user=name, try_root=False).call(pause)
        assert [(r.user, r.reason) for r in prompt.requests] == [(name, Reason.NOT_ALLOWED)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is root without a password")
def test_on_the_socket_root_needs_no_password(locked_server: LockedServer) -> None:
    asker, prompt = asking()
    Authenticator(locked_server.socket, asker).call(resume)
    assert not prompt.requests


def test_credentials_are_shared_by_server(locked_server: LockedServer) -> None:
    cache = CredentialsCache()
    prompt = ScriptedPrompt([ANN])
    for _ in range(3):
        Authenticator(locked_server.server, Asker(prompt, cache), user="ann").call(pause)
    assert len(prompt.requests) == 1


def test_stale_credentials_are_replaced(locked_server: LockedServer) -> None:
    asker, prompt = asking(ANN)
    host, _, port = locked_server.server.partition(":")
    asker.cache.put(host, int(port), WRONG)
    Authenticator(locked_server.server, asker, user="ann").call(pause)
    assert [r.reason for r in prompt.requests] == [Reason.REFUSED]
    assert asker.cache.find(host, int(port)) == ANN


def test_sixteen_threads_one_question(locked_server: LockedServer) -> None:
    asker, prompt = asking(ANN)
    auth = Authenticator(locked_server.server, asker, user="ann")
    operations = [Operation(auth.call, pause) for _ in range(16)]
    for operation in operations:
        operation.result(SOON)
    assert len(prompt.requests) == 1


def test_retry_on_service_unavailable_only_when_the_person_says_so(
    locked_server: LockedServer,
) -> None:
    unavailable = ServiceUnavailable("Pause-Printer", 0x502, "busy")
    calls: list[str] = []

    def work(_connection: Connection) -> str:
        calls.append("call")
        if len(calls) < 3:
            raise unavailable
        return "done"

    answers = iter([True, True])
    auth = Authenticator(locked_server.server, retry=lambda _error: next(answers))
    assert auth.call(work) == "done"
    for never in (Authenticator(locked_server.server), auth_that_declines(locked_server.server)):
        calls.clear()
        with pytest.raises(ServiceUnavailable):
            never.call(work)
        assert calls == ["call"]


def auth_that_declines(server: str) -> Authenticator:
    return Authenticator(server, retry=lambda _error: False)


def waiting_prompt(asked: threading.Event, gone: threading.Event) -> Answer:
    def answer(_request: PromptRequest) -> Credentials | None:
        asked.set()
        try:
            pause_until(lambda: False, waiter())
        finally:
            gone.set()
        return None

    return answer


def test_a_cancel_while_the_person_thinks(locked_server: LockedServer) -> None:
    asked, gone = threading.Event(), threading.Event()
    asker, _ = asking(waiting_prompt(asked, gone))
    operation = Operation(Authenticator(locked_server.server, asker, user="ann").call, pause)
    assert asked.wait(SOON)
    operation.cancel()
    with pytest.raises(Cancelled):
        operation.result()
    assert gone.wait(SOON)
    assert operation.join(SOON)


# asyncio


async def test_asyncio_asks_and_remembers(locked_server: LockedServer) -> None:
    asked: list[PromptRequest] = []

    async def ask(request: PromptRequest) -> Credentials:
        asked.append(request)
        await asyncio.sleep(0)
        return ANN

    auth = AsyncAuthenticator(locked_server.server, Asker(LoopPrompt(ask)), user="ann")
    with purpose("Pause the queue Office"):
        await auth.call(pause_async)
    await auth.call(pause_async)
    assert [request.title for request in asked] == ["Pause the queue Office"]


async def test_asyncio_with_a_blocking_prompt_keeps_the_loop_turning(
    locked_server: LockedServer,
) -> None:
    go = threading.Event()

    def answer(_request: PromptRequest) -> Credentials:
        assert go.wait(SOON)
        return ANN

    asker, _ = asking(answer)
    asyncio.get_running_loop().call_later(0.2, go.set)
    await AsyncAuthenticator(locked_server.server, asker, user="ann").call(pause_async)


async def test_asyncio_cancelling_the_task_takes_the_question_away(
    locked_server: LockedServer,
) -> None:
    asked, gone = threading.Event(), threading.Event()
    asker, _ = asking(waiting_prompt(asked, gone))
    auth = AsyncAuthenticator(locked_server.server, asker, user="ann")
    task = asyncio.create_task(auth.call(pause_async))
    await asyncio.to_thread(asked.wait, SOON)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(gone.wait, SOON)


async def test_asyncio_without_anybody_to_ask(locked_server: LockedServer) -> None:
    with pytest.raises(NotAuthenticated):
        await AsyncAuthenticator(locked_server.server, user="ann").call(pause_async)


async def test_asyncio_wrong_then_right(locked_server: LockedServer) -> None:
    asker, prompt = asking(WRONG, ANN)
    await AsyncAuthenticator(locked_server.server, asker, user="ann").call(pause_async)
    assert [r.reason for r in prompt.requests] == [Reason.NEEDED, Reason.REFUSED]


def test_on_the_main_thread_with_a_glib_loop(locked_server: LockedServer) -> None:
    glib = pytest.importorskip("gi.repository.GLib")
    from unjam.auth import CallbackPrompt

    def post(function: Callable[[], object]) -> None:
        glib.idle_add(lambda: bool(function()) and False)

    def show(
        _request: PromptRequest, answer: Callable[[Credentials | None], None]
    ) -> Callable[[], None]:
        post(lambda: answer(ANN))
        return lambda: None

    asker = Asker(CallbackPrompt(show, post))
    Authenticator(locked_server.server, asker, user="ann").call(pause)
    asker.cache.clear()
    Operation(Authenticator(locked_server.server, asker, user="ann").call, pause).run()
    assert locked_server.logins().count("ann pw-ann") == 2
