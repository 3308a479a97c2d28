# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""No secret in an error: not in its words, nor in what its traceback keeps alive."""

from __future__ import annotations

import base64
import pickle
import threading
import traceback
from collections.abc import Callable

import pytest
from tests.auth.locked import LockedServer
from tests.conditions import SOON

from unjam.auth import Asker, Authenticator, ScriptedPrompt
from unjam.cups import Connection, Credentials, PasswordRequest
from unjam.cups.errors import (
    Cancelled,
    ConnectionLost,
    CredentialsError,
    CupsError,
    DeadlineExceeded,
    NotFound,
)
from unjam.operations import Operation, sleep
from unjam.sandbox.hostile import Exchange, HostileServer
from unjam.sandbox.hostile_acts import (
    BASIC,
    answer,
    challenge_forever,
    http_reply,
    ipp_reply,
    silence_after_request,
)

SECRET = "wrong-secret"
FORMS = (SECRET, base64.b64encode(f"ann:{SECRET}".encode()).decode())
"""As it was entered, and as HTTP carries it (RFC 7617)."""


def assert_kept_secret(error: BaseException) -> None:
    """The secret is neither in the error nor in the variables of whom it came by."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    text = "".join(shown.format()) + repr(error) + repr(pickle.dumps(error))
    assert [form for form in FORMS if form in text] == []


def give(_request: PasswordRequest) -> Credentials:
    return Credentials("ann", SECRET)


def error_of(work: Callable[[], object], kind: type[CupsError]) -> CupsError:
    with pytest.raises(kind) as caught:
        work()
    return caught.value


def test_when_an_authenticator_gives_up(locked_server: LockedServer) -> None:
    asker = Asker(ScriptedPrompt([Credentials("ann", SECRET)] * 3))
    auth = Authenticator(locked_server.server, asker, user="ann")
    error = error_of(lambda: auth.call(lambda cups: cups.pause_printer("Office")), CredentialsError)
    assert_kept_secret(error)


@pytest.mark.parametrize("password", [give, lambda _request: SECRET], ids=["credentials", "word"])
def test_when_a_plain_connection_is_refused(
    password: Callable[[PasswordRequest], Credentials | str],
) -> None:
    with HostileServer(challenge_forever()) as server:
        connection = Connection(server.address, user="ann", password=password)
        assert_kept_secret(error_of(connection.get_printers, CredentialsError))


def challenge_and_then(behaviour: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    """Ask for a password, and behave so once it is there."""

    def behave(exchange: Exchange) -> None:
        if not asked.is_set():
            asked.set()
            exchange.read_request()
            exchange.send(http_reply(status=401, headers={"WWW-Authenticate": BASIC}))
        else:
            behaviour(exchange)

    asked = threading.Event()
    return behave


def test_when_the_connection_breaks_with_the_password_in_it() -> None:
    def read_and_leave(exchange: Exchange) -> None:
        assert "authorization" in exchange.read_request().headers

    with HostileServer(challenge_and_then(read_and_leave)) as server:
        connection = Connection(server.address, user="ann", password=give)
        assert_kept_secret(error_of(connection.get_printers, ConnectionLost))


def test_when_it_takes_too_long_with_the_password_in_it() -> None:
    with HostileServer(challenge_and_then(silence_after_request())) as server:
        connection = Connection(server.address, user="ann", password=give)
        error = error_of(lambda: connection.get_printers(timeout=0.3), DeadlineExceeded)
        assert_kept_secret(error)


def test_when_it_is_cancelled_in_the_callback() -> None:
    again = threading.Event()

    def give_then_wait(request: PasswordRequest) -> Credentials:
        if request.attempt == 2:
            again.set()
            sleep(3600)
        return give(request)

    with HostileServer(challenge_forever()) as server:
        connection = Connection(server.address, user="ann", password=give_then_wait)
        ended: list[BaseException] = []

        def call() -> None:
            ended.append(error_of(connection.get_printers, Cancelled))

        operation = Operation(call)
        assert again.wait(SOON)
        operation.cancel()
        assert operation.join(SOON)
    assert_kept_secret(ended[0])


def test_when_what_a_device_asks_for_is_refused() -> None:
    with HostileServer(answer(ipp_reply(status=0x0406))) as server:
        connection = Connection(server.address, user="ann")
        error = error_of(lambda: connection.authenticate_job(1, ["ann", SECRET]), NotFound)
        assert_kept_secret(error)
